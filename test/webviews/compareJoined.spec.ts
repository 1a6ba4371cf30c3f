import type { AlsoAsked, RunTableAsked, RunTableTold } from '../../engine/src/tracking/table/runTable.ts';
import { ComparedRuns, flightModels, flightRuns } from '../kit/webviews/comparedRuns.ts';
import type { PageInBrowser, PageOptions } from '../kit/webviews/pageInBrowser.ts';
import { THEMES } from '../kit/webviews/themes.ts';
import { expect, test } from './test.ts';

const own = flightRuns(20);
const both = joined(flightRuns(49), 29);
const MLRUNS = { id: 'mlruns', name: 'mlruns', isAway: false };

/** The first so many runs are another tool's. */
function joined({ ids, columns }: ComparedRuns, theirs: number): ComparedRuns {
  const source = {
    id: 'attributes.source',
    rank: 0,
    values: ids.map((_, place) => (place < theirs ? 'mlruns' : 'this project')),
  };
  const runs = new ComparedRuns(
    ids.map((id, place) => (place < theirs ? `${id}@mlruns` : id)),
    [source, ...columns],
  );
  // Another table than that of the project's own runs.
  runs.revision = 2;
  return runs;
}

const SOURCE = { kind: 'mlruns', place: 'mlruns', name: 'mlruns', id: 'mlruns' } as const;

interface Store {
  unread: boolean;
  readonly asked: RunTableAsked[];
}

function optionsOf(store: Store, options: Partial<PageOptions> = {}): PageOptions {
  return {
    page: 'compare',
    theme: 'dark',
    width: 1440,
    subject: { root: 'file:///p/flights', experiments: ['late'] },
    answers: {
      runTable: (asked): RunTableTold => {
        store.asked.push(asked);
        const runs = (asked.also ?? []).length === 0 ? own : both;
        const unread = [{ source: 'mlruns', message: 'mlruns is not there', next: 'Mount it again.' }];
        const told = runs.told(asked);
        return told.kind === 'table' && store.unread ? { ...told, unread } : told;
      },
      models: () => flightModels(own),
      sources: () => ({ sources: [SOURCE], unreadable: [] }),
      experiments: ({ source }) => [
        {
          source: source ?? null,
          name: source === undefined ? 'late' : 'fares',
          runs: 29,
          live: 0,
          place: null,
          branches: [],
        },
      ],
      explanation: () => ({ kind: 'told', value: null }),
    },
    ...options,
  };
}

async function expectSound(opened: PageInBrowser): Promise<void> {
  expect(await opened.axe()).toEqual([]);
  expect(await opened.violations()).toEqual([]);
  expect(opened.errors).toEqual([]);
}

/** What the page offered last, as the editor lists it. */
function offered(
  opened: PageInBrowser,
): readonly { readonly id: string; readonly label: string; readonly group?: string }[] {
  const choices = opened.sent.flatMap((message) =>
    message.kind === 'command' && message.command === 'choose' ? [message.argument as { readonly items: never }] : [],
  );
  return choices.at(-1)?.items ?? [];
}

test('runs of another tool are added from a list, shown with their source, and taken away again', async ({ open }) => {
  const store: Store = { unread: false, asked: [] };
  const opened = await open(optionsOf(store));
  const { page } = opened;
  const found = page.locator('.filter [role="status"]');
  await expect(found).toHaveText('20 runs');
  await page.getByRole('button', { name: 'Add runs' }).click();
  await expect.poll(() => offered(opened).length).toBe(1);
  const [fares] = offered(opened);
  expect([fares?.label, fares?.group]).toEqual(['fares', 'mlruns']);
  await opened.tell({ kind: 'act', act: 'also', argument: { ids: [fares?.id] } });
  await expect(found).toHaveText('49 runs');
  await expect(page.getByRole('button', { name: /new: apply|new,/ })).toHaveCount(0);
  const also: readonly AlsoAsked[] = [{ source: 'mlruns', experiments: ['fares'] }];
  expect(store.asked.at(-1)?.also).toEqual(also);
  await expect(page.getByRole('columnheader', { name: /^source/ })).toBeVisible();
  await expect(page.locator('.crumb')).toContainText('and fares in mlruns');
  await page.getByRole('columnheader', { name: /^source/ }).click();
  await expect(page.locator('.grid-row').nth(2)).toContainText(/mlruns|this project/);
  await opened.picture('compare-joined');
  await expectSound(opened);
  await opened.tell({ kind: 'act', act: 'also', argument: { ids: [] } });
  await expect(found).toHaveText('20 runs');
});

