import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type Facts, NO_FACTS, type SqlFact, UNKNOWN } from '../../../engine/src/project/facts.ts';
import { buildProject, type Project } from '../../../engine/src/project/project.ts';
import { readFixture } from '../../kit/fixture.ts';

const { files } = readFixture(`
#- modelyard.yaml
project: flights
language: 1
env: [DATA_ROOT]
aliases: [staging, champion]
environments: {ci: {params: {rounds: 20, seed: 1}, sources: {flights: data/sample.csv}}}
#- airlines.dataset.yaml
dataset: airlines
source: \${{ env.DATA_ROOT }}/airlines.csv
key: carrier
columns: {carrier: {type: string}, founded: {type: date}}
#- late.dataset.yaml
dataset: late
source: {sql: "SELECT carrier, delay FROM flights JOIN airlines USING (carrier)"}
datasheet: {sensitive: [carrier]}
checks:
  - {columns: [carrier], references: airlines(carrier)}
#- flights.dataset.lock.yaml
dataset_lock: flights
version: 0123456789abcdef
rows: 10
columns:
  date: {type: timestamp, sql_type: TIMESTAMP, min: 2001-01-01, max: 2001-06-01}
  delay: {type: integer, sql_type: BIGINT}
#- registry/flight-delay/champion.alias.yaml
model_alias: flight-delay
alias: champion
version: 1
#- carrier.features.yaml
features: carrier
dataset: late
entity: {carrier: carrier}
timestamp: date
fields:
  mean_delay: {sql: avg(delay), window: 7d, type: float}
#- small.pipeline.yaml
pipeline: small
params: {seed: 7}
steps:
  examples:
    uses: data/examples
    with:
      from: late
      label: {late: delay > 15}
      columns: {carrier: carrier, delay: delay}
      features: [{view: carrier, on: {carrier: carrier}, fields: [mean_delay]}]
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: random, test: 20%}
  train:
    uses: model/train
    with: {data: "\${{ steps.split.train }}", target: late, learner: logistic-regression, params: {seed: "\${{ params.seed }}"}}
  evaluate:
    uses: model/evaluate
    with: {model: "\${{ steps.train.model }}", data: "\${{ steps.split.test }}", metrics: [roc_auc, {name: cost, sql: sum(delay)}]}
  report:
    run: python report.py --scores \${{ inputs.scores }}
    inputs: {code: report.py, scores: "\${{ steps.evaluate.scores }}"}
    outputs: {page: page.html}
`);
const folder = new URL('../../../examples/flights/', import.meta.url);
const example = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml') && name !== 'modelyard.yaml')
  .map((name): [string, string] => [name, readFileSync(new URL(name, folder), 'utf8')]);
const start = new Map([...files, ...example]);

/** A project that changes: its texts, and the numbers that decide its facts. */
export interface World {
  readonly texts: ReadonlyMap<string, string>;
  readonly environment: string | undefined;
  readonly facts: ReadonlyMap<string, number>;
}

export const firstWorld: World = { texts: start, environment: undefined, facts: new Map() };

const FACTS = ['flights', 'airlines', 'late', 'sql', 'leaks', 'files', 'versions'];
const NAMES = [
  'flights',
  'airlines',
  'late',
  'airport',
  'carrier',
  'delay',
  'date',
  'late_share_24h',
  'examples',
  'split',
  'seed',
  'DATA_ROOT',
  'flight-delay',
  'champion',
];
const PATHS = [
  ...start.keys(),
  'copies/other.dataset.yaml',
  'copies/other.pipeline.yaml',
  'copies/other.features.yaml',
];

export type Edit = (world: World) => World;

