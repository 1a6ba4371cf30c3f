/**
 * Tests of the extension in a real VS Code on Linux: `npm run test:vscode`, or some parts of it, such as
 * `npm run test:vscode -- host ui`. What it needs is put into .cache/vscode once. The last line counts all tests.
 * Ends with 2 when VS Code cannot be had here.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundleHostTests, runHostTests } from './kit/vscode/hostTests.ts';
import { problemsInLogs, unhandledIn } from './kit/vscode/logs.ts';
import { repository } from './kit/vscode/repository.ts';
import { startVscode, type VscodeServer } from './kit/vscode/server.ts';
import { type Machine, setUpVscode } from './kit/vscode/setup.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

type Part = (machine: Machine) => Promise<Counts>;

/** By the word that asks for one of them. */
const PARTS: Readonly<Record<string, Part>> = {
  /** Pages of panels in a plain browser: themes, keys, accessibility, content policy. */
  webviews: ({ chromium }) => playwright('test/webviews/playwright.config.ts', { MODELYARD_CHROMIUM: chromium }),
  /** Mocha inside the extension host: what extensions see. */
  host: (machine) => withServer(machine, undefined, (server) => hostPart(machine, server)),
  /** Playwright in front of the workbench: what users see. */
  ui: (machine) =>
    withServer(machine, undefined, (server) =>
      playwright('test/ui/playwright.config.ts', {
        ...addresses(machine, server),
        MODELYARD_VSCODE_EXTENSION: server.extension,
      }),
    ),
  /** The same with the package that users install. */
  installed: async (machine) =>
    withServer(machine, await packed(), (server) =>
      playwright('test/installed/playwright.config.ts', addresses(machine, server)),
    ),
};

const REPORTERS = `list,json,${join(repository, 'test/kit/vscode/failuresAtOnce.ts')}`;

process.exitCode = await main(process.argv.slice(2));

async function main(asked: readonly string[]): Promise<number> {
  const parts = asked.length === 0 ? Object.keys(PARTS) : asked;
  const unknown = parts.find((part) => !(part in PARTS));
  if (unknown !== undefined) {
    console.error(`There is no part ${unknown}: ask for some of ${Object.keys(PARTS).join(', ')}.`);
    return 2;
  }
  const machine = setUpVscode();
  if (machine === undefined) return 2;
  if ((await run('build', ['esbuild.mjs'])) !== 0) return 1;
  const all = { passed: 0, failed: 0, skipped: 0 };
  for (const part of parts) {
    const began = performance.now();
    const counts = await PARTS[part]!(machine);
    console.log(`${part}: ${said(counts)}, ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
    all.passed += counts.passed;
    all.failed += counts.failed;
    all.skipped += counts.skipped;
  }
  console.log(`in VS Code: ${said(all)}`);
  return all.failed === 0 ? 0 : 1;
}

function said({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

async function withServer(
  machine: Machine,
  vsix: string | undefined,
  work: (server: VscodeServer) => Promise<Counts>,
): Promise<Counts> {
  const server = await startVscode(machine, vsix === undefined ? {} : { vsix });
  try {
    const counts = await work(server);
    const problems = problemsInLogs(server.logs);
    if (problems.length > 0) console.log(['✖ logs', ...problems].join('\n  '));
    return { ...counts, failed: counts.failed + (problems.length > 0 ? 1 : 0) };
  } finally {
    await server.stop();
  }
}

async function hostPart(machine: Machine, server: VscodeServer): Promise<Counts> {
  const { code, reason, results, log } = await runHostTests(machine, server, await bundleHostTests());
  for (const { title, milliseconds, error } of results) {
    console.log(`${error === undefined ? '✔' : '✖'} ${title} (${milliseconds} ms)`);
    if (error !== undefined) console.log(error.replaceAll(/^/gm, '    '));
  }
  if (code !== 0 && results.length === 0) console.log(log.slice(-40).join('\n'));
  if (reason !== undefined) console.log(reason);
  const unhandled = unhandledIn(log);
  if (unhandled.length > 0) console.log(['✖ not handled', ...unhandled].join('\n  '));
  const failed = results.filter(({ error }) => error !== undefined).length + (unhandled.length > 0 ? 1 : 0);
  // An extension host that ended early has told of no failure.
  const passed = results.filter(({ error }) => error === undefined).length;
  return { passed, failed: code === 0 ? failed : Math.max(1, failed), skipped: 0 };
}

function addresses(machine: Machine, server: VscodeServer): Readonly<Record<string, string>> {
  return {
    MODELYARD_VSCODE: server.origin,
    MODELYARD_VSCODE_SETTINGS: server.settingsFile,
    MODELYARD_CHROMIUM: machine.chromium,
  };
}

/** Playwright's own runner, in a process of its own; a browser is started for it, none is downloaded. */
async function playwright(config: string, variables: Readonly<Record<string, string>>): Promise<Counts> {
  const program = join(createRequire(import.meta.url).resolve('@playwright/test/package.json'), '../cli.js');
  const report = join(repository, '.cache/vscode-tests/playwright.json');
  rmSync(report, { force: true });
  const status = await run('pages', [program, 'test', '--config', join(repository, config), '--reporter', REPORTERS], {
    ...variables,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const counts = countsOf(report);
  return { ...counts, failed: status === 0 ? counts.failed : Math.max(1, counts.failed) };
}

function countsOf(report: string): Counts {
  try {
    const { stats } = JSON.parse(readFileSync(report, 'utf8')) as {
      readonly stats: Readonly<Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>>;
    };
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** The package of this machine, made of what was built. */
async function packed(): Promise<string> {
  const target = `${process.platform}-${process.arch}`;
  if ((await run('package', ['tools/package/main.ts', '--no-build', '--target', target])) !== 0)
    throw new Error(`the package for ${target} could not be made`);
  const name = readdirSync(join(repository, 'vsix')).find((file) => file.endsWith(`-${target}.vsix`));
  if (name === undefined) throw new Error(`vsix/ holds no package for ${target}`);
  return join(repository, 'vsix', name);
}

/**
 * Runs a script under our Node; what it says is shown, but of a build only what is wrong. Meanwhile what VS Code's server says
 * is read: a server whose pipe is full stands still, and every window with it.
 */
async function run(what: 'build' | 'package' | 'pages', words: readonly string[], variables = {}): Promise<number> {
  const stdout = what === 'pages' ? 'inherit' : 'ignore';
  const child = spawn(process.execPath, words, {
    cwd: repository,
    stdio: ['ignore', stdout, 'inherit'],
    env: { ...process.env, ...variables },
  });
  const [status] = await once(child, 'exit');
  return typeof status === 'number' ? status : 1;
}
