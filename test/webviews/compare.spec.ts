import type { RunFilterAsked } from '../../engine/src/tracking/table/runTable.ts';
import type { Choice } from '../../webviews/shared/protocol.ts';
import { ComparedRuns, flightModels, flightRuns } from '../kit/webviews/comparedRuns.ts';
import type { PageInBrowser, PageOptions } from '../kit/webviews/pageInBrowser.ts';
import { THEMES } from '../kit/webviews/themes.ts';
import { expect, test } from './test.ts';

function optionsOf(runs: ComparedRuns, options: Partial<PageOptions> = {}): PageOptions {
  return {
    page: 'compare',
    theme: 'dark',
    width: 1440,
    subject: { root: 'file:///p', experiments: ['flight-delay'] },
    answers: {
      runTable: (asked) => runs.told(asked),
      runFilter: ({ filter }: RunFilterAsked) => runs.filtered((place) => filter.includes('0.7') && place % 3 === 0),
      models: () => flightModels(runs),
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

for (const theme of THEMES)
  test(`49 runs in ${theme}`, async ({ open }) => {
    const runs = flightRuns(49);
    const opened = await open(
      optionsOf(runs, {
        theme,
        subject: { root: 'file:///p', experiments: ['flight-delay'], runs: runs.ids.slice(1, 4) },
      }),
    );
    await expect(opened.page.locator('h1')).toContainText('is the best of 49');
    await opened.picture(`compare-${theme}`);
    await expectSound(opened);
  });

test('no runs: what will appear, and no table', async ({ open }) => {
  const opened = await open(optionsOf(flightRuns(0)));
  await expect(opened.page.locator('h1')).toHaveText('No runs yet');
  await expect(opened.page.getByRole('grid')).toHaveCount(0);
  await expectSound(opened);
});

test('one run: its own figure, without words of comparison', async ({ open }) => {
  const opened = await open(optionsOf(flightRuns(1)));
  await expect(opened.page.locator('h1')).toHaveText(/^[0-9a-f]{4} has roc_auc 0\.7050$/);
  await expect(opened.page.locator('.verdict')).not.toContainText('better');
  await expectSound(opened);
});

test('three runs fit every width', async ({ open }) => {
  const opened = await open(optionsOf(flightRuns(3)));
  await expect(opened.page.locator('h1')).toContainText('of 3');
  for (const width of [1440, 800, 400]) {
    await opened.page.setViewportSize({ width, height: 900 });
    await expectSound(opened);
    await opened.picture(`compare-three-${width}`);
  }
});

test('the keyboard reaches everything of the table', async ({ open }) => {
  const runs = flightRuns(49);
  const opened = await open(optionsOf(runs));
  const { page } = opened;
  await expect(page.locator('h1')).toContainText('is the best of 49');
  await page.locator('.grid [tabindex="0"]').focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect(page.locator('[role="row"][aria-selected="true"]')).toHaveCount(1);
  await expect(page.locator('.foot')).toContainText('1 selected');
  const focused = () => page.evaluate('document.activeElement.closest("[role=row]").textContent');
  const id = ((await focused()) as string).slice(0, 40);
  await page.keyboard.press('p');
  await expect(page.locator('.foot')).toContainText('1 selected, 1 pinned');
  expect(((await focused()) as string).includes('pinned')).toBe(true);
  await page.keyboard.press('b');
  await expect(page.locator('h1')).toContainText('No run is better than the baseline');
  await expect(page.locator('.grid-row').first()).toContainText('baseline');
  await page.keyboard.press('b');
  await expect(page.locator('h1')).toContainText('better than production');
  await page.keyboard.press('d');
  await expect(page.getByRole('button', { name: /Only what differs/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('.bar')).toContainText('10 of 11');
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('c');
  await expect(page.getByRole('tab', { name: 'Charts' })).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByRole('combobox', { name: 'Filter runs' })).toBeFocused();
  await page.keyboard.press('Escape');
  expect(await page.evaluate('document.activeElement.closest(".grid") !== null')).toBe(true);
  expect(id.length).toBeGreaterThan(4);
  await expectSound(opened);
});

test('a figure is explained by F2 and copied with all its digits', async ({ open }) => {
  const opened = await open(optionsOf(flightRuns(49)));
  const { page } = opened;
  await expect(page.locator('h1')).toContainText('is the best of 49');
  const cell = page.locator('.grid-row').nth(1).locator('.grid-cell:has(.figures)').first();
  await cell.click();
  await page.keyboard.press('F2');
  await expect(page.locator('.pop')).toContainText('95% interval');
  await expect(page.locator('.pop')).toContainText('better: the intervals have no value in common');
  await page.keyboard.press('Escape');
  await expect(page.locator('.pop')).toHaveCount(0);
  await page.keyboard.press('Control+c');
  await expect.poll(() => opened.sent.find(({ kind }) => kind === 'copy')).toMatchObject({ text: /^0\.70\d{6,}$/ });
});

test('heads sort, add a key and turn; columns are resized and hidden', async ({ open }) => {
  const opened = await open(optionsOf(flightRuns(49)));
  const { page } = opened;
  const auc = page.getByRole('columnheader', { name: /^roc_auc/ });
  await expect(auc).toHaveAttribute('aria-sort', 'descending');
  await auc.click();
  await expect(auc).toHaveAttribute('aria-sort', 'ascending');
  await page.getByRole('columnheader', { name: /^log_loss/ }).click({ modifiers: ['Shift'] });
  await expect(page.getByRole('columnheader', { name: /^log_loss/ })).toContainText('2');
  const choose = async (pick: (id: string, isPicked: boolean) => boolean) => {
    const choices = () =>
      opened.sent.flatMap((message) => (message.kind === 'command' ? [message.argument as Choice] : []));
    const before = choices().length;
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    await expect.poll(() => choices().length).toBe(before + 1);
    const { act = '', items = [] } = choices().at(-1) ?? {};
    const ids = items.filter(({ id, isPicked = false }) => pick(id, isPicked)).map(({ id }) => id);
    await opened.tell({ kind: 'act', act, argument: { ids } });
  };
  await choose((id, isPicked) => id === 'metrics.roc_auc:best' || (isPicked && id !== 'metrics.brier'));
  await expect(page.getByRole('columnheader', { name: /^roc_auc best/ })).toHaveCount(1);
  await expect(page.getByRole('columnheader', { name: /^brier/ })).toHaveCount(0);
  await opened.picture('compare-columns');
  await choose((id) => id === 'reset');
  await expect(page.getByRole('columnheader', { name: /^brier/ })).toHaveCount(1);
  await expectSound(opened);
});

test('runs are grouped with mean and spread, and a group opens', async ({ open }) => {
  const opened = await open(optionsOf(flightRuns(49)));
  const { page } = opened;
  await page.getByRole('button', { name: /Group: none/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'features' }).click();
  await page.keyboard.press('Escape');
  await expect(page.locator('.grid-group')).toHaveCount(3);
  await expect(page.locator('.grid-group').first()).toContainText(/0\.7\d+ ± 0\.00/);
  await opened.picture('compare-grouped');
  await page.locator('.grid-title').first().click();
  await expect(page.locator('.grid-title[aria-expanded="true"]')).toHaveCount(1);
  await expectSound(opened);
});

test('a filter completes, applies, is refused with its place, and can be cleared', async ({ open }) => {
  const runs = flightRuns(49);
  const opened = await open(
    optionsOf(runs, {
      answers: {
        ...optionsOf(runs).answers,
        runFilter: ({ filter }) => {
          if (filter.includes('>>'))
            return {
              kind: 'refused',
              reason: 'filter-syntax',
              message: `The filter ${filter} is wrong at character 18: expected a number.`,
              next: 'Write comparisons joined by AND.',
            };
          return runs.filtered((place) => !filter.includes('9') && place % 3 === 0);
        },
      },
    }),
  );
  const { page } = opened;
  const field = page.getByRole('combobox', { name: 'Filter runs' });
  await page.locator('h1').waitFor();
  await page.keyboard.press('/');
  await field.fill('metrics.ro');
  await expect(page.getByRole('option').first()).toContainText('metrics.roc_auc');
  await page.keyboard.press('ArrowDown');
  await opened.picture('compare-completions');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('metrics.roc_auc ');
  await field.fill("metrics.roc_auc > 0.7 AND params.learner = 'gbdt'");
  await expect(page.locator('.filter [role="status"]')).toHaveText('17 of 49');
  await field.fill('metrics.roc_auc >> 0.7');
  await expect(page.locator('.filter-wrong')).toContainText('wrong at character 18');
  await expect(page.locator('.filter [role="status"]')).toHaveText('17 of 49');
  await opened.picture('compare-refused');
  await expectSound(opened);
  await field.fill('metrics.roc_auc > 0.9');
  await expect(page.locator('h1')).toHaveText(/^metrics\.roc_auc > 0\.9 leaves none; the highest is 0\.7\d+$/);
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(page.locator('h1')).toContainText('is the best of 49');
  await expect(field).toHaveValue('');
});

test('NaN, infinity and what was never logged stay apart; names are text', async ({ open }) => {
  const runs = flightRuns(4);
  const odd = {
    id: 'metrics.odd',
    values: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, undefined],
  };
  const name = '<img src=x onerror=alert(1)>"\'';
  const named = { id: `params.${name}`, values: [name, name.repeat(40), 'b', undefined] };
  const made = new ComparedRuns(runs.ids, [...runs.columns, odd, named]);
  const opened = await open(optionsOf(made, { subject: { root: 'file:///p', experiments: [name.repeat(9)] } }));
  const { page } = opened;
  await expect(page.locator('.grid-row')).toHaveCount(4);
  await expect(page.locator('.grid')).toContainText('NaN');
  await expect(page.locator('.grid')).toContainText('∞');
  await expect(page.locator('.grid')).toContainText('−∞');
  await expect(page.locator('main img')).toHaveCount(0);
  await expectSound(opened);
});

test('the run under the pointer is lit in charts, while lines pass under it when they rest', async ({ open }) => {
  const { page } = await open(optionsOf(flightRuns(49)));
  const lit = page.locator('.hovered');
  await page.locator('[aria-rowindex="4"] [role="rowheader"]').hover();
  await expect(lit).toBeVisible();
  const [x, y] = [await lit.getAttribute('cx'), await lit.getAttribute('cy')];
  await page.mouse.wheel(0, 24 * 9);
  await expect(page.locator('[aria-rowindex="13"]')).toBeInViewport();
  await expect.poll(async () => [await lit.getAttribute('cx'), await lit.getAttribute('cy')]).not.toEqual([x, y]);
  await page.mouse.move(5, 5);
  await expect(lit).toHaveCount(0);
});

test('a store that goes away leaves the table, and its return mends it', async ({ open }) => {
  const runs = flightRuns(49);
  const opened = await open(optionsOf(runs));
  const { page } = opened;
  await expect(page.locator('h1')).toContainText('is the best of 49');
  const before = opened.answers;
  opened.answers = {
    ...before,
    runTable: () => ({ kind: 'refused', reason: 'store', message: 'runs.db is gone', next: 'Put it back.' }),
  };
  await opened.tell({ kind: 'changed', topics: ['runs'] });
  await expect(page.locator('[role="alert"]')).toContainText('runs.db is gone');
  await expect(page.locator('.grid-row').first()).toBeVisible();
  opened.answers = before;
  await opened.tell({ kind: 'changed', topics: ['runs'] });
  await expect(page.locator('[role="alert"]')).toHaveCount(0);
});

test('10,000 runs: live changes wait behind a chip while one reads, and all is as it was after a reload', async ({
  open,
}) => {
  const runs = flightRuns(10_000, { metrics: 40, params: 30 });
  const opened = await open(optionsOf(runs));
  const { page } = opened;
  await expect(page.locator('h1')).toContainText('is the best of 10,000');
  await page.locator('.grid').evaluate((grid) => grid.scrollTo({ top: 24_000 }));
  await expect(page.locator('.grid-row[aria-rowindex="1005"]')).toBeVisible();
  const texts = () => page.locator('.grid-row[aria-rowindex="1005"]').textContent();
  const before = await texts();
  const after = runs.withNew('f'.repeat(32), 2_000);
  opened.answers = { ...opened.answers, runTable: (asked) => (asked.since ? after.news(asked) : after.told(asked)) };
  await opened.tell({ kind: 'changed', topics: ['runs'] });
  await expect(page.locator('.changes')).toContainText('1 new: apply');
  await opened.picture('compare-10000');
  expect(await texts()).toBe(before);
  await page.locator('.changes').click();
  await expect(page.locator('.changes')).toHaveCount(0);
  await page.getByRole('tab', { name: 'What differs' }).click();
  await page.locator('.grid-row[aria-rowindex="1005"] .grid-box').click();
  // The scroll is kept a moment after it ended.
  await expect
    .poll(() => page.evaluate('JSON.parse(sessionStorage.state).state.comparison.scroll.top'))
    .toBeGreaterThan(20_000);
  const top = await page.locator('.grid').evaluate((grid) => grid.scrollTop);
  await page.reload();
  await expect(page.locator('h1')).toContainText('is the best of 10,001');
  await expect(page.getByRole('tab', { name: 'What differs' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('.foot')).toContainText('1 selected');
  await expect.poll(() => page.locator('.grid').evaluate((grid) => grid.scrollTop)).toBe(top);
  expect(opened.errors).toEqual([]);
});
