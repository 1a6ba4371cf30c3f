import type { CompareView, Tile } from '../../webviews/compare/protocol.ts';
import { curvesOfRuns, pagesOfRuns } from '../kit/webviews/comparedCurves.ts';
import { type ComparedRuns, flightModels, flightRuns } from '../kit/webviews/comparedRuns.ts';
import type { PageInBrowser, PageOptions } from '../kit/webviews/pageInBrowser.ts';
import { THEMES } from '../kit/webviews/themes.ts';
import { expect, test } from './test.ts';

function optionsOf(runs: ComparedRuns, chosen: readonly string[], options: Partial<PageOptions> = {}): PageOptions {
  return {
    page: 'compare',
    theme: 'dark',
    width: 1440,
    height: 1000,
    subject: { root: 'file:///p', experiments: ['flight-delay'], runs: chosen },
    answers: {
      runTable: (asked) => runs.told(asked),
      runFilter: () => runs.filtered(() => true),
      models: () => flightModels(runs),
      curves: curvesOfRuns(runs),
      runPage: pagesOfRuns(runs),
    },
    ...options,
  };
}

async function expectSound(opened: PageInBrowser): Promise<void> {
  expect(await opened.axe()).toEqual([]);
  expect(await opened.violations()).toEqual([]);
  expect(opened.errors).toEqual([]);
}

/** The page as it is left with these charts. */
async function keepTiles({ page }: PageInBrowser, tiles: readonly Tile[]): Promise<void> {
  await page.evaluate(
    (kept) => {
      const state = JSON.parse(sessionStorage.getItem('state') ?? '{}');
      state.state.comparison.view.tiles = kept;
      sessionStorage.setItem('state', JSON.stringify(state));
    },
    tiles as CompareView['tiles'],
  );
  await page.reload();
  await page.locator('.tile').first().waitFor();
}

for (const theme of THEMES)
  test(`charts of a selection in ${theme}`, async ({ open }) => {
    test.slow();
    const runs = flightRuns(49);
    const opened = await open(optionsOf(runs, runs.ids.slice(1, 6), { theme }));
    const { page } = opened;
    await expect(page.getByRole('img', { name: /^log_loss by step, 6 runs: lowest/ })).toBeVisible();
    await expect(page.getByRole('img', { name: /^Parameters to roc_auc: 49 runs/ })).toBeVisible();
    await expect(page.getByRole('img', { name: /on the Pareto front/ })).toBeVisible();
    await opened.picture(`charts-${theme}`);
    await expectSound(opened);
    await page.getByRole('button', { name: 'Settings of Parameters to roc_auc' }).click();
    await page.getByRole('button', { name: 'Settings of log_loss ↓' }).click();
    await page.locator('.tile summary').first().click();
    await opened.picture(`charts-settings-${theme}`);
    await expectSound(opened);
  });

for (const theme of THEMES)
  test(`evaluations of a selection in ${theme}`, async ({ open }) => {
    test.slow();
    const runs = flightRuns(12);
    const opened = await open(optionsOf(runs, runs.ids.slice(1, 6), { theme }));
    const { page } = opened;
    await page.locator('.tile').first().waitFor();
    await keepTiles(opened, [
      { kind: 'evaluation', chart: 'roc' },
      { kind: 'evaluation', chart: 'pr' },
      { kind: 'evaluation', chart: 'calibration' },
    ]);
    await expect(page.getByRole('img', { name: /^Calibration: / })).toBeVisible();
    await opened.picture(`charts-evaluation-${theme}`);
    await expectSound(opened);
  });

