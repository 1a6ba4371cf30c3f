import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  occurrenceAt,
  occurrencesAt,
  occurrencesIn,
  occurrencesOf,
} from '../../../../engine/src/project/symbols/occurrences.ts';
import { type SpecSymbol, symbolKey } from '../../../../engine/src/project/symbols/symbol.ts';
import { editor } from '../../../kit/editor.ts';
import { EVERYTHING } from '../../../kit/everything.ts';
import { meaningsIn, sameSymbol } from '../../../kit/sameSymbol.ts';

const FLIGHTS = `
#- flights.dataset.yaml
dataset: flights
source: flights.csv
timestamp: date
columns:
  delay: {type: integer, known_after: 18h}
#- flights.csv
date,delay,origin
2001-01-01,3,ORD
`;

test('a column is meant in dataset, view and SQL', () => {
  const symbol = sameSymbol(`
#- flights.dataset.yaml
dataset: flights
source: flights.csv
timestamp: date
columns:
  <|delay|>: {type: integer}
checks:
  - rows: '"<|delay|>" > 0 and delays < 3 -- delay'
  - expect: "count(*) > 1 and \\"<|delay|>\\" is not null and 'delay' <> ''"
  - in: {<|delay|>: [1, 2]}
  - unique: [<|delay|>, date]
datasheet: {sensitive: ["<|delay|>"]}
#- airport.features.yaml
features: airport
dataset: flights
entity: {airport: origin}
timestamp: date
fields:
  late:
    sql: >
      avg(
        (<|delay|> > 15)::int
      )
    window: 24h
    type: float
#- p.pipeline.yaml
pipeline: p
steps:
  examples:
    uses: data/examples
    with:
      from: flights
      where: <|delay|> is not null
      label: {late: <|Delay|> > 15}
      columns: {delay: 1 + <|delay|>}
#- flights.csv
date,delay,origin
2001-01-01,3,ORD
`);
  assert.deepEqual(symbol, { kind: 'column', name: 'delay', of: 'flights' });
});

test('a column of a check that refers to another dataset belongs to that one', () => {
  sameSymbol(`
#- airports.dataset.yaml
dataset: <|airports|>
source: airports.csv
columns: {iata: {type: string}}
#- flights.dataset.yaml
dataset: flights
source: flights.csv
checks:
  - {columns: [origin], references: "<|airports|>(iata)"}
`);
  sameSymbol(`
#- airports.dataset.yaml
dataset: airports
source: airports.csv
columns: {<|iata|>: {type: string}}
#- flights.dataset.yaml
dataset: flights
source: flights.csv
checks:
  - {columns: [origin], references: "airports(<|iata|>)"}
`);
});

test('a step is meant by needs and by expressions', () => {
  sameSymbol(`
#- p.pipeline.yaml
pipeline: p
steps:
  <|train|>: {run: python train.py, outputs: {model: m.onnx}}
  a: {run: "x \${{ steps.<|train|>.model }} \${{ steps['<|train|>'].model }}", needs: [<|train|>]}
  b: {run: x, if: steps.<|train|>.model != null}
#- q.pipeline.yaml
pipeline: q
steps:
  train: {run: python train.py}
`);
});

test('an output is meant by its own step and by others', () => {
  sameSymbol(`
#- p.pipeline.yaml
pipeline: p
steps:
  train:
    run: python train.py --out \${{ outputs.<|model|> }}
    outputs: {<|model|>: m.onnx}
    matrix: {seed: [1, 2]}
  a: {run: "x \${{ steps.train[0].<|model|> }}"}
`);
});

test('params belong to their pipelines; a key of an environment to all that have one', () => {
  const text = `
#- modelyard.yaml
project: p
environments: {ci: {params: {<|rounds|>: 1}}}
#- p.pipeline.yaml
pipeline: p
params: {<|rounds|>: 3}
steps:
  a: {run: "x \${{ params.<|rounds|> + len(params['<|rounds|>']) }}"}
`;
  sameSymbol(text);
  const { snapshot, spot } = editor(`${text}
#- q.pipeline.yaml
pipeline: q
params: {rounds: 3}
steps: {a: {run: x}}
`);
  const { file, offset } = spot();
  assert.deepEqual(
    occurrencesAt(snapshot.project, file, offset).map(({ symbol }) => symbol.of),
    ['p', 'q'],
  );
});

test('a field is meant with and without the prefix of its join', () => {
  sameSymbol(`${FLIGHTS}
#- airport.features.yaml
features: airport
dataset: flights
entity: {airport: origin}
timestamp: date
fields:
  <|busy|>: {sql: count(*), window: 24h, type: integer}
#- p.pipeline.yaml
pipeline: p
steps:
  examples:
    uses: data/examples
    with:
      from: flights
      label: {late: delay > 15}
      columns: {hour: hour(date)}
      features:
        - {view: airport, on: {airport: origin}, fields: [<|busy|>]}
        - {view: airport, on: {airport: origin}, prefix: to_}
  evaluate:
    uses: model/evaluate
    with:
      model: m
      data: \${{ steps.examples.data }}
      slices: [<|busy|>, to_<|busy|>, to_other, hour]
      metrics: [{name: cost, sql: sum(to_<|busy|>) + avg(prediction)}]
`);
});

