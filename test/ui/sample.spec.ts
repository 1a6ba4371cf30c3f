import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser, stayOnMachine } from '../kit/vscode/browser.ts';
import { repository } from '../kit/vscode/repository.ts';
import { remoteAddress, windowAddress, writeSettings } from '../kit/vscode/server.ts';
import { Workbench } from '../kit/vscode/workbench.ts';
import { expect, test } from './test.ts';

/** Half a minute where nothing else runs; tests share their machine. */
const TRAINED_WITHIN = 90_000;

test('an empty window becomes the sample project, which trains its first model', async () => {
  test.setTimeout(150_000);
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'Erste Schritte ä ')));
  writeSettings(variable('MODELYARD_VSCODE_SETTINGS'), { 'files.simpleDialog.enable': true });
  const browser = await launchBrowser(variable('MODELYARD_CHROMIUM'));
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 960 } });
    context.setDefaultTimeout(20_000);
    await stayOnMachine(context);
    const page = await context.newPage();
    const workbench = new Workbench(page);
    const origin = variable('MODELYARD_VSCODE');
    const extensionDevelopmentPath = remoteAddress(origin, variable('MODELYARD_VSCODE_EXTENSION'));
    await workbench.open(windowAddress(origin, undefined, { extensionDevelopmentPath, skipWelcome: 'true' }));
    // The palette does not learn of extensions that come while it is open.
    await page.getByRole('tab', { name: 'Modelyard' }).waitFor();
    await workbench.ask('Modelyard: New Sample Project');
    await expect(
      page.locator('.quick-input-title', { hasText: 'Folder that the sample project is made in' }),
    ).toBeVisible();
    await workbench.answer(`${parent}/`);
    const began = performance.now();
    const version = join(parent, 'flights/registry/flight-delay/v1.version.yaml');
    await expect(async () => expect(existsSync(version)).toBe(true)).toPass({ timeout: TRAINED_WITHIN });
    console.log(`sample: a registered model ${Math.round(performance.now() - began)} ms after the folder was chosen`);
    await expect(page.locator('.tab.active[data-resource-name="flight-delay.pipeline.yaml"]')).toBeVisible();
    await page.screenshot({ path: join(repository, '.cache/screens/sample.png') });
  } finally {
    await browser.close();
    rmSync(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
});

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run npm run test:vscode`);
  return value;
}
