// Makes VSIX files, each with the native files of one platform, in vsix/.
//   npm run package -- --target linux-x64 [--target ...] [--no-build] [--try]
//     --no-build: of dist/ as it is      --try: has this machine's package train the sample project
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { extensionManifest, namedFiles } from './extensionManifest.ts';
import { fetchPackage } from './fetchPackage.ts';
import { partFor } from './machO.ts';
import { packageProblems } from './packageProblems.ts';
import { packageReadme } from './packageReadme.ts';
import { sizesByPart } from './sizesByPart.ts';
import { type StagedFile, stagePlan } from './stagePlan.ts';
import { duckDbPackage, isTarget, TARGETS, type Target } from './targets.ts';
import { thirdPartyNotices } from './thirdPartyNotices.ts';
import { tryPackage } from './tryPackage.ts';
import { packVsix } from './vsce.ts';
import { zipEntries } from './zipEntries.ts';

const MOST_BYTES = 50 * 1024 * 1024;

const root = fileURLToPath(new URL('../../', import.meta.url));
const cache = join(root, '.cache/package');
const { values } = parseArgs({
  options: {
    target: { type: 'string', multiple: true, default: [] },
    build: { type: 'boolean', default: true },
    try: { type: 'boolean', default: false },
  },
  allowNegative: true,
});

const targets = values.target.filter(isTarget);
if (targets.length === 0 || targets.length < values.target.length) {
  console.error(`Give --target with one of ${TARGETS.join(', ')}.`);
  process.exit(2);
}
if (values.build) execFileSync(process.execPath, [join(root, 'esbuild.mjs')], { cwd: root, stdio: 'inherit' });
for (const target of targets) {
  makePackage(target);
  if (values.try && target === `${process.platform}-${process.arch}`) await tryPackage(join(cache, target), target);
}

function makePackage(target: Target): void {
  const packageFolder = (name: string) => installed(name) ?? fetched(name, target);
  const files = stagePlan(target, { root, packageFolder });
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  const written = {
    // All of the folder belongs to the package; vsce asks for such a file.
    '.vscodeignore': '',
    'package.json': `${JSON.stringify(extensionManifest(manifest), undefined, 2)}\n`,
    'README.md': packageReadme(readFileSync(join(root, 'README.md'), 'utf8')),
    'ThirdPartyNotices.txt': thirdPartyNotices(join(root, 'dist'), files, packageFolder),
  };
  const folder = join(cache, target);
  stage(folder, target, files, written);
  const vsix = join(root, 'vsix', `modelyard-${String(manifest['version'])}-${target}.vsix`);
  mkdirSync(dirname(vsix), { recursive: true });
  packVsix(folder, target, vsix, cache);
  refuse(vsix, target, namedFiles(manifest));
}

function installed(name: string): string | undefined {
  const folder = join(root, 'node_modules', name);
  return existsSync(folder) ? folder : undefined;
}

/** DuckDB's package of another platform is not installed here. */
function fetched(name: string, target: Target): string | undefined {
  return name === duckDbPackage(target) ? fetchPackage(name, root, join(cache, 'natives')) : undefined;
}

function stage(
  folder: string,
  target: Target,
  files: readonly StagedFile[],
  written: Readonly<Record<string, string>>,
): void {
  const processor = target.split('-')[1]!;
  rmSync(folder, { recursive: true, force: true });
  for (const { from, to } of files) {
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    if (to.endsWith('.dylib')) writeFileSync(join(folder, to), partFor(processor, readFileSync(from)));
    else copyFileSync(from, join(folder, to));
  }
  for (const [to, text] of Object.entries(written)) writeFileSync(join(folder, to), text);
}

/** Reads the package that came out; ends with 1 where it must not be shipped. */
function refuse(vsix: string, target: Target, named: readonly string[]): void {
  const zip = readFileSync(vsix);
  const entries = zipEntries(zip);
  const inside = entries.flatMap(({ path }) =>
    path.startsWith('extension/') ? [path.slice('extension/'.length)] : [],
  );
  const problems = [...packageProblems(target, inside, named)];
  if (zip.length > MOST_BYTES) problems.push(`it has ${zip.length} bytes, more than ${MOST_BYTES}`);
  console.log(`\n${relative(root, vsix)}  ${mebibytes(zip.length)}, ${entries.length} files`);
  for (const { part, packed, bytes } of sizesByPart(entries))
    console.log(`  ${part.padEnd(36)} ${mebibytes(packed).padStart(10)}  of ${mebibytes(bytes)}`);
  for (const problem of problems) console.error(`  wrong: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(2)} MiB`;
}
