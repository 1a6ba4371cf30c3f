/** Messages to other machines, only ever to addresses that the user's own spec names. */
export interface Webhooks {
  /**
   * Posts once and resolves with the status of the answer, whose body is left. A redirect is not followed: its status is the answer.
   * Rejects with `Failure` `webhook-late` after `within` milliseconds, and `webhook-unreachable`; neither tells the address.
   */
  post(call: WebhookCall): Promise<number>;
}

export interface WebhookCall {
  /** http or https; a user and password in it go as basic authorization. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds. */
  readonly within: number;
  readonly signal?: AbortSignal | undefined;
}