test('a brush narrows the page by pointer and by keyboard, and its chip takes it away', async ({ open }) => {
  const runs = flightRuns(49);
  const { page } = await open(optionsOf(runs, runs.ids.slice(1, 4)));
  const plot = page.locator('.parallel');
  await expect(page.getByRole('img', { name: /^Parameters to roc_auc/ })).toBeVisible();
  const box = (await plot.boundingBox())!;
  const last = box.x + box.width - 52;
  await page.mouse.move(last, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(last, box.y + 100, { steps: 4 });
  await page.mouse.up();
  const tile = page.locator('.tile').nth(1);
  await expect(page.locator('.brushes .chip')).toContainText('roc_auc 0.70');
  await expect(tile.locator('h3')).toContainText(/\d+ of 49 in brush/);
  const narrowed = await page.getByRole('grid').getAttribute('aria-rowcount');
  await page.locator('.brushes .chip').click();
  await expect(page.locator('.brushes .chip')).toHaveCount(0);
  expect(await page.getByRole('grid').getAttribute('aria-rowcount')).not.toBe(narrowed);
  await plot.focus();
  await plot.press('ArrowRight');
  await plot.press('ArrowRight');
  await plot.press('b');
  await expect(page.locator('.brushes .chip')).toContainText('max_leaves');
  await expect(page.locator('.sr[role=status]').last()).toContainText('Brush: max_leaves');
  await plot.press('ArrowDown');
  await plot.press('Delete');
  await expect(page.locator('.brushes .chip')).toHaveCount(0);
  await plot.press('Alt+ArrowLeft');
  await expect(page.locator('.parallel svg text').first()).toContainText('max_leaves');
});

test('curves are zoomed, smoothed, read by keyboard and light their run elsewhere', async ({ open }) => {
  const runs = flightRuns(20);
  const opened = await open(optionsOf(runs, runs.ids.slice(2, 5)));
  const { page } = opened;
  const plot = page.locator('.tile').first().locator('.chart-plot');
  await expect(plot.getByRole('img')).toBeVisible();
  await plot.focus();
  await plot.press('ArrowRight');
  await expect(plot.locator('.chart-hover')).toContainText('step 0');
  await plot.press(']');
  await expect(page.locator('.legend-item.lit').first()).toBeVisible();
  await plot.press('+');
  const domain = () => plot.locator('svg text.m').allTextContents();
  const before = await domain();
  await opened.tell({ kind: 'changed', topics: ['runs'] });
  await expect.poll(domain).toEqual(before);
  await plot.press('0');
  await expect.poll(domain).not.toEqual(before);
  await page.getByRole('slider', { name: 'Smoothing' }).fill('0.9');
  await expect(plot.locator('path.raw')).toHaveCount(4);
  expect(opened.errors).toEqual([]);
});

test('a point of the scatter is hovered, read and selected', async ({ open }) => {
  const runs = flightRuns(20);
  const { page } = await open(optionsOf(runs, runs.ids.slice(2, 5)));
  const plot = page.locator('.tile').nth(2).locator('.chart-plot');
  await plot.focus();
  await plot.press('ArrowRight');
  await expect(plot.locator('.chart-hover')).toContainText('roc_auc');
  const chosen = page.locator('[aria-selected=true]');
  const before = await chosen.count();
  await plot.press('Enter');
  await expect(chosen).not.toHaveCount(before);
});

test('a chart is saved as a drawing and as a picture, with nothing left to resolve', async ({ open }) => {
  const runs = flightRuns(20);
  const opened = await open(optionsOf(runs, runs.ids.slice(2, 5)));
  const { page } = opened;
  const tile = page.locator('.tile').nth(1);
  await tile.getByRole('button', { name: /^Settings/ }).click();
  await tile.getByRole('button', { name: 'Save SVG' }).click();
  await tile.getByRole('button', { name: 'Save PNG' }).click();
  const saved = () => opened.sent.filter((message) => message.kind === 'save');
  await expect.poll(() => saved().length).toBe(2);
  const [svg, png] = saved().map(({ name, bytes }) => ({ name, bytes: Buffer.from(Object.values(bytes)) }));
  const drawing = svg?.bytes.toString('utf8') ?? '';
  expect([svg?.name, png?.name]).toEqual(['Parameters-to-roc_auc.svg', 'Parameters-to-roc_auc.png']);
  expect(drawing).not.toContain('var(');
  expect(drawing).toContain('data:image/png');
  expect(png?.bytes.subarray(1, 4).toString()).toBe('PNG');
  for (const { name, bytes } of saved()) await opened.keep(`export-${name}`, Buffer.from(Object.values(bytes)));
  expect(await opened.violations()).toEqual([]);
});

test('10,000 runs and a million points are drawn, at 400 pixels too', async ({ open }) => {
  test.slow();
  const runs = flightRuns(10_000);
  const opened = await open(optionsOf(runs, [runs.ids[12]!, ...runs.ids.slice(100, 160)]));
  const { page } = opened;
  await expect(page.getByText(/^1 in 3,333 points/)).toBeVisible();
  await expect(page.getByText('and 53 in grey').first()).toBeVisible();
  await opened.picture('charts-many');
  await expectSound(opened);
  await page.setViewportSize({ width: 400, height: 900 });
  await opened.picture('charts-narrow');
  await expectSound(opened);
});

test('runs without histories, figures or evaluations say so', async ({ open }) => {
  const runs = flightRuns(3);
  const opened = await open({
    ...optionsOf(runs, []),
    answers: {
      runTable: (asked) => runs.told(asked),
      models: () => [],
      curves: () => ({ names: [], curves: [] }),
    },
  });
  const { page } = opened;
  await expect(page.getByText('Nothing is selected: the first 3 runs shown')).toBeVisible();
  await expect(page.getByText('log_loss by step')).toHaveCount(0);
  await page.getByRole('button', { name: /^Settings of roc_auc/ }).click();
  await page.getByLabel('Chart', { exact: true }).selectOption('evaluation');
  await expect(page.getByText(/^None of these runs has an evaluation/)).toBeVisible();
  await expectSound(opened);
});
