import {
  comparedArtifactRows,
  comparedPage,
  comparedPreview,
  differencesOf,
  pairedWith,
} from '../kit/webviews/comparedPages.ts';
import { flightModels, flightRuns } from '../kit/webviews/comparedRuns.ts';
import type { PageInBrowser, PageOptions } from '../kit/webviews/pageInBrowser.ts';
import { THEMES } from '../kit/webviews/themes.ts';
import { expect, test } from './test.ts';

function optionsOf(selected: number, options: Partial<PageOptions> = {}): PageOptions {
  const runs = flightRuns(6);
  const place = (id: string) => Math.max(0, [...runs.ids].reverse().indexOf(id)) % 4;
  return {
    page: 'compare',
    theme: 'dark',
    width: 1440,
    height: 1000,
    subject: { root: 'file:///p', experiments: ['flight-delay'], runs: runs.ids.slice(-1 - selected, -1) },
    answers: {
      runTable: (asked) => runs.told(asked),
      models: () => flightModels(runs),
      runDifferences: ({ runs: ids }) => differencesOf(ids),
      pairedRun: ({ run, slices }) => pairedWith(place(run), slices),
      pairing: () => null,
      dataMoves: () => ({
        added: 14_201,
        removed: 0,
        changed: null,
        columns: [
          { name: 'delay', shift: 0.31, how: 'mean 8.1 → 9.4, std 38 → 41' },
          { name: 'passenger', shift: 0.08, how: '' },
        ],
        columnsInAll: 6,
      }),
      runPage: ({ run }) => comparedPage(run, place(run)),
      runParts: ({ run }) => ({ steps: [], artifacts: comparedArtifactRows(place(run)) }),
      artifactPreview: ({ run, path }) => comparedPreview(path, place(run)),
    },
    ...options,
  };
}

async function expectSound(opened: PageInBrowser): Promise<void> {
  const beyond = () => opened.page.evaluate('document.documentElement.scrollWidth - innerWidth');
  await expect.poll(beyond).toBeLessThanOrEqual(0);
  expect(await opened.axe()).toEqual([]);
  expect(await opened.violations()).toEqual([]);
  expect(opened.errors).toEqual([]);
}

// Four parts, each judged by axe.
test.describe.configure({ timeout: 120_000 });

const TABS = ['What differs', 'Slices', 'Confusion', 'Artifacts'];

for (const theme of THEMES)
  test(`parts about the selection in ${theme}`, async ({ open }) => {
    const opened = await open(optionsOf(3, { theme }));
    for (const tab of TABS) {
      await opened.page.getByRole('tab', { name: tab }).click();
      await expect(opened.page.getByRole('tabpanel').getByText('baseline', { exact: true }).first()).toBeVisible();
      await opened.picture(`compare-tab-${tab.replaceAll(' ', '-').toLowerCase()}-${theme}`);
      await expectSound(opened);
    }
  });

test('parts about the selection fit every width', async ({ open }) => {
  const opened = await open(optionsOf(3));
  for (const tab of TABS)
    for (const width of [800, 400]) {
      await opened.page.setViewportSize({ width, height: 900 });
      await opened.page.getByRole('tab', { name: tab }).click();
      await expect(opened.page.getByRole('tabpanel').getByText('baseline', { exact: true }).first()).toBeVisible();
      await expectSound(opened);
      await opened.picture(`compare-tab-${tab.replaceAll(' ', '-').toLowerCase()}-${width}`);
    }
});

test('what differs has a column for each run, and opens what changed in the editor', async ({ open }) => {
  const opened = await open(optionsOf(3));
  const { page } = opened;
  await page.getByRole('tab', { name: 'What differs' }).click();
  const params = page.getByRole('table', { name: 'Parameters' });
  await expect(params.getByRole('columnheader')).toHaveCount(5);
  await expect(params).toContainText('<b>quoted</b> "name"');
  await expect(page.getByText('3 differ, 12 equal')).toBeVisible();
  await expect(page.getByText('Not known of', { exact: false })).toBeVisible();
  await page
    .getByRole('button', { name: /Open what changed in flight-delay\.pipeline\.yaml/ })
    .first()
    .click();
  const [run, other] = opened.sent.flatMap((message) =>
    message.kind === 'command' && message.command === 'openDiff'
      ? [(message.argument as { run: string }).run, (message.argument as { other: string }).other]
      : [],
  );
  const runs = flightRuns(6).ids;
  expect(other).toBe(runs.at(-1));
  expect(runs).toContain(run);
  await page.getByRole('button', { name: 'Read how values moved' }).click();
  await expect(page.getByRole('table', { name: 'Columns of flights that moved' })).toContainText('mean 8.1 → 9.4');
  await expect(page.getByText('sensitive')).toBeVisible();
  await expectSound(opened);
});

