/** Signatures of texts by the SSH keys that people sign their commits with. */
export interface Signatures {
  /**
   * Signs a text with the SSH key of git's settings. Asks for a passphrase only where there is a terminal.
   * Rejects with `Failure` `no-signing-key`, `key-locked`, `signing-failed`, `ssh-keygen-missing`.
   */
  sign(text: string): Promise<Signed>;
  /** Whether a signature is of this text and of a key that the list names. Who signed is told by the signature itself. */
  verify(request: VerifyRequest): Promise<Verdict>;
}

export interface Signed {
  /** Armoured, `-----BEGIN SSH SIGNATURE-----` and on. */
  readonly signature: string;
  /** First 16 hex digits of sha256 of the public key. */
  readonly key: string;
}

export interface VerifyRequest {
  readonly text: string;
  readonly signature: string;
  /** As ssh-keygen reads it: names, options, key, a line each. */
  readonly allowedSigners: string;
  /** ISO 8601 UTC: when a key must have been allowed; default: now. */
  readonly at?: string;
}

export type Verdict =
  | {
      readonly kind: 'good';
      readonly key: string /** Names of the list that stand for the key. */;
      readonly principals: readonly string[];
    }
  | { readonly kind: 'bad'; readonly why: string }
  /** It could not be looked at. */
  | { readonly kind: 'unknown'; readonly why: string };
