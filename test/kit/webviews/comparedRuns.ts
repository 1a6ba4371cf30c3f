import { encodeNumbers, encodeTexts, type NumberValue } from '../../../engine/src/tracking/table/encodeCells.ts';
import type {
  ColumnCells,
  ColumnKind,
  RunFilterTold,
  RunTable,
  RunTableAsked,
  RunTableTold,
  TableColumn,
} from '../../../engine/src/tracking/table/runTable.ts';
import type { ModelRow } from '../../../server/src/views/models.ts';

/** Value of a run in a column. */
export type ComparedValue = number | string | NumberValue | undefined;

export interface ComparedColumn {
  readonly id: string;
  readonly better?: 'higher' | 'lower';
  readonly rank?: number;
  readonly type?: TableColumn['type'];
  /** By place of the run. */
  readonly values: readonly ComparedValue[];
}

/** Runs as a store would tell them: 49 of flights by default, the first of them of production's version. */
export class ComparedRuns {
  readonly ids: readonly string[];
  readonly columns: readonly ComparedColumn[];
  revision = 1;

  constructor(ids: readonly string[], columns: readonly ComparedColumn[]) {
    this.ids = ids;
    this.columns = columns;
  }

  /** What the page is told. */
  told({ columns: wanted }: RunTableAsked): RunTableTold {
    const table: RunTable = {
      kind: 'table',
      revision: String(this.revision),
      runs: this.ids,
      columns: this.columns.map((column) => catalogued(column, this.ids.length)),
      cells: this.columns.filter(({ id }) => wanted?.includes(id) ?? true).map(encoded),
    };
    return table;
  }

  /** The same with a new run before all others, with the values of the one at a place. */
  withNew(id: string, place: number): ComparedRuns {
    const columns = this.columns.map((column) => ({ ...column, values: [column.values[place], ...column.values] }));
    const after = new ComparedRuns([id, ...this.ids], columns);
    after.revision = this.revision + 1;
    return after;
  }

  /** What the page is told that has the table from before the first run. */
  news({ columns: wanted }: RunTableAsked): RunTableTold {
    const first = this.columns.map((column) => ({ ...column, values: column.values.slice(0, 1) }));
    const cells = first.filter(({ id }) => wanted?.includes(id) ?? true).map(encoded);
    return { kind: 'changes', revision: String(this.revision), runs: this.ids.slice(0, 1), gone: [], cells };
  }

  /** Takes the runs that `isTaken`. */
  filtered(isTaken: (place: number) => boolean): RunFilterTold {
    const bits = new Uint8Array(Math.ceil(this.ids.length / 8));
    for (const place of this.ids.keys()) if (isTaken(place)) bits[place >> 3]! |= 1 << (place & 7);
    return { revision: String(this.revision), kept: Buffer.from(bits).toString('base64') };
  }
}

function catalogued({ id, better, rank, type, values }: ComparedColumn, runs: number): TableColumn {
  const [of = '', ...rest] = id.split('.');
  const kinds: Readonly<Record<string, ColumnKind>> = {
    attributes: 'attribute',
    metrics: 'metric',
    params: 'param',
    tags: 'tag',
    datasets: 'dataset',
  };
  const filled = values.filter((value) => value !== undefined).length;
  const different = new Set(values.map((value) => (typeof value === 'object' ? value.value : value)));
  return {
    id,
    kind: kinds[of] ?? 'param',
    name: rest.join('.'),
    type: type ?? (values.some((value) => typeof value === 'string') ? 'text' : 'number'),
    filled,
    differs: filled < runs || different.size > 1,
    better: better ?? null,
    rank: rank ?? null,
  };
}

function encoded({ id, values }: ComparedColumn): ColumnCells {
  if (values.some((value) => typeof value === 'string'))
    return encodeTexts(id, values as readonly (string | undefined)[]);
  const numbers = values as readonly (number | NumberValue | undefined)[];
  return encodeNumbers(
    id,
    numbers.map((value) => (typeof value === 'number' ? { value } : value)),
  );
}

export interface FlightOptions {
  /** Beside the four that every run has. */
  readonly metrics?: number;
  readonly params?: number;
}

const DAY = Date.parse('2026-11-20T09:58:00Z');

