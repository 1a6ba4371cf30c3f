import { join } from 'node:path';
import { test as base, chromium } from '@playwright/test';
import { BROWSER_ARGUMENTS, stayOnMachine } from '../kit/vscode/browser.ts';
import { repository } from '../kit/vscode/repository.ts';
import { remoteAddress, windowAddress, writeSettings } from '../kit/vscode/server.ts';
import { Workbench } from '../kit/vscode/workbench.ts';
import { workspaceCopy } from '../kit/vscode/workspaceCopy.ts';

interface Window {
  readonly workbench: Workbench;
  /** Sets settings of the user; those of an earlier call are gone. */
  set(settings: Readonly<Record<string, unknown>>): void;
  /** Takes a picture into .cache/screens. */
  picture(name: string): Promise<void>;
}

/** Tests of one file share a window on a copy of the workspace. */
export const test = base.extend<object, { window: Window }>({
  window: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const origin = variable('MODELYARD_VSCODE');
      const settingsFile = variable('MODELYARD_VSCODE_SETTINGS');
      const workspace = workspaceCopy();
      const browser = await chromium.launch({
        executablePath: variable('MODELYARD_CHROMIUM'),
        args: [...BROWSER_ARGUMENTS],
      });
      writeSettings(settingsFile);
      const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
      context.setDefaultTimeout(15_000);
      await stayOnMachine(context);
      const page = await context.newPage();
      const workbench = new Workbench(page);
      await workbench.open(
        windowAddress(origin, workspace.folder, {
          extensionDevelopmentPath: remoteAddress(origin, repository),
          skipWelcome: 'true',
        }),
      );
      await use({
        workbench,
        set: (settings) => writeSettings(settingsFile, settings),
        async picture(name) {
          await page.screenshot({ path: join(repository, '.cache/screens', `${name}.png`) });
        },
      });
      await browser.close();
      workspace.remove();
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