for (const theme of THEMES)
  test(`a store that cannot be read now is named, in ${theme}`, async ({ open }) => {
    const store: Store = { unread: true, asked: [] };
    const subject = {
      root: 'file:///p/flights',
      experiments: ['late'],
      also: [{ source: MLRUNS, experiments: ['fares'] }],
      runs: [both.ids[0] ?? '', both.ids[40] ?? ''],
    };
    const opened = await open(optionsOf(store, { theme, subject }));
    const { page } = opened;
    await expect(page.locator('.filter [role="status"]')).toHaveText('49 runs');
    await expect(page.getByText('mlruns cannot be read now')).toBeVisible();
    await opened.picture(`compare-unread-${theme}`);
    await expectSound(opened);
    store.unread = false;
    await page.getByRole('button', { name: 'Read again' }).click();
    await expect(page.getByText('mlruns cannot be read now')).toHaveCount(0);
    expect(store.asked.at(-1)?.anew).toBe(true);
    await page.getByRole('tab', { name: 'Why it changed' }).click();
    await expect(page.getByText('Only runs of this project are explained')).toBeVisible();
  });

test('on a narrow page all tabs are in sight, and one button leads to what has no room', async ({ open }) => {
  const opened = await open(optionsOf({ unread: false, asked: [] }, { width: 400 }));
  const { page } = opened;
  for (const name of ['Charts', 'What differs', 'Why it changed', 'Slices', 'Confusion', 'Artifacts']) {
    const box = await page.getByRole('tab', { name }).boundingBox();
    expect(box !== null && box.x >= 0 && box.x + box.width <= 400).toBe(true);
  }
  await page.getByRole('tab', { name: 'Artifacts' }).click();
  await expect(page.getByRole('tab', { name: 'Artifacts' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'More actions' }).click();
  await expect.poll(() => offered(opened).map(({ id }) => id)).toEqual(['baseline', 'group', 'runs', 'export']);
  await opened.tell({ kind: 'act', act: 'more', argument: { ids: ['baseline'] } });
  await expect.poll(() => offered(opened).length).toBeGreaterThan(10);
  await opened.tell({ kind: 'act', act: 'pickBaseline', argument: { ids: [own.ids[3]] } });
  await expect(page.locator('.grid-row.base')).toContainText(own.ids[3]?.slice(0, 4) ?? '');
  await opened.tell({ kind: 'act', act: 'more', argument: { ids: ['group'] } });
  const columns = () => offered(opened).map(({ id }) => id);
  await expect.poll(columns).toContain('params.max_leaves');
  await opened.tell({ kind: 'act', act: 'pickGroup', argument: { ids: ['params.max_leaves'] } });
  await expect(page.locator('.grid-title').first()).toBeVisible();
  await opened.picture('compare-narrow-more');
  await expectSound(opened);
});

test('all charts leave in one picture, as SVG and as PNG', async ({ open }) => {
  const opened = await open(optionsOf({ unread: false, asked: [] }));
  const { page } = opened;
  await page.getByRole('tab', { name: 'What differs' }).click();
  const saved = () => opened.sent.flatMap((message) => (message.kind === 'save' ? [message] : []));
  for (const [index, id] of ['svg', 'png'].entries()) {
    await opened.tell({ kind: 'act', act: 'export', argument: { ids: [id] } });
    await expect.poll(() => saved().length, { timeout: 20_000 }).toBe(index + 1);
  }
  const [svg, png] = saved().map(({ bytes }) => Uint8Array.from(Object.values(bytes)));
  expect(saved().map(({ name }) => name)).toEqual(['flights-charts.svg', 'flights-charts.png']);
  const text = new TextDecoder().decode(svg);
  const charts = await page.locator('.tile svg.chart').count();
  expect(charts).toBeGreaterThan(1);
  expect(text.match(/<svg /g)).toHaveLength(charts + 1);
  expect(
    await page.evaluate(
      (source) =>
        new DOMParser().parseFromString(source, 'image/svg+xml').querySelector('parsererror')?.textContent ?? '',
      text,
    ),
  ).toBe('');
  expect(text).not.toMatch(/var\(--|style=/);
  expect([...(png ?? [])].slice(0, 4)).toEqual([0x89, 0x50, 0x4e, 0x47]);
  await opened.keep('compare-charts.svg', Buffer.from(text));
  await opened.keep('compare-charts.png', Buffer.from(png ?? []));
});