const path = fc.constantFrom(...PATHS);
const name = fc.constantFrom(...NAMES);
/** Any change to any of it. */
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(path, name, name).map(([at, from, to]) => changed(at, (text) => text.replaceAll(from, to))),
  fc.tuple(path, name, name).map(([at, from, to]) => changed(at, (text) => text.replace(`: ${from}`, `: ${to}`))),
  fc
    .tuple(
      path,
      fc.nat(),
      fc.constantFrom('\n', '"', '  ', '${{', '<<<<<<< ours\n', '# modelyard-ignore unknown-column\n'),
    )
    .map(([at, offset, piece]) =>
      changed(at, (text) => text.slice(0, offset % (text.length + 1)) + piece + text.slice(offset % (text.length + 1))),
    ),
  path.map(
    (at): Edit =>
      (world) => ({ ...world, texts: new Map([...world.texts].filter(([other]) => other !== at)) }),
  ),
  fc.tuple(path, fc.constantFrom(...start.keys())).map(([at, from]) => changed(at, () => start.get(from) ?? '')),
  fc.tuple(fc.constantFrom(...FACTS), fc.nat(7)).map(
    ([of, to]): Edit =>
      (world) => ({ ...world, facts: new Map(world.facts).set(of, to) }),
  ),
  fc.constantFrom('ci', undefined).map(
    (environment): Edit =>
      (world) => ({ ...world, environment }),
  ),
);

function changed(at: string, change: (text: string) => string): Edit {
  return (world) => ({ ...world, texts: new Map(world.texts).set(at, change(world.texts.get(at) ?? '')) });
}

/** Facts that differ from those of another world only where their numbers differ. */
function factsOf({ facts }: World): Facts {
  const number = (of: string) => facts.get(of) ?? 0;
  return {
    ...NO_FACTS,
    file: (file) =>
      number('files') === 0
        ? UNKNOWN
        : file.length % 2 === number('files') % 2
          ? { kind: 'absent' }
          : { kind: 'known', value: 'file' },
    source: (dataset) => (number(dataset) === 1 ? { kind: 'absent' } : { kind: 'known', value: { files: 1 } }),
    columns: (dataset) => {
      if (number(dataset) < 2) return UNKNOWN;
      const columns = ['date', 'delay', 'carrier', 'origin', 'distance', 'destination'].slice(0, number(dataset) - 1);
      const sqlType = number(dataset) % 2 === 0 ? 'BIGINT' : 'VARCHAR';
      return {
        kind: 'known',
        value: columns.map((column) => ({ name: column, type: sqlType === 'BIGINT' ? 'integer' : 'string', sqlType })),
      };
    },
    columnsFrom: (dataset) => ([undefined, 'lock', 'data', 'sample'] as const)[number(dataset) % 4],
    version: () => (number('versions') === 0 ? UNKNOWN : { kind: 'known', value: String(number('versions')) }),
    reads: (dataset) =>
      dataset === 'late'
        ? { kind: 'known', value: ['flights', 'airlines', 'late'].slice(0, number('late') % 4) }
        : UNKNOWN,
    sql: (key) => {
      const what = (Number.parseInt(key.slice(0, 4), 16) % 7) + number('sql');
      if (number('sql') === 0 || what % 3 === 0) return UNKNOWN;
      const refused: SqlFact = {
        kind: 'refused',
        code: 'unknown-column',
        message: 'no such column',
        start: 0,
        end: 3,
        name: 'dela',
      };
      const bound: SqlFact = {
        kind: 'bound',
        type: what % 2 === 0 ? 'float' : 'boolean',
        sqlType: 'DOUBLE',
        reads: ['delay', 'date'].slice(what % 2),
      };
      return { kind: 'known', value: what % 3 === 1 ? bound : refused };
    },
    leaks: () =>
      number('leaks') === 0
        ? UNKNOWN
        : { kind: 'known', value: [{ kind: 'alone', columns: ['delay'], severity: 'error', message: 'it tells' }] },
  };
}

/** The project at that moment; without the environment where modelyard.yaml does not have it. */
export function snapshot(world: World, previous?: Project): Project {
  const environment = /^environments:.*ci:/m.test(world.texts.get('modelyard.yaml') ?? '')
    ? world.environment
    : undefined;
  try {
    return buildProject(world.texts, { facts: factsOf(world), environment, previous });
  } catch {
    return buildProject(world.texts, { facts: factsOf(world), previous });
  }
}
