import { createReadStream, lstatSync, readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { SourceArtifact } from '../../ports/runSource.ts';
import { inside } from './confine.ts';
import { noSuchArtifact } from './sourceFailures.ts';

/** More folders in folders than this are not looked into. */
const DEEPEST = 64;

/** Files below a folder, by path. Links are passed over, so that nothing outside is listed. */
export function artifactsBelow(folder: string): readonly SourceArtifact[] {
  const found: SourceArtifact[] = [];
  collect(folder, '', DEEPEST, found);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function collect(folder: string, path: string, depth: number, found: SourceArtifact[]): void {
  for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
    const inner = posix.join(path, entry.name);
    if (entry.isDirectory() && depth > 0) collect(folder, inner, depth - 1, found);
    else if (entry.isFile()) found.push({ path: inner, size: lstatSync(join(folder, inner)).size });
  }
}

/** @throws Failure `artifact-not-found`, for what lies outside the folder too */
export async function* artifactBytes(folder: string, path: string, owner: string): AsyncIterable<Uint8Array> {
  const file = inside(folder, path);
  if (file === undefined || !statSync(file).isFile()) throw noSuchArtifact(owner, path);
  for await (const chunk of createReadStream(file)) yield chunk as Uint8Array;
}
