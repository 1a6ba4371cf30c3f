import type { RunPage } from '../../engine/src/operations/runs/page/runPage.ts';
import type { ArtifactPreview } from '../../server/src/views/runPage.ts';
import type { PageInBrowser, PageOptions } from '../kit/webviews/pageInBrowser.ts';
import { RUN_STATES, type RunState, roundsOf } from '../kit/webviews/runStates.ts';
import { liveRun } from '../kit/webviews/samplePages.ts';
import { THEMES } from '../kit/webviews/themes.ts';
import { expect, test } from './test.ts';

const LINES = Array.from({ length: 412 }, (_, i) => ({
  step: 'train',
  stream: i % 50 === 7 ? ('stderr' as const) : ('stdout' as const),
  text: `round ${i}  valid ${(0.42 + 1 / (i + 3)).toFixed(4)}`,
  at: new Date(Date.parse('2026-11-20T08:58:00Z') + i * 120).toISOString(),
}));

/** A picture of one point. */
const DOT = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

const ROWS: ArtifactPreview = {
  kind: 'table',
  columns: ['origin', 'distance', 'late_share_24h', 'a column whose name is long beyond all measure'],
  columnsInAll: 12,
  hidden: 1,
  rows: Array.from({ length: 50 }, (_, i) => [i % 9 === 4 ? null : 'LAS', 400 + i, 0.1 + 1 / (i + 3), i % 2 === 0]),
  rowsInAll: 373_764,
};

function optionsOf(page: RunPage, options: Partial<PageOptions> = {}): PageOptions {
  return {
    page: 'run',
    theme: 'dark',
    width: 1440,
    subject: { root: 'file:///p', run: page.id },
    answers: {
      runPage: () => page,
      series: ({ names }) => roundsOf(names),
      artifactPreview: () => ROWS,
      log: ({ from, lines }) => {
        const first = from < 0 ? Math.max(0, LINES.length + from) : from;
        return { total: LINES.length, from: first, lines: LINES.slice(first, first + lines) };
      },
    },
    ...options,
  };
}

async function expectSound(opened: PageInBrowser): Promise<void> {
  // Charts are drawn anew a frame after the page got another width.
  const beyond = () => opened.page.evaluate('document.documentElement.scrollWidth - innerWidth');
  await expect.poll(beyond).toBeLessThanOrEqual(0);
  expect(await opened.axe()).toEqual([]);
  expect(await opened.violations()).toEqual([]);
  expect(opened.errors).toEqual([]);
}

for (const state of Object.keys(RUN_STATES) as RunState[])
  test(`${state} fits every width`, async ({ open }) => {
    const opened = await open(optionsOf(RUN_STATES[state]()));
    await expect(opened.page.locator('h1')).toBeVisible();
    for (const width of [1440, 800, 400]) {
      await opened.page.setViewportSize({ width, height: 900 });
      await expectSound(opened);
      await opened.picture(`run-${state}-${width}`);
    }
  });

for (const theme of THEMES)
  test(`every tab in ${theme}`, async ({ open }) => {
    const opened = await open(optionsOf(RUN_STATES.binary(), { theme }));
    for (const tab of ['Results', /What differs/, 'Lineage', /Artifacts/, 'Log']) {
      await opened.page.getByRole('tab', { name: tab }).click();
      await expectSound(opened);
      await opened.picture(`run-tab-${theme}-${String(tab).replace(/\W/g, '')}`);
    }
  });

test('the threshold moves curves, confusion and sentence together', async ({ open }) => {
  const { page } = await open(optionsOf(RUN_STATES.binary()));
  const matrix = page.getByRole('table', { name: /Confusion matrix/ });
  await expect(matrix).toHaveAccessibleName('Confusion matrix at threshold 0.31');
  const before = await page.locator('.chart-plot circle.m1').first().getAttribute('cx');
  await page.getByRole('slider', { name: 'threshold' }).press('PageUp');
  await expect(matrix).not.toHaveAccessibleName('Confusion matrix at threshold 0.31');
  await expect(page.getByText(/point at threshold/)).not.toHaveText(/0\.31$/);
  expect(await page.locator('[aria-label^="ROC"] circle.m1').getAttribute('cx')).not.toBe(before);
  await page.getByRole('button', { name: 'back to 0.31' }).click();
  await expect(matrix).toHaveAccessibleName('Confusion matrix at threshold 0.31');
});

