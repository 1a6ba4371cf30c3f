import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { launchBrowser, stayOnMachine } from '../kit/vscode/browser.ts';
import { repository } from '../kit/vscode/repository.ts';
import { windowAddress } from '../kit/vscode/server.ts';
import { Workbench } from '../kit/vscode/workbench.ts';

/** A user with a browser: opens and closes windows of a VS Code that has the extension installed. */
export interface User {
  /** Opens a folder, or nothing; a folder that is open in another window too is opened again. */
  open(folder?: string): Promise<Workbench>;
  /** Takes a picture of a window into .cache/screens; not in CI, where nobody looks. */
  picture(window: Workbench, name: string): Promise<void>;
  /** Ends the browser, and with it every window. */
  leave(): Promise<void>;
}

export async function user(): Promise<User> {
  const browser = await launchBrowser(variable('MODELYARD_CHROMIUM'));
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1280, height: 960 } });
  context.setDefaultTimeout(20_000);
  await stayOnMachine(context);
  return {
    async open(folder) {
      const workbench = new Workbench(await context.newPage());
      await workbench.open(windowAddress(variable('MODELYARD_VSCODE'), folder, {}));
      return workbench;
    },
    async picture(window, name) {
      if (process.env['CI'] === undefined)
        await window.page.screenshot({ path: join(repository, '.cache/screens', `${name}.png`) });
    },
    leave: () => browser.close(),
  };
}

/** A new folder, on a path with a space and letters that are not ASCII; with a copy of `content` in it. */
export function folder(content?: string): { readonly path: string; remove(): void } {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'modelyard-installed-')));
  const path = join(parent, 'Flüge und Schiffe');
  mkdirSync(path);
  if (content !== undefined) cpSync(join(repository, content), path, { recursive: true });
  return { path, remove: () => rmSync(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set: start these tests with npm run test:vscode -- installed`);
  return value;
}
