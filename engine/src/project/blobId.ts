import { createHash } from 'node:crypto';
import { onceForEach } from './onceForEach.ts';
import type { SpecFile } from './specFile.ts';

/** Ids that git gives to the text of a file: in the form of its repository (SHA-1 or SHA-256), as it is and with LF for CRLF. */
export const blobIds: (file: SpecFile) => readonly string[] = onceForEach(({ text }) => {
  const texts = text.includes('\r\n') ? [text, text.replaceAll('\r\n', '\n')] : [text];
  return texts.flatMap((one) => ['sha1', 'sha256'].map((kind) => blobId(one, kind)));
});

function blobId(text: string, kind: string): string {
  return createHash(kind)
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');
}
