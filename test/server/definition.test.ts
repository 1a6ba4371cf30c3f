import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definition } from '../../server/src/features/definition.ts';
import { editor, ROOT } from '../kit/editor.ts';

/** What stands at `<|>` is declared at the ranges that are marked. */
function leadsTo(text: string): void {
  const { fixture, snapshot, spot } = editor(text);
  const [at, ...targets] = [...fixture.marks].sort((a, b) => a.end - a.start - (b.end - b.start));
  const found = definition(spot(at)).map(({ targetUri, targetSelectionRange: { start, end } }) => {
    const file = targetUri.slice(`file://${ROOT}/`.length);
    const lines = snapshot.project.files.get(file)?.tree.lines;
    return lines === undefined ? file : `${file} ${lines.offset(start)}-${lines.offset(end)}`;
  });
  assert.deepEqual(found.toSorted(), targets.map(({ file, start, end }) => `${file} ${start}-${end}`).toSorted());
}

test('a column leads to where its dataset declares it', () =>
  leadsTo(`
#- d.dataset.yaml
dataset: d
source: d.parquet
timestamp: a
columns: {<|a|>: {type: date}}
#- v.features.yaml
features: v
dataset: d
fields: {f: {sql: max(<|>a)}}
`));

test('a column that no spec declares leads to the lock, or else to its dataset', () => {
  leadsTo(`
#- d.dataset.yaml
dataset: d
source: d.parquet
timestamp: <|>a
#- d.dataset.lock.yaml
dataset_lock: d
columns: {<|a|>: {type: date, sql_type: DATE}}
`);
  leadsTo(`
#- d.dataset.yaml
dataset: <|d|>
source: d.parquet
timestamp: <|>a
`);
});

test('what a built-in step gives leads to the step, what a program writes to its outputs', () => {
  leadsTo(`
#- p.pipeline.yaml
pipeline: p
steps:
  <|train|>: {uses: model/train, with: {data: x}}
  b: {run: "x \${{ steps.train.mod<|>el }}"}
`);
  leadsTo(`
#- p.pipeline.yaml
pipeline: p
steps:
  train: {run: x, outputs: {<|model|>: m.onnx}}
  b: {run: "x \${{ steps.train.mod<|>el }}"}
`);
});

test('an alias of YAML leads to its anchor', () => {
  const { spot } = editor('#- p.pipeline.yaml\npipeline: p\nsteps:\n  a: &a {run: x}\n  b: *<|>a\n');
  const [link] = definition(spot());
  assert.deepEqual(link?.targetRange, { start: { line: 2, character: 8 }, end: { line: 2, character: 16 } });
});

test('an alias of a model leads to its file, or to where the project names it', () => {
  const card = '#- c.modelcard.yaml\nmodelcard: c\nmodel: m@prod<|>uction\n';
  leadsTo(`${card}#- registry/m/production.alias.yaml\nmodel_alias: m\nalias: <|production|>\nversion: 1\n`);
  leadsTo(`${card}#- modelyard.yaml\nproject: p\naliases: [staging, <|production|>]\n`);
});

test('a path leads to its file', () => {
  const files = (text: string, path: string) => {
    const { spot } = editor(text);
    assert.deepEqual(
      definition(spot()).map(({ targetUri }) => targetUri),
      [`file://${ROOT}/${path}`],
    );
  };
  files('#- d.dataset.yaml\ndataset: d\nsource: data/fl<|>ights.csv\n', 'data/flights.csv');
  files('#- a.monitor.yaml\nmonitor: a\nreference: {baseline: ./b<|>/year.baseline.json}\n', 'b/year.baseline.json');
  const step = (body: string) => `#- p.pipeline.yaml\npipeline: p\nsteps:\n  a: ${body}\n#- src/a.py\n`;
  files(step('{run: "python ./src/<|>a.py --out ${{ outputs.x }}", outputs: {x: y}}'), 'src/a.py');
  files(step('{run: "python src/a.py", inputs: {code: src/<|>a.py}}'), 'src/a.py');
  const { spot } = editor(step('{run: "python <|>src/b.py"}').replace('<|>src/b.py', '<|>nothing'));
  assert.deepEqual(definition(spot()), []);
});

test('the origin is the name alone', () => {
  const { spot } = editor(
    '#- p.pipeline.yaml\npipeline: p\nparams: {a: 1}\nsteps: {x: {run: "${{ params[\'<|>a\'] }}"}}\n',
  );
  assert.deepEqual(definition(spot())[0]?.originSelectionRange, {
    start: { line: 2, character: 30 },
    end: { line: 2, character: 31 },
  });
});
