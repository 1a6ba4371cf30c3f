import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.ts';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly integrity?: string }>>;
}

/**
 * Folder of a package of another platform, at the version of package-lock.json, fetched into `cache` once.
 * Throws where the lock does not name it, or where what came is not what the lock has the hash of.
 */
export function fetchPackage(name: string, root: string, cache: string): string {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const { version, integrity } = lock.packages[`node_modules/${name}`] ?? {};
  if (version === undefined || integrity === undefined)
    throw new Error(`package-lock.json has no version and hash of ${name}.`);
  const folder = join(cache, `${name.replace('/', '-')}-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'fetch-'));
  try {
    const packed = npm(['pack', `${name}@${version}`, '--json', '--silent'], work);
    const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
    const found = `sha512-${createHash('sha512')
      .update(readFileSync(join(work, filename)))
      .digest('base64')}`;
    if (found !== integrity) throw new Error(`${name}@${version} is ${found}, but package-lock.json has ${integrity}.`);
    execFileSync('tar', ['-xzf', filename], { cwd: work });
    renameSync(join(work, 'package'), folder);
    return folder;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
