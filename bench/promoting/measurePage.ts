import type { Frame } from '@playwright/test';
import { launchBrowser, stayOnMachine } from '../../test/kit/vscode/browser.ts';
import { remoteAddress, startVscode, windowAddress } from '../../test/kit/vscode/server.ts';
import { setUpVscode } from '../../test/kit/vscode/setup.ts';
import { Workbench } from '../../test/kit/vscode/workbench.ts';

/** Milliseconds from the press on the lens. */
export interface Opening {
  /** Until VS Code has written the page into its frame: nothing of an extension can be seen before. */
  readonly frame: number;
  /** Until the gates' rows are there. */
  readonly page: number;
  /** Until the verdict with all gates judged. */
  readonly judged: number;
}

/** Opens a project in a real VS Code and presses the lens of its card, so often. */
export async function measurePage(folder: string, times: number): Promise<readonly Opening[]> {
  const machine = setUpVscode();
  if (machine === undefined) throw new Error('VS Code cannot be had on this machine.');
  const server = await startVscode(machine);
  const browser = await launchBrowser(machine.chromium);
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 960 } });
    await stayOnMachine(context);
    const window = new Workbench(await context.newPage());
    const development = {
      extensionDevelopmentPath: remoteAddress(server.origin, server.extension),
      skipWelcome: 'true',
    };
    await window.open(windowAddress(server.origin, folder, development));
    await window.openFile('sigmoid.modelcard.yaml');
    const openings: Opening[] = [];
    for (let time = 0; time < times; time += 1) {
      openings.push(await opening(window));
      await window.command('View: Close Editor');
    }
    return openings;
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function opening(window: Workbench): Promise<Opening> {
  const lens = window.lens('promote').first();
  await lens.waitFor({ timeout: 60_000 });
  await window.page.waitForTimeout(1500);
  const begin = Date.now();
  const since = () => Date.now() - begin;
  await lens.click();
  await window.panel().locator('[data-gate]').first().waitFor({ timeout: 60_000 });
  const page = since();
  const verdict = window.panel().getByRole('heading', { level: 1 }).filter({ hasText: 'may become' });
  await verdict.waitFor({ timeout: 60_000 });
  const judged = since();
  return { page, judged, frame: (await writtenAt(await window.panelFrame())) - begin };
}

/** When the frame around that of the page had its content, as VS Code marks it; milliseconds since 1970. */
async function writtenAt(frame: Frame): Promise<number> {
  const mark = `performance.getEntriesByName('webview/index.html/content/wroteInnerContent')[0]?.startTime`;
  return (await frame.parentFrame()?.evaluate<number>(`performance.timeOrigin + ${mark}`)) ?? Number.NaN;
}
