import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { modelBytes, node, port, tensor } from '../../engine/src/learning/onnx/graph.ts';
import { MessageWriter } from '../../engine/src/learning/onnx/protobuf.ts';
import { onnxModel } from '../kit/onnxModel.ts';
import { type TestProject, testProject } from '../kit/project.ts';

interface Case {
  readonly files: string;
  readonly prepare?: (project: TestProject) => unknown;
  /** What the message names. */
  readonly says: RegExp;
}

const GOOD = Array.from({ length: 60 }, (_, i) => `${i},${i % 3 === 0}`).join('\n');

function rows(csv: string, columns = ''): string {
  return `
#- rows.dataset.yaml
dataset: rows
source: rows.csv
${columns}
#- rows.csv
${csv}
`;
}

function learn({ label = 'late: late', columns = '{x: x}', where = '', test: share = '30%' } = {}): string {
  return `
#- learn.pipeline.yaml
pipeline: learn
steps:
  examples:
    uses: data/examples
    with:
      from: rows
      label: {${label}}
      columns: ${columns}
      ${where}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: random, test: ${share}, seed: 1}
  train:
    uses: model/train
    with: {data: "\${{ steps.split.train }}", target: ${label.split(':')[0]}, learner: gradient-boosting, params: {rounds: 2}}
`;
}

function pipeline(steps: string): string {
  return `\n#- learn.pipeline.yaml\npipeline: learn\nsteps:\n${steps}`;
}