test('a chart is read and zoomed by keyboard, and keeps its zoom while rounds are added', async ({ open }) => {
  const run = RUN_STATES.live();
  const opened = await open(optionsOf(run, { live: [liveRun()] }));
  const { page } = opened;
  const plot = page.locator('.training .chart-plot');
  await plot.focus();
  await page.keyboard.press('Home');
  await expect(page.locator('.chart-hover')).toContainText('round 1');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.chart-hover')).toContainText('round 2');
  await page.keyboard.press('+');
  await expect(page.getByRole('button', { name: 'Show all' })).toBeVisible();
  const ticks = await plot.locator('text.m').allTextContents();
  opened.answers = { ...opened.answers, series: ({ names }) => roundsOf(names, 280) };
  await opened.tell({ kind: 'changed', topics: ['runs'] });
  await page.waitForTimeout(100);
  expect(await plot.locator('text.m').allTextContents()).toEqual(ticks);
  await expect(plot).toBeFocused();
  await page.keyboard.press('0');
  await expect(page.getByRole('button', { name: 'Show all' })).toBeHidden();
});

test('a live run says how far it is', async ({ open }) => {
  const opened = await open(optionsOf(RUN_STATES.live(), { live: [liveRun()] }));
  await expect(opened.page.locator('h1')).toHaveText('train 63%, 27 s left');
  await opened.tell({ kind: 'live', runs: [{ ...liveRun(), fraction: 0.71, secondsLeft: 20 }] });
  await expect(opened.page.locator('h1')).toHaveText('train 71%, 20 s left');
});

test('a name leads to its line, and a failed run goes on', async ({ open }) => {
  const opened = await open(optionsOf(RUN_STATES.failed()));
  await opened.page.getByRole('button', { name: 'train', exact: true }).click();
  await opened.page.getByRole('button', { name: 'Go on from train' }).click();
  const commands = opened.sent.filter((message) => message.kind === 'command');
  expect(commands.map(({ command }) => command)).toEqual(['openPlace', 'modelyard.resumeRun']);
  expect(commands[1]?.argument).toEqual({ root: 'file:///p', run: RUN_STATES.failed().id });
});

test('a file is looked at beside the list: rows, text, a picture', async ({ open }) => {
  const opened = await open(optionsOf(RUN_STATES.binary()));
  const { page } = opened;
  await page.getByRole('tab', { name: /Artifacts/ }).click();
  await expect(
    page.getByText('First 50 of 373,764 rows, first 4 of 12 columns; 1 sensitive column is left out'),
  ).toBeVisible();
  await expect(page.getByRole('region', { name: /^Rows of/ }).getByRole('row')).toHaveCount(51);
  const files = page.locator('button.file');
  opened.answers = { ...opened.answers, artifactPreview: () => ({ kind: 'text', text: 'lines\n', isCut: true }) };
  await files.nth(1).click();
  await expect(page.getByRole('region', { name: /^Text of/ })).toHaveText('lines');
  opened.answers = { ...opened.answers, artifactPreview: () => ({ kind: 'image', type: 'image/gif', base64: DOT }) };
  await files.nth(0).click();
  await expect(page.getByRole('img', { name: /./ }).last()).toHaveJSProperty('width', 1);
  await expectSound(opened);
  await page.getByRole('button', { name: 'Open in editor' }).click();
  expect(opened.sent.at(-1)).toMatchObject({ kind: 'command', command: 'openArtifact' });
});

test('a report that is asked for at a step begins there', async ({ open }) => {
  const run = RUN_STATES.binary();
  const { page } = await open(
    optionsOf(run, { width: 800, subject: { root: 'file:///p', run: run.id, step: 'evaluate' } }),
  );
  const step = page.getByRole('list').getByRole('button', { name: 'evaluate', exact: true });
  await expect(step).toBeFocused();
  await expect(step).toBeInViewport();
});

test('Ctrl+F finds words in all of a log', async ({ open }) => {
  const { page } = await open(optionsOf(RUN_STATES.binary()));
  await page.getByRole('tab', { name: 'Log' }).click();
  await expect(page.getByText('412 lines', { exact: true })).toBeVisible();
  await page.keyboard.press('Control+f');
  await expect(page.getByLabel('Search the log')).toBeFocused();
  await page.keyboard.type('ROUND 40');
  await expect(page.getByText('11 of 412 lines')).toBeVisible();
  await expect(page.locator('.log-line')).toHaveCount(11);
  await page.keyboard.type(' not there');
  await expect(page.getByText('No line has these words')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('log')).toContainText('round 411');
});

test('slices are searched, with a least number of rows', async ({ open }) => {
  const { page } = await open(optionsOf(RUN_STATES.manySlices()));
  const table = page.getByRole('table', { name: 'Slices by tail_number' });
  await expect(table.getByRole('row')).toHaveCount(9);
  await page.getByLabel('Search tail_number').fill('n-few');
  await expect(table).toContainText('fewer than 200 rows');
  await page.getByLabel('at least').fill('100');
  await expect(page.getByText('No slice matches')).toBeVisible();
});

test('a figure explains itself by F2', async ({ open }) => {
  const { page } = await open(optionsOf(RUN_STATES.binary()));
  await page.getByRole('button', { name: /^roc_auc 0\.713/ }).press('F2');
  await expect(page.getByRole('note')).toContainText('percentile bootstrap, 1,000 draws');
});
