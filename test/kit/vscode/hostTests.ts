import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import type { Page } from '@playwright/test';
import { build } from 'esbuild';
import { launchBrowser, stayOnMachine } from './browser.ts';
import { repository } from './repository.ts';
import { remoteAddress, type VscodeServer, windowAddress } from './server.ts';
import type { Machine } from './setup.ts';
import { workspaceCopy } from './workspaceCopy.ts';

/** How a test in the extension host ended. */
export interface HostResult {
  readonly title: string;
  readonly milliseconds: number;
  /** The error's stack, where it failed. */
  readonly error?: string;
}

export interface HostRun {
  /** 0 when all passed; else 1, or 70 and above when there is no result. */
  readonly code: number;
  readonly reason?: string;
  readonly results: readonly HostResult[];
  /** All that extensions and workbench wrote to the console. */
  readonly log: readonly string[];
}

/** Milliseconds: a minute and a half where nothing else runs. */
const ENDS_WITHIN = 300_000;

/** Bundles the suites for an extension host; returns the file whose `run` they begin with. */
export async function bundleHostTests(): Promise<string> {
  const outdir = join(repository, '.cache/vscode-tests/host');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: repository,
    entryPoints: ['test/host/run.ts', 'test/host/*.suite.ts'],
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return join(outdir, 'run.cjs');
}

/** Runs the suites in an extension host of the server, on a copy of the workspace. */
export async function runHostTests(machine: Machine, server: VscodeServer, tests: string): Promise<HostRun> {
  const results = join(repository, '.cache/vscode-tests/host-results.json');
  mkdirSync(join(results, '..'), { recursive: true });
  rmSync(results, { force: true });
  const workspace = workspaceCopy();
  const browser = await launchBrowser(machine.chromium);
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await stayOnMachine(context);
    const page = await context.newPage();
    const ending = await watch(page);
    await page.goto(
      windowAddress(server.origin, workspace.folder, {
        extensionDevelopmentPath: remoteAddress(server.origin, server.extension),
        extensionTestsPath: remoteAddress(server.origin, tests),
        extensionEnvironment: JSON.stringify({ MODELYARD_TEST_RESULTS: results }),
        skipWelcome: 'true',
      }),
    );
    const ended = await ending.ended;
    return { ...ended, results: readResults(results), log: ending.log };
  } finally {
    await browser.close();
    workspace.remove();
  }
}

/** The workbench calls these functions of the page with what it logs and with the exit code of the tests. */
async function watch(page: Page) {
  const log: string[] = [];
  const { promise, resolve } = Promise.withResolvers<Pick<HostRun, 'code' | 'reason'>>();
  await page.exposeFunction('codeAutomationLog', (type: string, words: readonly unknown[]) => {
    log.push(`[${type}] ${format(...words)}`);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => resolve({ code }));
  page.on('crash', () => resolve({ code: 70, reason: 'the page crashed' }));
  const timer = setTimeout(() => resolve({ code: 71, reason: `no end within ${ENDS_WITHIN} ms` }), ENDS_WITHIN);
  return { log, ended: promise.finally(() => clearTimeout(timer)) };
}

function readResults(file: string): readonly HostResult[] {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly HostResult[]) : [];
}
