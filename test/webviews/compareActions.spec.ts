import type { ChangeExplanation } from '../../engine/src/operations/models/explain/explanation.ts';
import { type CompareView, NEW_VIEW } from '../../webviews/compare/protocol.ts';
import type { FromPage } from '../../webviews/shared/protocol.ts';
import { flightModels, flightRuns } from '../kit/webviews/comparedRuns.ts';
import type { PageInBrowser, PageOptions } from '../kit/webviews/pageInBrowser.ts';
import { THEMES } from '../kit/webviews/themes.ts';
import { expect, test } from './test.ts';

const runs = flightRuns(49);
/** Those that stand on top of the table, the later of the first two first. */
const [first = '', second = '', third = ''] = onTop();
const production = runs.ids.at(-1) ?? '';
const CONTEXT_OF_THIRD = JSON.stringify({
  run: third,
  runs: [third],
  preventDefaultContextMenuItems: true,
  webviewRuns: 'one',
});

function onTop(): readonly string[] {
  const values = runs.columns.find(({ id }) => id === 'metrics.roc_auc')?.values ?? [];
  const figure = (place: number) => (values[place] as { readonly value: number } | undefined)?.value ?? 0;
  const [one = 0, other = 0, next = 0] = [...runs.ids.keys()].sort((a, b) => figure(b) - figure(a));
  return [Math.min(one, other), Math.max(one, other), next].map((place) => runs.ids[place] ?? '');
}

function optionsOf(options: Partial<PageOptions> = {}, selected: readonly string[] = [first, second]): PageOptions {
  return {
    page: 'compare',
    theme: 'dark',
    width: 1440,
    subject: { root: 'file:///p/flights', experiments: [], runs: selected },
    answers: {
      runTable: (asked) => runs.told(asked),
      models: () => flightModels(runs),
      explanation: () => ({ kind: 'told', value: null }),
    },
    ...options,
  };
}

const EXPLANATION: ChangeExplanation = {
  a: { run: second, model: null },
  b: { run: first, model: 'flight-delay:8' },
  pipeline: 'flight-delay',
  metric: 'log_loss',
  better: 'lower',
  from: 0.6445,
  to: 0.5788,
  difference: -0.0657,
  order: ['test-data:rows', 'data:rows', 'step:split', 'params:train'],
  orders: 1,
  noise: { sd: 0.0027, band: 0.0076, seeds: 5, values: { a: [0.6445], b: [0.5788] }, reason: null },
  contributions: [
    change('params:train', 'rounds, leaves', -0.07874, false, ['rounds 4, leaves 8', 'rounds 40, leaves 3']),
    change('test-data:rows', 'test rows of rows', 0.008877, false, [
      '8ff3dbbcc68d (600 rows)',
      '1813c7f07eea (700 rows)',
    ]),
    change('step:split', 'step <b>split</b>', 0.005296, true, ['test: 40%', 'test: 30%']),
  ],
  rest: -0.001133,
  notSwapped: [{ factor: 'data:rows', label: 'data rows', reason: 'Its version 8ff3dbbcc68d is gone.' }],
  notes: ['The runs were measured on other test rows: these are a factor of their own.'],
};

function change(
  factor: string,
  label: string,
  contribution: number,
  withinNoise: boolean,
  [before, after]: readonly [string, string],
) {
  return { factor, kind: 'params' as const, label, before, after, contribution, withinNoise };
}

const kept = { at: '2026-11-20T09:58:00.000Z', modelyard: '0.9.0', explanation: EXPLANATION };

async function expectSound(opened: PageInBrowser): Promise<void> {
  expect(await opened.axe()).toEqual([]);
  expect(await opened.violations()).toEqual([]);
  expect(opened.errors).toEqual([]);
}

function sentOf<K extends FromPage['kind']>(
  opened: PageInBrowser,
  kind: K,
): readonly (FromPage & { readonly kind: K })[] {
  return opened.sent.filter((message): message is FromPage & { readonly kind: K } => message.kind === kind);
}

function commandsOf(opened: PageInBrowser): readonly (readonly [string, unknown])[] {
  return sentOf(opened, 'command').map(({ command, argument }) => [command, argument]);
}

