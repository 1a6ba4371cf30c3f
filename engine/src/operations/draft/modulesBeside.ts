import { posix as path } from 'node:path';
import type { Files } from '../../ports/files.ts';
import { readScript } from './python/readScript.ts';

/** Modules that lie beside many others are not followed without end. */
const MOST = 30;

/** Files and packages of the project that a program imports, and what those import: Python looks beside the program first. */
export async function modulesBeside(
  modules: readonly string[],
  {
    file,
    root,
    files,
  }: { readonly file: string; readonly root: string; readonly files: Pick<Files, 'stats' | 'read'> },
): Promise<readonly string[]> {
  const folder = path.dirname(file);
  const found = new Set<string>();
  const queue = [...modules];
  const seen = new Set<string>();
  while (queue.length > 0 && found.size < MOST) {
    const [name = ''] = queue.shift()!.replace(/^\.+/, '').split('.');
    if (name === '' || seen.has(name)) continue;
    seen.add(name);
    const [script, packaged] = [path.join(folder, `${name}.py`), path.join(folder, name)];
    const stats = await files.stats([path.join(root, script), path.join(root, packaged, '__init__.py')]);
    if (stats[1]?.kind === 'file') found.add(packaged);
    else if (stats[0]?.kind === 'file' && script !== file) {
      found.add(script);
      queue.push(...readScript((await files.read(path.join(root, script))) ?? '', script).modules);
    }
  }
  return [...found].sort();
}
