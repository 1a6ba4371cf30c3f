import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { launchBrowser, stayOnMachine } from '../kit/vscode/browser.ts';
import { repository } from '../kit/vscode/repository.ts';
import { remoteAddress, windowAddress, writeSettings } from '../kit/vscode/server.ts';
import { Workbench } from '../kit/vscode/workbench.ts';
import { workspaceCopy } from '../kit/vscode/workspaceCopy.ts';

/** A window on a copy of the workspace, in a browser of its own. */
export interface Window {
  readonly workbench: Workbench;
  /** The open workspace. */
  readonly folder: string;
  /** Closes the window and opens the workspace in another one. */
  again(): Promise<Workbench>;
  /** Gives the open window another theme, such as `Light Modern`. */
  setTheme(theme: Theme): Promise<void>;
  /** Takes a picture into .cache/screens; not in CI, where nobody looks. */
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Theme -> the class that the workbench then has. */
export const THEMES = {
  'Dark Modern': 'vs-dark',
  'Light Modern': 'vs',
  'Default High Contrast': 'hc-black',
  'Default High Contrast Light': 'hc-light',
} as const;

export type Theme = keyof typeof THEMES;

/** As the choice of themes calls them. */
const LABELS: Readonly<Record<Theme, string>> = {
  'Dark Modern': 'Dark Modern',
  'Light Modern': 'Light Modern',
  'Default High Contrast': 'Dark High Contrast',
  'Default High Contrast Light': 'Light High Contrast',
};

/** Opens a window where the user has these settings; there is one at a time. */
export async function openWindow(settings: Readonly<Record<string, unknown>> = {}): Promise<Window> {
  const origin = variable('MODELYARD_VSCODE');
  const workspace = workspaceCopy();
  writeSettings(variable('MODELYARD_VSCODE_SETTINGS'), settings);
  const browser = await launchBrowser(variable('MODELYARD_CHROMIUM'));
  const context = await browser.newContext({ viewport: { width: 1280, height: 960 } });
  context.setDefaultTimeout(20_000);
  await stayOnMachine(context);
  const open = async () => {
    page = await context.newPage();
    const workbench = new Workbench(page);
    await workbench.open(
      windowAddress(origin, workspace.folder, {
        extensionDevelopmentPath: remoteAddress(origin, variable('MODELYARD_VSCODE_EXTENSION')),
        skipWelcome: 'true',
      }),
    );
    return workbench;
  };
  let page: Page;
  return {
    workbench: await open(),
    folder: workspace.folder,
    async again() {
      await page.close();
      return open();
    },
    async setTheme(theme) {
      await new Workbench(page).choose('Preferences: Color Theme', LABELS[theme]);
      await page.locator(`.monaco-workbench.${THEMES[theme]}`).waitFor();
    },
    async picture(name) {
      if (process.env['CI'] === undefined)
        await page.screenshot({ path: join(repository, '.cache/screens', `${name}.png`) });
    },
    async close() {
      await browser.close();
      workspace.remove();
    },
  };
}

/** Runs a pipeline in a terminal of its own, to its end. */
export function runPipeline(folder: string, pipeline: string): void {
  execFileSync(process.execPath, [program, 'run', pipeline], { cwd: folder, stdio: 'pipe' });
}

/** Begins a run as `runPipeline` does; tells when it has ended. */
export function beginPipeline(folder: string, pipeline: string): Promise<unknown> {
  const child = spawn(process.execPath, [program, 'run', pipeline], { cwd: folder, stdio: 'ignore' });
  return once(child, 'exit');
}

const program = join(repository, 'bin/modelyard.mjs');

/** Tests of one file share a window. */
export const test = base.extend<object, { window: Window }>({
  window: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const window = await openWindow();
      await use(window);
      await window.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

export { expect } from '@playwright/test';

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: start these tests with npm run test:vscode -- ui`);
  return value;
}
