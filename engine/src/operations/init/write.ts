import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import type { Files } from '../../ports/files.ts';

/** One file of a new project: a text, lines that a file shall hold, or a copy of another file. Paths of `path` are relative. */
export type ProjectFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly lines: readonly string[] }
  | { readonly path: string; readonly copyOf: string };

/** Writes all of them, or none when one is there with other content: that one stays as it is and is named. */
export async function writeFiles(files: Files, folder: string, wanted: readonly ProjectFile[]): Promise<void> {
  await refuseDifferent(files, folder, wanted);
  for (const file of wanted) {
    const target = path.join(folder, file.path);
    if ('lines' in file) await addLines(files, target, file.lines);
    else if ((await files.stat(target)) !== undefined) continue;
    else if ('text' in file) await files.write(target, file.text);
    else await files.copy(file.copyOf, target);
  }
}

/** Throws a `Failure` `files-differ` that names the files which are there with other content. */
export async function refuseDifferent(files: Files, folder: string, wanted: readonly ProjectFile[]): Promise<void> {
  const different: string[] = [];
  for (const file of wanted)
    if (!('lines' in file) && (await differs(files, path.join(folder, file.path), file))) different.push(file.path);
  if (different.length === 0) return;
  const many = different.length > 1;
  throw new Failure(
    'files-differ',
    `${folder} holds ${different.map((name) => `\`${name}\``).join(', ')} already, with other content.`,
    { next: `Name another folder, or move ${many ? 'these files' : 'this file'} away; nothing was changed.` },
  );
}

async function differs(
  files: Files,
  target: string,
  file: { readonly text: string } | { readonly copyOf: string },
): Promise<boolean> {
  const there = await files.stat(target);
  if (there === undefined) return false;
  if (there.kind !== 'file') return true;
  if ('text' in file) return (await files.read(target)) !== file.text;
  if ((await files.stat(file.copyOf))?.size !== there.size) return true;
  return (await files.hash(target)).sha256 !== (await files.hash(file.copyOf)).sha256;
}

async function addLines(files: Files, target: string, lines: readonly string[]): Promise<void> {
  const text = (await files.read(target)) ?? '';
  const held = new Set(text.split(/\r?\n/).map((line) => line.trim()));
  const missing = lines.filter((line) => !held.has(line));
  if (missing.length === 0) return;
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  await files.write(target, `${before}${missing.join('\n')}\n`);
}
