import type {
  MetricDifference,
  PairedRun,
  RunDifferences,
} from '../../../engine/src/operations/runs/compare/runDifferences.ts';
import type { ArtifactRow, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { ArtifactPreview } from '../../../server/src/views/runPage.ts';
import { binaryPage } from './samplePages.ts';

const METRICS: readonly Pick<MetricDifference, 'name' | 'better' | 'values'>[] = [
  {
    name: 'roc_auc',
    better: 'higher',
    values: [
      { value: 0.7052, low: 0.703, high: 0.7072, difference: null, verdict: null },
      { value: 0.7132, low: 0.7112, high: 0.7152, difference: 0.0081, verdict: 'better' },
      { value: 0.7062, low: 0.7042, high: 0.7082, difference: 0.0011, verdict: 'same' },
      { value: 0.7049, low: 0.7029, high: 0.7069, difference: -0.0002, verdict: 'same' },
    ],
  },
  {
    name: 'log_loss',
    better: 'lower',
    values: [
      { value: 0.481, low: 0.479, high: 0.482, difference: null, verdict: null },
      { value: 0.476, low: 0.474, high: 0.478, difference: -0.005, verdict: 'better' },
      null,
      { value: 'NaN', difference: null, verdict: null },
    ],
  },
  {
    name: 'minutes_lost_per_flight_of_all_that_left_late',
    better: null,
    values: [
      { value: 5.998, difference: null, verdict: null },
      { value: 5.98, difference: -0.01731, verdict: null },
    ],
  },
];

/** How slices of the first run stand to production's on the same rows: every fourth is better, and one is too small. */
function slicesWith(column: string): PairedRun['slices'] {
  const slicing = binaryPage().evaluation?.slices.find((slices) => slices.column === column);
  if (slicing === undefined) return [];
  const values = slicing.values.map(({ value, rows }, at): PairedRun['slices'][number]['values'][number] => {
    if (at === 1) return { value, rows: 12, reason: 'they share 12 rows; 30 are needed', metrics: {} };
    const figure = { rows, difference: 0.004, low: at % 4 === 0 ? 0.001 : -0.002, high: 0.01 } as const;
    return {
      value,
      rows,
      reason: null,
      metrics: { roc_auc: { ...figure, verdict: at % 4 === 0 ? 'better' : 'same' } },
    };
  });
  return [{ column, total: slicing.total, values }];
}

/**
 * How a run stands to production on the same rows: the first and the second of three, the third kept other rows.
 * @param slices column of whose slices it is told too
 */
export function pairedWith(place: number, slices = ''): PairedRun {
  if (place === 3) return { metrics: {}, reason: 'they share 12 rows; 30 are needed', slices: [] };
  const auc = { rows: 373_769, difference: 0.0081, low: 0.0072, high: 0.009, verdict: 'better' } as const;
  const small = { rows: 373_769, difference: 0.0011, low: 0.0002, high: 0.002, verdict: 'better' } as const;
  return {
    metrics:
      place === 1
        ? { roc_auc: auc, log_loss: { ...auc, difference: -0.0045, low: -0.0047, high: -0.0042 } }
        : { roc_auc: small },
    reason: null,
    slices: place === 1 ? slicesWith(slices) : [],
  };
}

/** What three runs and production's differ in: something of each kind, and something that nobody knows. */
export function differencesOf(ids: readonly string[]): RunDifferences {
  const of = <T>(...values: readonly T[]): readonly T[] => ids.map((_, run) => values[run % values.length]!);
  return {
    runs: ids.map((id) => ({
      id,
      name: 'quiet-heron',
      experiment: 'flight-delay',
      status: 'finished',
      git: { commit: id.padEnd(40, '0'), branch: 'main', dirty: false },
    })),
    baseline: 0,
    metrics: METRICS.map(({ name, better, values }) => ({ name, better, differs: true, values: of(...values) })),
    paired: [],
    params: {
      rows: [
        { name: 'max_leaves', values: of<string | null>('31', '63', '127') },
        { name: 'features', values: of<string | null>('airport', 'airport + to_', null) },
        { name: '<b>quoted</b> "name"', values: of<string | null>('a', '<img src=x>'.repeat(30)) },
      ],
      equal: 12,
      unknown: [],
    },
    specs: {
      files: [
        {
          path: 'flight-delay.pipeline.yaml',
          values: of(
            { kind: 'baseline' as const },
            { kind: 'changed' as const, lines: { added: 4, removed: 1 }, text: '@@ -1 +1 @@\n-a\n+b\n' },
          ),
        },
      ],
      equal: 3,
      unknown: [],
    },
    code: {
      files: [
        {
          path: 'scripts/a_folder_of_programs_with_a_long_name/train_the_model.py',
          values: of(
            { kind: 'baseline' as const },
            { kind: 'same' as const },
            { kind: 'added' as const, lines: { added: 120, removed: 0 }, text: null },
            { kind: 'unknown' as const },
          ),
        },
      ],
      equal: null,
      unknown: [
        {
          run: 3,
          reason: 'Its commit 4be1c075 is not in this repository',
          next: 'Fetch it: `git fetch origin 4be1c0755d2a9d1c6f8f7d4c1e2b3a4958677685`.',
        },
      ],
    },
    data: {
      rows: [
        {
          name: 'flights',
          context: 'train',
          values: of(
            { version: '77d0'.repeat(16), rows: 2_985_799, change: null },
            {
              version: 'a81c'.repeat(16),
              rows: 3_000_000,
              change: {
                rows: 14_201,
                columns: {
                  added: ['tail_number'],
                  removed: [],
                  retyped: [{ name: 'delay', a: 'INTEGER', b: 'BIGINT' }],
                },
                moved: null,
                unknown: null,
              },
            },
          ),
        },
      ],
      equal: 1,
      unknown: [],
    },
    features: { rows: [], equal: 2, unknown: [] },
    environment: {
      rows: [{ name: 'Python scikit-learn', values: of<string | null>('1.7.2', '1.8.0') }],
      equal: 5,
      unknown: [],
    },
    models: { rows: [{ name: 'flight-delay', values: of<string | null>('v7', 'v8', null) }], equal: 0, unknown: [] },
  };
}

/** The page of a run whose slices and matrix are a little other than those of the others. */
export function comparedPage(id: string, place: number): RunPage {
  const page = binaryPage();
  const { evaluation } = page;
  if (evaluation === null) return page;
  const { confusion } = evaluation.curves;
  return {
    ...page,
    id,
    evaluation: {
      ...evaluation,
      curves:
        confusion === undefined
          ? evaluation.curves
          : {
              ...evaluation.curves,
              confusion: {
                ...confusion,
                threshold: 0.31 + place / 50,
                matrix: confusion.matrix.map((row, at) => row.map((rows, to) => rows + (at === to ? 40 : -40) * place)),
              },
            },
      slices: evaluation.slices.map((slices) => ({
        ...slices,
        values: slices.values.map(({ metrics, ...slice }, at) => ({
          ...slice,
          metrics: Object.fromEntries(
            Object.entries(metrics).map(([name, one]) => {
              const moved = (value: number) => value + (place * ((at % 5) - 2)) / 150;
              if (one.value === null) return [name, one];
              const ends =
                one.low === undefined || one.high === undefined ? {} : { low: moved(one.low), high: moved(one.high) };
              return [name, { ...one, value: moved(one.value), ...ends }];
            }),
          ),
        })),
      })),
    },
  };
}

export function comparedArtifactRows(place: number): readonly ArtifactRow[] {
  const row = (path: string, sha256: string, isHere = true): ArtifactRow => ({
    path,
    size: 48_000,
    sha256: sha256.padEnd(64, '0'),
    isHere,
  });
  return [
    row('train/model.onnx', `${place}`),
    row('specs/flight-delay.pipeline.yaml', place === 0 ? 'a' : 'b'),
    row('evaluate/scores.parquet', 'c'),
    ...(place === 1 ? [] : [row('evaluate/report.html', `d${place}`)]),
    row('evaluate/baseline.json', `e${place}`, place !== 2),
  ];
}

export function comparedPreview(path: string, place: number): ArtifactPreview {
  if (path.endsWith('.onnx')) return { kind: 'none', why: 'binary' };
  if (path.endsWith('.parquet'))
    return {
      kind: 'table',
      columns: ['score', 'late'],
      columnsInAll: 2,
      hidden: 0,
      rows: [
        [0.1, true],
        [0.7, false],
      ],
      rowsInAll: 373_764,
    };
  const lines = Array.from({ length: 60 }, (_, line) =>
    line === 7 * (place + 1) ? `    max_leaves: ${place}` : `  line ${line}: <b>text</b>`,
  );
  return { kind: 'text', text: `${lines.join('\n')}\n`, isCut: false };
}
