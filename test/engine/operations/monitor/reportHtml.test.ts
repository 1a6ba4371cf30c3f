import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { builtPages } from '../../../../engine/src/adapters/pages/builtPages.ts';
import type { ColumnReport } from '../../../../engine/src/monitoring/report/columnReport.ts';
import { fewerPictures } from '../../../../engine/src/monitoring/report/fewerPictures.ts';
import { makeDriftHistory } from '../../../../engine/src/monitoring/report/makeDriftHistory.ts';
import { reportHtml } from '../../../../engine/src/operations/monitor/reportHtml.ts';
import type { CheckRecord } from '../../../../engine/src/ports/monitorStore.ts';
import { DRIFT_STATES, filesReport } from '../../../kit/webviews/driftPages.ts';
import { flightsChecks, flightsReport, numberColumn } from '../../../kit/webviews/driftReports.ts';

const pages = builtPages();
const kB = 1000;

/** Figures with all the digits that binary fractions have. */
function measuredColumns(count: number): readonly ColumnReport[] {
  const third = (i: number) => (i + 1) / 3;
  return Array.from({ length: count }, (_, i) => {
    const edges = Array.from({ length: 31 }, (_, edge) => third(edge));
    const shares = Array.from({ length: 30 }, (_, bin) => third(bin) / 155);
    const column = numberColumn(`measured_feature_${i}`, {
      verdict: 'drift',
      statistic: third(i),
      pValue: third(i) / 1e9,
    });
    const side = { ...column.reference, mean: third(i), sd: third(i + 1), min: -third(i), max: third(i + 2) };
    return {
      ...column,
      reference: side,
      current: side,
      changed: `Mean rose from ${third(i)} to ${third(i + 1)}`,
      picture: { kind: 'bins', edges, reference: shares, current: shares } as const,
    };
  });
}

/** A check each day for a third of a year, of all columns. */
function checksOf(columns: readonly ColumnReport[]): readonly CheckRecord[] {
  const [like] = flightsChecks();
  return Array.from({ length: 120 }, (_, i) => ({
    ...like!,
    id: `c${i}`,
    due: Date.parse('2001-01-01') + i * 86_400_000,
    columns: Object.fromEntries(
      columns.map(({ column }) => [
        column,
        { test: 'wasserstein', statistic: (i + 1) / 7, threshold: 0.1, verdict: 'drift', mean: i / 3 },
      ]),
    ),
  }));
}

test('the report of a monitor with 50 columns and 120 checks has at most 300 kB', async () => {
  const columns = measuredColumns(50);
  const html = await reportHtml(pages, flightsReport({ columns }), checksOf(columns));
  assert.ok(html.length <= 300 * kB, `${html.length} bytes`);
});

test('that of two files with 50 columns has at most 200 kB', async () => {
  const html = await reportHtml(pages, filesReport({ columns: measuredColumns(50) }), []);
  assert.ok(html.length <= 200 * kB, `${html.length} bytes`);
});

test('edges keep apart however far from zero they lie, and have no more digits than are drawn', async () => {
  const edges = Array.from({ length: 4 }, (_, i) => 12_345_678.5 + i);
  const thirds = [0, 1 / 3, 2 / 3, 1];
  const bins = { kind: 'bins', reference: [0.2, 0.3, 0.5], current: [0.5, 0.3, 0.2] } as const;
  const [column] = measuredColumns(1);
  const columns = [edges, thirds].map((each) => ({ ...column!, picture: { ...bins, edges: each } }));
  const html = await reportHtml(pages, filesReport({ columns }), []);
  assert.ok(html.includes(`"edges":${JSON.stringify(edges)}`));
  assert.ok(html.includes('"edges":[0,0.3333,0.6667,1]'));
});

test('its policy allows its own script and sheet, by their content, and nothing else', async () => {
  const html = await reportHtml(pages, flightsReport(), flightsChecks());
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  const hash = (text: string | undefined) =>
    createHash('sha256')
      .update(text ?? '')
      .digest('base64');
  const style = hash(/<style>([\s\S]*?)<\/style>/.exec(html)?.[1]);
  const script = hash(/<script>([\s\S]*?)<\/script>/.exec(html)?.[1]);
  assert.equal(
    policy,
    `default-src 'none'; script-src 'sha256-${script}'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'`,
  );
  assert.doesNotMatch(html, /https?:\/\/(?!www\.w3\.org\/)/);
});

test('of thousands of columns those that drifted are drawn, and the first', () => {
  const like = measuredColumns(1)[0]!;
  const columns = Array.from({ length: 2000 }, (_, i) => ({
    ...like,
    column: `c${i}`,
    verdict: i % 1000 === 999 ? ('drift' as const) : ('none' as const),
  }));
  const drawn = fewerPictures(flightsReport({ columns })).columns.filter(({ picture }) => picture !== null);
  assert.deepEqual([drawn.length, drawn.at(-1)?.column], [502, 'c1999']);
});

test('no name of a user ends an element', async () => {
  const html = await reportHtml(pages, DRIFT_STATES.hostile().page!.report, []);
  assert.equal(html.split('<script').length - 1, 2);
  assert.equal(html.split('</script>').length - 1, 2);
  assert.doesNotMatch(html, /<img/);
});

test('time lines are of checks of the same monitor and version, up to the report', () => {
  const report = flightsReport({ due: '2001-04-27T00:00:00.000Z' });
  const [first] = flightsChecks();
  const others = [
    { ...first!, id: 'other', monitor: 'other' },
    { ...first!, id: 'older', model: 'flight-delay:6' },
  ];
  const { checks, figures, columns } = makeDriftHistory(report, [...flightsChecks(), ...others].reverse());
  assert.equal(checks.length, 36);
  assert.equal(new Date(checks.at(-1)!.due).toISOString(), report.due);
  assert.deepEqual(
    checks.map(({ id }) => id).filter((id) => id === 'other' || id === 'older'),
    [],
  );
  assert.equal(figures['performance']!.length, checks.length);
  assert.equal(columns['late_share_24h']!.statistics.at(-1), flightsChecks()[35]!.columns['late_share_24h']!.statistic);
});

test('columns whose values are sensitive have no time line', () => {
  const columns = [numberColumn('late_share_24h', { sensitive: true })];
  assert.deepEqual(makeDriftHistory(flightsReport({ columns }), flightsChecks()).columns, {});
});

test('what another test measured stands in no line', () => {
  const columns = [numberColumn('late_share_24h', { test: 'psi' })];
  const { statistics } = makeDriftHistory(flightsReport({ columns }), flightsChecks()).columns['late_share_24h']!;
  assert.deepEqual([...new Set(statistics)], [null]);
});