/** Runs of a search over leaves and features; the last is production's, the first is live. */
export function flightRuns(count: number, { metrics = 0, params = 0 }: FlightOptions = {}): ComparedRuns {
  const random = mulberry(7);
  const noise = () => random() - 0.5;
  const places = Array.from({ length: count }, (_, place) => place);
  const isProduction = (place: number) => place === count - 1;
  const isLive = (place: number) => place === 0 && count > 3;
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const features = places.map((place) =>
    isProduction(place) ? 'airport' : pick(['airport + to_', 'airport + to_', 'airport', 'none']),
  );
  const leaves = places.map((place) => (isProduction(place) ? 31 : pick([15, 31, 63, 127])));
  const auc = places.map(
    (place) =>
      0.7 + (features[place] === 'none' ? -0.003 : 0.004) + (leaves[place]! > 31 ? 0.003 : 0) + noise() * 0.004,
  );
  const measured = (value: number, half: number): NumberValue => ({ value, low: value - half, high: value + half });
  const metric = (
    id: string,
    at: (place: number) => ComparedValue,
    look: Partial<ComparedColumn> = {},
  ): ComparedColumn => ({
    id: `metrics.${id}`,
    values: places.map((place) => (isLive(place) ? undefined : at(place))),
    ...look,
  });
  const ids = places.map(
    (place) =>
      `${Math.floor(random() * 0xffff)
        .toString(16)
        .padStart(4, '0')}${String(place).padStart(28, '0')}`,
  );
  return new ComparedRuns(ids, [
    { id: 'attributes.run_name', values: places.map((place) => `run ${count - place}`) },
    {
      id: 'attributes.status',
      values: places.map((place) => (isLive(place) ? 'running' : place % 17 === 5 ? 'failed' : 'finished')),
    },
    { id: 'attributes.start_time', type: 'time', rank: 2, values: places.map((place) => DAY - place * 660_000) },
    {
      id: 'attributes.duration',
      better: 'lower',
      rank: 3,
      values: places.map((place) => (isLive(place) ? undefined : 40 + random() * 50)),
    },
    { id: 'attributes.experiment', rank: 4, values: places.map(() => 'flight-delay') },
    metric('roc_auc', (place) => measured(isProduction(place) ? 0.705 : auc[place]!, 0.0008), {
      better: 'higher',
      rank: 0,
    }),
    metric('log_loss', (place) => measured(1.131 - auc[place]!, 0.002), { better: 'lower', rank: 1 }),
    metric('brier', (place) => 0.1412 - (auc[place]! - 0.7) / 5, { better: 'lower' }),
    metric('rows', () => 373_764),
    ...Array.from({ length: metrics }, (_, i) => metric(`metric_${i}`, () => random())),
    { id: 'params.features', rank: 0, values: features },
    { id: 'params.max_leaves', rank: 1, values: leaves },
    {
      id: 'params.learning_rate',
      rank: 2,
      values: places.map((place) => (isProduction(place) ? 0.1 : pick([0.03, 0.05, 0.1, 0.2]))),
    },
    { id: 'params.min_rows', rank: 3, values: places.map(() => 200) },
    { id: 'params.seed', rank: 4, values: places.map(() => pick([7, 11, 23])) },
    ...Array.from({ length: params }, (_, i) => ({
      id: `params.param_${i}`,
      values: places.map(() => Math.floor(random() * 9)),
    })),
    { id: 'tags.mlflow.source.git.branch', values: places.map((place) => (place % 5 === 4 ? 'main' : 'tune/leaves')) },
    {
      id: 'tags.mlflow.source.git.commit',
      values: places.map(() =>
        Math.floor(random() * 0xfffffff)
          .toString(16)
          .padEnd(40, '7'),
      ),
    },
    { id: 'tags.modelyard.git.dirty', values: places.map((place) => (place % 11 === 4 ? 'true' : 'false')) },
    {
      id: 'tags.mlflow.note.content',
      rank: 0,
      values: places.map((place) => (place % 9 === 2 ? 'wider trees, slower rate' : undefined)),
    },
  ]);
}

/** The registry: the last run made production's version. */
export function flightModels({ ids }: ComparedRuns): readonly ModelRow[] {
  const version = (number: number, run: string, aliases: readonly string[]) => ({
    version: number,
    semver: '',
    aliases,
    created: '2026-11-03T08:12:00.000Z',
    by: 'ada',
    run,
    hasRun: true,
    metric: null,
    metrics: {},
    sha256: '',
    size: 812_000,
    format: 'onnx',
    isHere: true,
    place: null,
  });
  const [last, best] = [ids.at(-1), ids[4]];
  const versions = [
    ...(best === undefined ? [] : [version(8, best, [])]),
    ...(last === undefined ? [] : [version(7, last, ['production'])]),
  ];
  return [{ source: null, name: 'flight-delay', versions, card: null }];
}

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let next = Math.imul(state ^ (state >>> 15), 1 | state);
    next = (next + Math.imul(next ^ (next >>> 7), 61 | next)) ^ next;
    return ((next ^ (next >>> 14)) >>> 0) / 4_294_967_296;
  };
}