test('metrics are held against each other on the same rows, and why one is not is said', async ({ open }) => {
  const opened = await open(optionsOf(3));
  const { page } = opened;
  await expect(page.getByRole('heading', { level: 1 })).toContainText('better than production by 0.0011');
  await page.getByRole('tab', { name: 'What differs' }).click();
  const metrics = page.getByRole('table', { name: 'Metrics' });
  await expect(metrics.getByRole('row', { name: /^roc_auc/ })).toContainText('better by 0.0011');
  await expect(metrics.getByRole('row', { name: /^roc_auc/ })).toContainText('[0.0002, 0.0020]');
  await expect(page.getByText(/paired with \S+ on the 373,769 rows that both were scored on/)).toBeVisible();
  await expect(page.getByText(/unpaired, by its intervals alone: they share 12 rows; 30 are needed\.$/)).toBeVisible();
  await expectSound(opened);
});

test('slices are held against each other on the rows of both, and why one is not is said', async ({ open }) => {
  const opened = await open(optionsOf(2));
  const { page } = opened;
  await page.getByRole('tab', { name: 'Slices' }).click();
  const slices = page.getByRole('table', { name: /of slices by origin/ });
  await expect(slices.getByText('better by 0.004').first()).toBeVisible();
  await expect(slices.getByText('[0.001, 0.010]').first()).toBeVisible();
  await expect(page.getByText(/paired with \S+ on the rows of each slice that both were scored on/)).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search origin' }).fill('LAS');
  await expect(slices.getByText('unpaired: they share 12 rows; 30 are needed')).toBeVisible();
  await expectSound(opened);
});

test('what is measured says how far it is, and is stopped where nobody wants it any more', async ({ open }) => {
  const measured = { share: 0.42, message: 'resampling 373,769 rows of the run a and the run b by origin' };
  const answers = { ...optionsOf(2).answers, pairedRun: 'never' as const, pairing: () => measured };
  const opened = await open(optionsOf(2, { answers }));
  const { page } = opened;
  await page.getByRole('tab', { name: 'Slices' }).click();
  await expect(page.getByText('42%, resampling 373,769 rows of the run a and the run b by origin')).toBeVisible();
  await expect(page.getByText(/until then unpaired, by its intervals alone/)).toBeVisible();
  await expectSound(opened);
  await page.getByRole('tab', { name: 'Confusion' }).click();
  const stopped = () =>
    opened.sent.flatMap((message) =>
      message.kind === 'ask' && message.question === 'pairing' && !message.params.isWanted
        ? [message.params.slices]
        : [],
    );
  await expect.poll(stopped).toContain('origin');
});

test('slices are searched, files are told apart run by run', async ({ open }) => {
  const opened = await open(optionsOf(2));
  const { page } = opened;
  await page.getByRole('tab', { name: 'Slices' }).click();
  const slices = page.getByRole('table', { name: /of slices by origin/ });
  await expect(slices.getByRole('row')).toHaveCount(9);
  await page.getByRole('searchbox', { name: 'Search origin' }).fill('no such place');
  await expect(page.getByText('No slice matches')).toBeVisible();
  await page.getByRole('tab', { name: 'Artifacts' }).click();
  await page.getByRole('button', { name: 'evaluate/report.html' }).click();
  await expect(page.getByText('Not in this run')).toBeVisible();
  await page.getByRole('button', { name: 'specs/flight-delay.pipeline.yaml' }).click();
  await expect(page.locator('.marked .added').filter({ hasText: 'max_leaves' }).first()).toBeVisible();
  await expectSound(opened);
});

test('one run alone: nothing to differ from', async ({ open }) => {
  const opened = await open(optionsOf(1, { answers: { ...optionsOf(1).answers, models: () => [] } }));
  await opened.page.getByRole('tab', { name: 'What differs' }).click();
  await expect(opened.page.getByText('One run differs from nothing')).toBeVisible();
  await expectSound(opened);
});
