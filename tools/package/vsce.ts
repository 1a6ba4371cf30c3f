import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.ts';
import type { Target } from './targets.ts';

const OWN = join(import.meta.dirname, 'vsce');

/** Packs the extension of `folder` into the file `vsix`, which is replaced. Installs vsce into `cache`, from its own lock, where it is not there. */
export function packVsix(folder: string, target: Target, vsix: string, cache: string): void {
  const given = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository'];
  const program = installVsce(cache);
  execFileSync(process.execPath, [program, 'package', '--target', target, '--out', vsix, ...given], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function installVsce(cache: string): string {
  const folder = join(cache, 'vsce');
  const program = join(folder, 'node_modules/@vscode/vsce/vsce');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(OWN, file), join(folder, file));
  npm(['ci', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--silent'], folder);
  return program;
}