test('a column of examples is meant where the rows go', () => {
  sameSymbol(`${FLIGHTS}
#- p.pipeline.yaml
pipeline: p
steps:
  examples:
    uses: data/examples
    with: {from: flights, label: {<|late|>: delay > 15}, columns: {hour: hour(date)}}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: stratified, stratify: <|late|>}
  train:
    uses: model/train
    with: {data: "\${{ steps.split.train }}", target: <|late|>, learner: gradient-boosting}
`);
});

test('a model is meant by pipelines, cards, policies, monitors and the registry', () => {
  const text = `
#- p.pipeline.yaml
pipeline: p
steps:
  register: {uses: model/register, with: {model: "\${{ steps.train.model }}", name: <|late|>}}
  predict: {uses: model/predict, with: {model: "<|late|>:3", data: d}}
#- late.modelcard.yaml
modelcard: late
model: <|late|>@production
#- default.policy.yaml
policy: default
applies_to: [<|late|>, "late*"]
#- late.monitor.yaml
monitor: late
model: <|late|>@production
#- registry/late/v3.version.yaml
model_version: <|late|>
version: 3
#- registry/late/production.alias.yaml
model_alias: <|late|>
alias: production
version: 3
`;
  sameSymbol(text);
  const version = text.replaceAll(/<\|late\|>/g, 'late').replace('late:3', 'late:<|3|>');
  sameSymbol(version.replace('\nversion: 3\n#-', '\nversion: <|3|>\n#-').replace(/version: 3\n$/, 'version: <|3|>\n'));
  const alias = text.replaceAll(/<\|late\|>/g, 'late').replaceAll('late@production', 'late@<|production|>');
  sameSymbol(alias.replace('alias: production', 'alias: <|production|>'));
});

test('tables and columns of a dataset made by SQL are those that its FROM names', () => {
  const text = `
#- flights.dataset.yaml
dataset: flights
source: flights.csv
columns: {origin: {type: string}, delay: {type: integer}}
#- airports.dataset.yaml
dataset: airports
source: airports.csv
columns: {iata: {type: string}, city: {type: string}}
#- late.dataset.yaml
dataset: late
source:
  sql: |
    with busy as (select origin, count(*) as n from flights group by origin)
    select f.delay * 2 as twice, city, extract(year from date) as year
    from flights f
    join airports on f.origin = airports.iata -- delay
    where delay > 3 and city in ('delay', 'city')
`;
  const { snapshot } = editor(text);
  assert.deepEqual(meaningsIn(snapshot.project, 'late.dataset.yaml'), [
    '1:10 late definition dataset late',
    '4:26 origin reference column flights.origin',
    '4:53 flights reference dataset flights',
    '4:70 origin reference column flights.origin',
    '5:14 delay reference column flights.delay',
    '5:27 twice definition column late.twice',
    '5:34 city reference column airports.city',
    '5:34 city definition column late.city',
    '5:67 year definition column late.year',
    '6:10 flights reference dataset flights',
    '7:10 airports reference dataset airports',
    '7:24 origin reference column flights.origin',
    '7:42 iata reference column airports.iata',
    '8:11 delay reference column flights.delay',
    '8:25 city reference column airports.city',
  ]);
});

test('what stands behind a name belongs to it, and nothing else does', () => {
  const { snapshot, document } = editor(FLIGHTS);
  const { file } = document('flights.dataset.yaml');
  const at = (offset: number) => occurrenceAt(snapshot.project, file, offset)?.symbol.name;
  const start = file.text.indexOf('delay');
  assert.deepEqual([at(start - 1), at(start), at(start + 5), at(start + 6)], [undefined, 'delay', 'delay', undefined]);
  assert.equal(at(-5), undefined);
  assert.equal(at(1e9), undefined);
});

test('the places of a symbol are those of all files', () => {
  const { snapshot } = editor(EVERYTHING);
  const { project } = snapshot;
  const all = new Map<string, string[]>();
  for (const file of project.files.values())
    for (const { symbol, range } of occurrencesIn(project, file)) {
      const key = symbolKey(symbol);
      all.set(key, [...(all.get(key) ?? []), `${file.path} ${JSON.stringify(range)}`]);
    }
  assert.ok(all.size > 50, `${all.size}`);
  for (const [key, places] of all) {
    const [kind, of, name] = JSON.parse(key) as [SpecSymbol['kind'], string | null, string];
    const symbol: SpecSymbol = of === null ? { kind, name } : { kind, name, of };
    const found = occurrencesOf(project, symbol).map(
      ({ file, occurrence }) => `${file.path} ${JSON.stringify(occurrence.range)}`,
    );
    assert.deepEqual(found.toSorted(), places.toSorted(), key);
  }
});
