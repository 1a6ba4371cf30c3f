import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Frame, Page } from '@playwright/test';
import { openHost } from '../../engine/src/adapters/host.ts';
import { launchBrowser, stayOnMachine } from '../../test/kit/vscode/browser.ts';
import { remoteAddress, startVscode, type VscodeServer, windowAddress } from '../../test/kit/vscode/server.ts';
import { setUpVscode } from '../../test/kit/vscode/setup.ts';
import { Workbench } from '../../test/kit/vscode/workbench.ts';
import { editorScrolling, type FrameWork, scrolling } from './scrolling.ts';

/** Milliseconds, and megabytes. */
export interface Comparison {
  readonly cold: number;
  readonly again: number;
  /** Of `again` what VS Code waits for its own service worker, before any page of an extension is loaded. */
  readonly worker: number;
  readonly filter: number;
  readonly frame: number;
  /** The same of VS Code's own editor in this window. */
  readonly editorFrame: number;
  /** What the processor did in a frame, on the thread of the page. */
  readonly work: FrameWork;
  readonly live: number;
  /** What the page adds to the workbench, whose heap it shares in a browser; both without what can be collected. */
  readonly memory: number;
}

const CELL = '[role=grid] [role=rowheader], [role=grid] [role=gridcell]';

/** Opens a project in a real VS Code and compares its runs. */
export async function measureComparison(folder: string): Promise<Comparison> {
  const machine = setUpVscode();
  if (machine === undefined) throw new Error('VS Code cannot be had on this machine.');
  const server = await startVscode(machine);
  const browser = await launchBrowser(machine.chromium);
  try {
    return await measureIn(browser, await openedWindow(browser, server, folder), folder);
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function openedWindow(browser: Browser, { origin, extension }: VscodeServer, folder: string): Promise<Workbench> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 960 } });
  await stayOnMachine(context);
  const window = new Workbench(await context.newPage());
  const development = { extensionDevelopmentPath: remoteAddress(origin, extension), skipWelcome: 'true' };
  await window.open(windowAddress(origin, folder, development));
  await window.sidePanel();
  await window.rows('Experiments', 'sweep').first().waitFor({ timeout: 60_000 });
  return window;
}

async function measureIn(browser: Browser, window: Workbench, folder: string): Promise<Comparison> {
  const workbench = await heapOf(window.page);
  const cold = await opening(window);
  await window.command('View: Close All Editors');
  const again = await opening(window);
  const frame = await window.panelFrame();
  const [worker, filter] = [await waitForWorker(frame), await filtering(window)];
  const { between, work } = await scrolling(browser, frame);
  // NaN where it does not show within ten seconds.
  const live = await logging(window, folder).catch(() => Number.NaN);
  const memory = (await heapOf(window.page)) - workbench;
  const lines = Array.from({ length: 10_000 }, (_, at) => `${at} `.repeat(40));
  writeFileSync(join(folder, 'lines.txt'), lines.join('\n'));
  await window.openFile('lines.txt');
  await window.page.waitForTimeout(1000);
  const editorFrame = await editorScrolling(window.page);
  return { cold, again, worker, filter, frame: between, editorFrame, work, live, memory };
}

/** Megabytes after a collection. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
  return (await page.evaluate<number>('performance.memory.usedJSHeapSize')) / 1e6;
}

/** VS Code marks it in the frame around that of the page. */
async function waitForWorker(frame: Frame): Promise<number> {
  const at = (mark: string) => `performance.getEntriesByName('webview/index.html/content/${mark}')[0]?.startTime`;
  const waited = await frame.parentFrame()?.evaluate<number>(`${at('workerReady')} - ${at('started')}`);
  return waited ?? Number.NaN;
}

/** The palette has the command; from its Enter on. */
async function opening(window: Workbench): Promise<number> {
  const { page } = window;
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill('>Modelyard: Compare Runs');
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await page.waitForTimeout(500);
  const begin = performance.now();
  await page.keyboard.press('Enter');
  await window.panel().locator(CELL).nth(20).waitFor({ timeout: 60_000 });
  return performance.now() - begin;
}

/** Median of several filters, measured in the page: from the last key of each to the frame in which the count of runs is another. */
async function filtering(window: Workbench): Promise<number> {
  const field = window.panel().getByRole('combobox', { name: 'Filter runs' });
  const frame = await window.panelFrame();
  const times: number[] = [];
  for (const share of [3, 5, 7, 2, 4]) {
    await field.fill('');
    await field.pressSequentially('metrics.metric_3 > 0.', { delay: 30 });
    await window.page.waitForTimeout(1000);
    await frame.evaluate(WATCH_COUNT);
    await window.page.keyboard.press(String(share));
    times.push(await frame.evaluate<number>('globalThis.benchCounted'));
  }
  await field.fill('');
  await field.press('Enter');
  await window.page.waitForTimeout(500);
  return times.toSorted((a, b) => a - b)[2] ?? Number.NaN;
}

/** Not longer than half a minute. */
const WATCH_COUNT = `
  globalThis.benchCounted = new Promise((resolve, reject) => {
    const count = () => document.querySelector('.foot').textContent;
    const before = count();
    let begin;
    const hear = () => { begin = performance.now(); };
    addEventListener('keydown', hear, { capture: true, once: true });
    setTimeout(() => reject(new Error('the filter changed nothing')), 30_000);
    const look = () => {
      if (count() === before) requestAnimationFrame(look);
      else resolve(begin === undefined ? NaN : performance.now() - begin);
    };
    look();
  }); undefined`;

/** Another process logs a metric of a run at work, again and again. */
async function logging(window: Workbench, folder: string): Promise<number> {
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  try {
    const { runs } = await host.stores(folder);
    const { id } = await runs.createRun({
      experiment: 'sweep',
      name: 'at work',
      startTime: Date.now(),
      user: 'ada',
      hold: true,
    });
    await runs.log(id, { metrics: [{ key: 'metric_0', value: 0.5, step: 0, timestamp: Date.now() }] });
    const grid = window.panel().getByRole('grid');
    await showOnly(window, 'work');
    const times: number[] = [];
    for (let step = 1; step <= 5; step += 1) {
      const value = (11 * step + 10) / 100;
      const begin = performance.now();
      await runs.log(id, { metrics: [{ key: 'metric_0', value, step, timestamp: Date.now() }] });
      await grid
        .getByText(new RegExp(`^${value.toFixed(2)}`))
        .first()
        .waitFor({ timeout: 10_000 });
      times.push(performance.now() - begin);
      await window.page.waitForTimeout(1000);
    }
    await runs.finish(id, 'finished', Date.now());
    return times.toSorted((a, b) => a - b)[2] ?? Number.NaN;
  } finally {
    await host.close();
  }
}

/** Has the grid show the runs of a filter. */
async function showOnly(window: Workbench, filter: string): Promise<void> {
  const field = window.panel().getByRole('combobox', { name: 'Filter runs' });
  await field.fill(filter);
  await field.press('Enter');
  await window.panel().locator('.filter [role="status"]', { hasText: /^1 of/ }).waitFor({ timeout: 30_000 });
}