test('a row opens its menu by a button, and says for which runs it is', async ({ open }) => {
  const opened = await open(optionsOf());
  const row = opened.page.getByRole('row', { name: new RegExp(third.slice(0, 4)) }).first();
  await expect(row).toHaveAttribute('data-vscode-context', CONTEXT_OF_THIRD);
  await opened.page.evaluate(`addEventListener('contextmenu', ({ target }) => {
    globalThis.menuOf = target.closest('[data-vscode-context][role="row"]').dataset.vscodeContext;
  })`);
  await row.hover();
  await row.getByRole('button', { name: /Actions on run/ }).click();
  expect(await opened.page.evaluate('menuOf')).toBe(CONTEXT_OF_THIRD);
  const selected = opened.page.getByRole('row', { selected: true }).first();
  await expect(selected).toHaveAttribute('data-vscode-context', /"webviewRuns":"many"/);
  await opened.picture('compare-row-menu');
  await expectSound(opened);
});

test('keys and commands of the palette act on the selection', async ({ open }) => {
  const opened = await open(optionsOf());
  const { page } = opened;
  await page.getByRole('row', { selected: true }).first().getByRole('rowheader').click();
  await page.keyboard.press('s');
  await page.keyboard.press('o');
  await opened.tell({ kind: 'act', act: 'command', argument: { command: 'modelyard.reproduceRun' } });
  const both = { run: first, runs: [first, second] };
  await expect
    .poll(() => commandsOf(opened))
    .toEqual([
      ['modelyard.starRun', both],
      ['modelyard.openSpecOf', both],
      ['modelyard.reproduceRun', both],
    ]);
  await opened.tell({ kind: 'act', act: 'pin', argument: { runs: [third] } });
  await expect(
    page.getByRole('row', { name: /pinned/ }).or(page.locator('.grid-row', { hasText: 'pinned' })),
  ).toHaveCount(1);
  await opened.tell({ kind: 'act', act: 'baseline', argument: { runs: [third] } });
  await expect(page.locator('.grid-row.base')).toContainText(third.slice(0, 4));
  await opened.tell({ kind: 'act', act: 'production', argument: { runs: [first] } });
  await expect(page.locator('.grid-row.base')).toContainText(production.slice(0, 4));
  await page.keyboard.press('Control+Shift+C');
  await expect.poll(() => sentOf(opened, 'copy').length).toBe(1);
  const [copied] = sentOf(opened, 'copy');
  expect(copied?.text.split('\n').filter((line) => line.startsWith('| `'))).toHaveLength(2);
});

test('exports hold the shown runs and columns, in the form that was chosen', async ({ open }) => {
  const opened = await open(optionsOf());
  await opened.page.getByRole('button', { name: 'Export' }).click();
  const [[command, choice] = []] = commandsOf(opened);
  expect(command).toBe('choose');
  expect((choice as { readonly items: readonly { readonly id: string }[] }).items.map(({ id }) => id)).toEqual([
    'csv',
    'md',
    'json',
    'html',
    'svg',
    'png',
  ]);
  for (const id of ['csv', 'md', 'json', 'html'])
    await opened.tell({ kind: 'act', act: 'export', argument: { ids: [id] } });
  await expect.poll(() => sentOf(opened, 'save').length).toBe(4);
  const saved = sentOf(opened, 'save').map(
    ({ name, bytes }) => [name, new TextDecoder().decode(Uint8Array.from(Object.values(bytes)))] as const,
  );
  expect(saved.map(([name]) => name)).toEqual([
    'flights-runs.csv',
    'flights-runs.md',
    'flights-runs.json',
    'flights-runs.html',
  ]);
  const [csv, , json, html] = saved.map(([, text]) => text);
  expect(csv?.split('\r\n')).toHaveLength(51);
  expect(JSON.parse(json ?? '').runs).toHaveLength(49);
  const page = await opened.page.context().browser()!.newPage();
  await page.setContent(html ?? '');
  await expect(page.locator('tbody tr')).toHaveCount(49);
  await opened.keep('compare-export-html.png', await page.screenshot({ fullPage: true }));
  await page.close();
});

