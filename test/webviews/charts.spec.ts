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