/** Found before the run begins: exit code 2, no run. */
const BEFORE: Readonly<Record<string, Case>> = {
  'a file that is not there': {
    files: learn() + rows('').replace(/#- rows.csv\s*$/, ''),
    says: /rows\.dataset\.yaml:2: .*`rows\.csv`/,
  },
  'an empty file': { files: learn() + rows(''), says: /rows\.csv: the file is empty/ },
  'a folder': {
    files: `${learn()}${rows('').replace(/#- rows.csv\s*$/, '')}\n#- rows.csv/a.csv\nx\n1\n`,
    says: /rows\.csv.*folder/,
  },
  'a corrupt Parquet file': {
    files: learn() + rows('').replace('rows.csv', 'rows.parquet'),
    prepare: (project) => project.write('rows.parquet', 'PAR1 garbage'),
    says: /rows\.parquet: no Parquet file/,
  },
  'a ragged row': {
    files: learn() + rows('x,late\n1,true\n2,false,oops\n3,true'),
    says: /rows\.csv:3: 3 values .* 2 columns/,
  },
  'bytes that are no text': {
    files: learn() + rows(''),
    prepare: (project) => project.write('rows.csv', Buffer.from('eCxsYXRlCjEsdHJ1ZQr//iwxCg==', 'base64')),
    says: /rows\.csv:3: .*UTF-8/,
  },
  'mixed types': {
    files: learn() + rows(`x,late\n${GOOD}\nhello,true`, 'columns: {x: {type: float}}'),
    says: /rows\.dataset\.yaml:3: `x` is declared float.* string/,
  },
  'a column that vanished': {
    files: learn() + rows(`x,late\n${GOOD}`, 'columns: {x: {type: integer}, gone: {type: float}}'),
    says: /rows\.dataset\.yaml:3: .*`gone`/,
  },
  'an input that vanished': {
    files: learn({ columns: '{x: gone}' }) + rows(`x,late\n${GOOD}`),
    says: /learn\.pipeline\.yaml:8: .*`gone`/,
  },
  'SQL that ends too early': {
    files: learn({ columns: '{x: "x +"}' }) + rows(`x,late\n${GOOD}`),
    says: /learn\.pipeline\.yaml:8: /,
  },
  'SQL that reads files': {
    files: learn({ columns: `{x: "(select content from read_text('/etc/hostname'))"}` }) + rows(`x,late\n${GOOD}`),
    says: /learn\.pipeline\.yaml:8: /,
  },
  'steps in a circle': {
    files: pipeline('  a:\n    run: node -e 1\n    needs: [b]\n  b:\n    run: node -e 1\n    needs: [a]\n'),
    says: /learn\.pipeline\.yaml:5: .*`a` needs `b` needs `a`/,
  },
  'a step that is not there': {
    files: pipeline('  a:\n    run: node -e 1\n    needs: [bb]\n'),
    says: /learn\.pipeline\.yaml:5: .*`bb`/,
  },
  'an input of a program that is not there': {
    files: pipeline('  a:\n    run: node -e 1\n    inputs: {a: nowhere.csv}\n'),
    says: /learn\.pipeline\.yaml:5: .*`nowhere\.csv`/,
  },
  'an output of no step': {
    files: pipeline('  a:\n    run: node -e ${{ steps.b.x }}\n'),
    says: /learn\.pipeline\.yaml:4: .*`b`/,
  },
  'a built-in step that is none': {
    files: pipeline('  a:\n    uses: data/exampels\n    with: {from: rows}\n'),
    says: /learn\.pipeline\.yaml:4: .*`data\/examples`/,
  },
  'a dataset that is none': {
    files: pipeline('  a:\n    uses: data/examples\n    with: {from: rowz, columns: {a: a}}\n'),
    says: /learn\.pipeline\.yaml:5: .*`rowz`/,
  },
  'YAML that is cut off': { files: pipeline('  a: [\n'), says: /learn\.pipeline\.yaml:3: / },
  'a split without a part that is read': {
    files: `${learn({ test: '0%' })}  evaluate:\n    uses: model/evaluate\n    with: {model: "\${{ steps.train.model }}", data: "\${{ steps.split.test }}"}\n${rows(`x,late\n${GOOD}`)}`,
    says: /learn\.pipeline\.yaml:\d+: .*`test`/,
  },
};

const REFERRING = new MessageWriter()
  .int(1, 1)
  .int(2, 1)
  .text(8, 'w')
  .bytes(13, new MessageWriter().text(1, 'location').text(2, 'w.bin'))
  .int(14, 1);
const ELSEWHERE = modelBytes({
  name: 'elsewhere',
  producer: { name: 'test', version: '1' },
  irVersion: 8,
  opset: 17,
  mlOpset: 3,
  nodes: [node('Mul', ['x', 'w'], ['y'])],
  constants: [REFERRING, tensor('v', 'float', [1], [1])],
  inputs: [port('x', 'float', [undefined])],
  outputs: [port('y', 'float', [undefined])],
  metadata: {},
});
const MODEL = '  model:\n    run: cp m.onnx ${{ outputs.m }}\n    outputs: {m: m.onnx}\n';
const PREDICT = `  examples:
    uses: data/examples
    with: {from: rows, columns: {COLUMN: COLUMN}}
${MODEL}  predict:
    uses: model/predict
    with: {data: "\${{ steps.examples.data }}", model: "\${{ steps.model.m }}", output: out.csv}
`;
const withModel = (project: TestProject) => project.write('m.onnx', onnxModel());

/** Found while it runs: exit code 1, a failed step with its reason. */
const WHILE: Readonly<Record<string, Case>> = {
  'a table of no rows': { files: learn() + rows('x,late'), says: /the dataset has no row/ },
  'a filter that leaves nothing': {
    files: learn({ where: 'where: x > 1000' }) + rows(`x,late\n${GOOD}`),
    says: /`where: x > 1000`/,
  },
  'a label that is always missing': {
    files: learn({ label: 'late: "nullif(late, late)"' }) + rows(`x,late\n${GOOD}`),
    says: /60 rows have no `late`/,
  },
  'one class only': {
    files: learn() + rows(`x,late\n${GOOD.replaceAll('true', 'false')}`),
    says: /`late` is `false` in every row/,
  },
  'targets that are NaN': {
    files: learn({ label: "y: case when late then 'NaN'::double else 1.5 end" }) + rows(`x,late\n${GOOD}`),
    says: /`y` is .*NaN.* in \d+ rows.*row \d/,
  },
  'targets that are infinite': {
    files: learn({ label: "y: case when late then '-Infinity'::double else 1.5 end" }) + rows(`x,late\n${GOOD}`),
    says: /`y` is .*infinite in \d+ rows.*row \d/,
  },
  'a value that cannot be converted': {
    files: learn({ columns: '{x: "(x || chr(97))::integer"}' }) + rows(`x,late\n${GOOD}`),
    says: /convert/i,
  },
  'a model that is not there': {
    files:
      rows(`x,late\n${GOOD}`) +
      pipeline(PREDICT.replaceAll('COLUMN', 'x').replace('${{ steps.model.m }}', 'nothing:3')),
    prepare: withModel,
    says: /no model nothing/,
  },
  'a model that is no ONNX': {
    files: pipeline(MODEL),
    prepare: (project) => project.write('m.onnx', 'text'),
    says: /^m\.onnx .*ONNX/,
  },
  'a model that is cut off': {
    files: pipeline(MODEL),
    prepare: (project) => project.write('m.onnx', onnxModel().subarray(0, 100)),
    says: /^m\.onnx /,
  },
  'a model whose weights lie elsewhere': {
    files: pipeline(MODEL),
    prepare: (project) => project.write('m.onnx', ELSEWHERE),
    says: /^m\.onnx keeps its weights in another file \(w\.bin\)/,
  },
  'a table without an input of the model': {
    files: rows(`z,late\n${GOOD}`) + pipeline(PREDICT.replaceAll('COLUMN', 'z')),
    prepare: withModel,
    says: /no column `x`/,
  },
  'text where the model reads numbers': {
    files: rows(`x,late\n${GOOD.replace(/^(\d+)/gm, 'a$1')}`) + pipeline(PREDICT.replaceAll('COLUMN', 'x')),
    prepare: withModel,
    says: /`x` should hold numbers .* row \d+ holds `a\d+`/,
  },
  'an output outside of the project': {
    files: rows(`x,late\n${GOOD}`) + pipeline(PREDICT.replaceAll('COLUMN', 'x').replace('out.csv', '../out.csv')),
    prepare: withModel,
    says: /`\.\.\/out\.csv` lies outside/,
  },
  'an environment variable that is not there': {
    files: `#- modelyard.yaml\nproject: small\nlanguage: 1\nenv: [ROOT]\n${learn()}${rows(`x,late\n${GOOD}`).replace('source: rows.csv', 'source: ${{ env.ROOT }}/rows.csv')}`,
    says: /ROOT/,
  },
  'data that fails its checks': {
    files: `${rows(`x,late\n${GOOD}`, 'checks: [{name: big, rows: x > 3}]')}${pipeline('  check:\n    uses: data/validate\n    with: {data: rows}\n')}`,
    says: /big: 4 rows fail \(6\.667%\); rows 1, 2, 3, 4/,
  },
};

for (const [what, one] of Object.entries(BEFORE))
  test(`${what}: said before the run begins, exit code 2`, async (t) => {
    const project = await made(t, one);
    const said = await project.modelyard('run learn --format ndjson');
    assert.equal(said.code, 2, said.out);
    assert.equal(said.out, '');
    assert.match(said.err, one.says);
    assert.match(said.err, /^error: .+\nnext: .+\n$/);
    assert.deepEqual((await project.modelyard('runs list --format json')).json(), { runs: [], nextPageToken: null });
  });

for (const [what, one] of Object.entries(WHILE))
  test(`${what}: fails its step, exit code 1`, async (t) => {
    const project = await made(t, one);
    const said = await project.modelyard('run learn --format ndjson');
    assert.equal(said.code, 1, said.err);
    const events = said.events();
    const failed = events.find((event) => event.type === 'step.finished' && event.status === 'failed');
    assert.ok(failed?.type === 'step.finished', said.out);
    assert.match(failed.reason ?? '', one.says);
    assert.ok(failed.next, 'a next step');
    const last = events.at(-1);
    assert.equal(last?.type === 'run.finished' && last.status, 'failed');
  });

async function made(t: Parameters<typeof testProject>[0], { files, prepare }: Case): Promise<TestProject> {
  const project = testProject(t, files);
  await prepare?.(project);
  symlinkSync(join(project.folder, 'nowhere'), join(project.folder, 'dangling'));
  return project;
}