test('a view has a name, says that it was changed, and is looked through again', async ({ open }) => {
  const opened = await open(optionsOf());
  const { page } = opened;
  await page.getByRole('button', { name: 'Views' }).click();
  await opened.tell({ kind: 'act', act: 'saveViewAs', argument: {} });
  await expect.poll(() => commandsOf(opened).map(([command]) => command)).toEqual(['openView', 'saveView']);
  const [, [, asked] = ['', undefined]] = commandsOf(opened);
  const { view } = asked as { readonly view: CompareView };
  await opened.tell({ kind: 'act', act: 'viewSaved', argument: { name: 'weekly', view } });
  await expect(page.getByRole('button', { name: 'View weekly', exact: true })).toBeVisible();
  await opened.tell({ kind: 'act', act: 'pin', argument: { runs: [third] } });
  await expect(page.getByRole('button', { name: 'View weekly changed' })).toBeVisible();
  await opened.picture('compare-view-changed');
  await expectSound(opened);
  await page.getByRole('button', { name: 'Save view weekly' }).click();
  expect(commandsOf(opened).at(-1)).toEqual(['saveView', { name: 'weekly', view: { ...view, pinned: [third] } }]);
  await opened.tell({
    kind: 'act',
    act: 'view',
    argument: { name: 'best', view: { ...NEW_VIEW, onlyDiffering: true } },
  });
  await expect(page.getByRole('button', { name: 'View best', exact: true })).toBeVisible();
  await opened.tell({ kind: 'act', act: 'viewRenamed', argument: { from: 'best', to: 'of July' } });
  await expect(page.getByRole('button', { name: 'View of July', exact: true })).toBeVisible();
  await opened.tell({ kind: 'act', act: 'viewDeleted', argument: { name: 'of July' } });
  await expect(page.getByRole('button', { name: 'Views', exact: true })).toBeVisible();
});

test('a change is explained on request, in place, and can be stopped', async ({ open }) => {
  let isKnown = false;
  const opened = await open({
    ...optionsOf(),
    answers: { ...optionsOf().answers, explanation: () => ({ kind: 'told', value: isKnown ? kept : null }) },
  });
  const { page } = opened;
  await page.getByRole('tab', { name: 'Why it changed' }).click();
  await expect(page.getByText(/Swaps what differs between/)).toBeVisible();
  await opened.picture('compare-why-unasked');
  await page.getByRole('button', { name: 'Explain change' }).click();
  const pair = { a: second, b: first };
  expect(commandsOf(opened)).toEqual([['explain', pair]]);
  await opened.tell({
    kind: 'act',
    act: 'explaining',
    argument: { ...pair, done: 3, total: 14, message: 'rounds: train 63%' },
  });
  await expect(page.getByText('3 of 14: rounds: train 63%')).toBeVisible();
  await opened.picture('compare-why-working');
  await expectSound(opened);
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(commandsOf(opened).at(-1)).toEqual(['stopExplaining', pair]);
  await opened.tell({
    kind: 'act',
    act: 'explaining',
    argument: { ...pair, ended: 'refused', message: 'The run is gone', next: 'Name another.' },
  });
  await expect(page.getByRole('alert')).toContainText('The run is gone');
  isKnown = true;
  await opened.tell({ kind: 'act', act: 'explaining', argument: { ...pair, ended: 'done' } });
  await expect(page.getByRole('table', { name: /^What changed log_loss/ })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

for (const theme of THEMES)
  test(`an explanation in ${theme}`, async ({ open }) => {
    const options = optionsOf({ theme });
    const opened = await open({ ...options, answers: { ...options.answers, explanation: () => kept } });
    await opened.page.getByRole('tab', { name: 'Why it changed' }).click();
    const table = opened.page.getByRole('table', { name: /^What changed log_loss/ });
    await expect(table.getByRole('row')).toHaveCount(5);
    await expect(table).toContainText('−0.0787');
    await expect(table.getByRole('row', { name: /rounds, leaves/ })).toContainText('better');
    await expect(table.getByRole('row', { name: /step <b>split<\/b>/ })).toContainText('within noise');
    await opened.picture(`compare-why-${theme}`);
    await expectSound(opened);
  });
