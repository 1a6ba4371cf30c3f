import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * The Python with the pinned tools of bench/requirements.txt, or of bench/requirements-TOOL.txt for one that does not go with the
 * others; installed when they are not there yet (needs PyPI).
 */
export function benchPython(tool?: string): string {
  const requirements = join(root, `bench/requirements${tool === undefined ? '' : `-${tool}`}.txt`);
  const folder = join(root, `.cache/${tool ?? 'bench'}-venv`);
  return pythonWith(requirements, folder);
}

/**
 * The Python of a virtual environment with what a requirements file pins; made, or made anew, where it is not so yet (needs PyPI).
 * `patience`: milliseconds after which it gives up, in silence.
 */
export function pythonWith(
  requirements: string,
  folder: string,
  { patience }: { readonly patience?: number } = {},
): string {
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const mark = join(folder, 'requirements.sha256');
  if (existsSync(python) && existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return python;
  console.log(`Installing ${requirements} into ${folder} ...`);
  mkdirSync(folder, { recursive: true });
  const how = patience === undefined ? { stdio: 'inherit' as const } : { stdio: 'ignore' as const, timeout: patience };
  execFileSync('python3', ['-m', 'venv', folder], how);
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements], how);
  writeFileSync(mark, wanted);
  return python;
}
