import { fileURLToPath } from 'node:url';
import { launchBrowser, STAYS_ON_MACHINE } from '../../test/kit/vscode/browser.ts';
import { remoteAddress, startVscode, windowAddress } from '../../test/kit/vscode/server.ts';
import { setUpVscode } from '../../test/kit/vscode/setup.ts';
import { Workbench } from '../../test/kit/vscode/workbench.ts';
import { paintedAfter, watchPaint } from './painted.ts';

/** Milliseconds from the press on a lens. */
export interface Opening {
  /** Until the heading of the promotion is painted. */
  readonly page: number;
  /** Until its verdict, with all gates judged. */
  readonly judged: number;
  /** Until the heading of an extension is painted that shows nothing else. */
  readonly plain: number;
}

/** Opens a project in a real VS Code and presses the lenses of its card in turn, so often. */
export async function measurePage(folder: string, times: number): Promise<readonly Opening[]> {
  const machine = setUpVscode();
  if (machine === undefined) throw new Error('VS Code cannot be had on this machine.');
  const server = await startVscode(machine, { others: [fileURLToPath(new URL('plain', import.meta.url))] });
  const browser = await launchBrowser(machine.chromium, STAYS_ON_MACHINE);
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 960 } });
    const window = new Workbench(await context.newPage());
    const development = {
      extensionDevelopmentPath: remoteAddress(server.origin, server.extension),
      skipWelcome: 'true',
    };
    await window.open(windowAddress(server.origin, folder, development));
    await window.openFile('sigmoid.modelcard.yaml');
    const openings: Opening[] = [];
    for (let time = 0; time < times; time += 1)
      openings.push({ ...(await openPromotion(window)), plain: await openPlain(window) });
    return openings;
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function openPromotion(window: Workbench): Promise<Pick<Opening, 'page' | 'judged'>> {
  const page = await press(window, 'promote');
  const begin = performance.now();
  const verdict = window.panel().getByRole('heading', { level: 1 }).filter({ hasText: 'may become' });
  await verdict.waitFor({ timeout: 60_000 });
  const judged = page + performance.now() - begin;
  await window.command('View: Close Editor');
  return { page, judged };
}

async function openPlain(window: Workbench): Promise<number> {
  const painted = await press(window, 'plain');
  await window.command('View: Close Editor');
  return painted;
}

async function press(window: Workbench, title: string): Promise<number> {
  const lens = window.lens(title).first();
  await lens.waitFor({ timeout: 60_000 });
  // What the file asked for when it was opened has been answered.
  await window.page.waitForTimeout(1500);
  await watchPaint(window.page);
  await lens.click();
  return paintedAfter(window.page);
}
