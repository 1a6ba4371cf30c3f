import { createHash } from 'node:crypto';
import { onceForEach } from './onceForEach.ts';
import type { SpecFile } from './specFile.ts';

/** The id that git gives to the text of a file, in a repository of SHA-1. */
export const blobIdOf: (file: SpecFile) => string = onceForEach(({ text }) => blobId(text, 'sha1'));

/** Whether git's id of a blob, of either kind, is that of the text of a file; line ends do not count. */
export function isBlob(file: SpecFile, id: string): boolean {
  if (id.length === 40 && blobIdOf(file) === id) return true;
  const kind = id.length === 40 ? 'sha1' : 'sha256';
  const { text } = file;
  return blobId(text, kind) === id || (text.includes('\r\n') && blobId(text.replaceAll('\r\n', '\n'), kind) === id);
}

function blobId(text: string, kind: string): string {
  return createHash(kind)
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');
}
