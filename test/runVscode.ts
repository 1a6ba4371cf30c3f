/**
 * Tests of the extension in a real VS Code on Linux: `npm run test:vscode`, or one part of it, `npm run test:vscode -- host`
 * and `-- ui`. What it needs is put into .cache/vscode once. Ends with 2 when that cannot be had here.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundleHostTests, runHostTests } from './kit/vscode/hostTests.ts';
import { repository } from './kit/vscode/repository.ts';
import { startVscode, type VscodeServer } from './kit/vscode/server.ts';
import { type Machine, setUpVscode } from './kit/vscode/setup.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(parts: readonly string[]): Promise<number> {
  const machine = setUpVscode();
  if (machine === undefined) return 2;
  const build = spawnSync(process.execPath, ['esbuild.mjs'], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (build.status !== 0) return 1;
  const server = await startVscode(machine);
  try {
    const wanted = (part: string) => parts.length === 0 || parts.includes(part);
    const host = wanted('host') ? await hostPart(machine, server) : 0;
    const ui = wanted('ui') ? uiPart(machine, server) : 0;
    return host === 0 && ui === 0 ? 0 : 1;
  } finally {
    await server.stop();
  }
}

async function hostPart(machine: Machine, server: VscodeServer): Promise<number> {
  const began = performance.now();
  const run = await runHostTests(machine, server, await bundleHostTests());
  for (const { title, milliseconds, error } of run.results) {
    console.log(`${error === undefined ? '✔' : '✖'} ${title} (${milliseconds} ms)`);
    if (error !== undefined) console.log(error.replaceAll(/^/gm, '    '));
  }
  if (run.code !== 0 && run.results.length === 0) console.log(run.log.slice(-40).join('\n'));
  const failed = run.results.filter(({ error }) => error !== undefined).length;
  console.log(
    `extension host: ${run.results.length - failed} passed, ${failed} failed, ${seconds(began)} s${run.reason === undefined ? '' : `; ${run.reason}`}\n`,
  );
  return run.results.length === 0 ? 1 : run.code;
}

/** Playwright's own runner, in a process of its own; a browser is started for it, none is downloaded. */
function uiPart(machine: Machine, server: VscodeServer): number {
  const began = performance.now();
  const program = join(createRequire(import.meta.url).resolve('@playwright/test/package.json'), '../cli.js');
  const run = spawnSync(
    process.execPath,
    [program, 'test', '--config', join(repository, 'test/ui/playwright.config.ts')],
    {
      cwd: repository,
      stdio: 'inherit',
      env: {
        ...process.env,
        MODELYARD_VSCODE: server.origin,
        MODELYARD_VSCODE_EXTENSION: server.extension,
        MODELYARD_VSCODE_SETTINGS: server.settingsFile,
        MODELYARD_CHROMIUM: machine.chromium,
      },
    },
  );
  console.log(`workbench: ${seconds(began)} s\n`);
  return run.status ?? 1;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
