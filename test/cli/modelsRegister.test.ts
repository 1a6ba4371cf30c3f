import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onnxModel } from '../kit/onnxModel.ts';
import { testProject } from '../kit/project.ts';

interface Registered {
  readonly model: string;
  readonly version: number;
  readonly semver: string;
  readonly run: string;
  readonly isNew: boolean;
}

const TRAINS = `
#- made.pipeline.yaml
pipeline: made
params: {weight: 3}
steps:
  train:
    run: cp model.onnx \${{ outputs.model }}
    inputs: {file: model.onnx}
    outputs: {model: model.onnx}
`;

test('an ONNX file becomes a version, and the same bytes are registered once', async (t) => {
  const project = testProject(t, '#- readme.md\n');
  project.write('Modelle ä/mein modell.onnx', onnxModel(1));
  const line = ['models', 'register', 'Modelle ä/mein modell.onnx', '--name', 'sigmoid', '--format', 'json'];
  const first = (await project.modelyard(line)).json<Registered>();
  assert.deepEqual(
    { ...first, run: '', sha256: '' },
    {
      ...{ model: 'sigmoid', version: 1, semver: '1.0.0', run: '', sha256: '', isNew: true },
    },
  );
  const again = (await project.modelyard(line)).json<Registered>();
  assert.deepEqual(again, { ...first, isNew: false });
  assert.match(
    project.read('registry/sigmoid/v1.version.yaml'),
    /^signature: \{inputs: \{x: float\}, outputs: \{late: /m,
  );
  assert.match((await project.modelyard('models register model.onnx --name sigmoid')).err, /model\.onnx/);
});

test('its run says who registered it, leads to the version, and predicts', async (t) => {
  const project = testProject(t, '#- rows.ndjson\n{"x": 2}\n');
  project.write('model.onnx', onnxModel(1));
  const { run } = (
    await project.modelyard('models register model.onnx --name sigmoid --format json')
  ).json<Registered>();
  const shown = (await project.modelyard(`runs show ${run} --format json`)).json();
  assert.deepEqual(shown['models'], [{ name: 'sigmoid', version: 1 }]);
  assert.equal(shown['status'], 'finished');
  assert.equal((await project.modelyard('runs list --format json')).json<{ runs: object[] }>().runs.length, 1);
  const said = await project.modelyard(`predict --model run:${run} --input rows.ndjson --output out.ndjson`);
  assert.equal(said.code, 0, said.err);
  assert.match(project.read('out.ndjson'), /"late_probability":0\.88/);
  assert.equal((await project.modelyard('models verify')).code, 0);
});

test('with a run the version has its parameters and metrics', async (t) => {
  const project = testProject(t, TRAINS);
  project.write('model.onnx', onnxModel(1));
  const { run } = (await project.modelyard('run made --format json')).json<{ run: string }>();
  project.write('better.onnx', onnxModel(2));
  const said = await project.modelyard(`models register better.onnx --name sigmoid --run ${run.slice(0, 8)}`);
  assert.equal(said.out, 'Registered sigmoid:1 (1.0.0).\n', said.err);
  const file = project.read('registry/sigmoid/v1.version.yaml');
  assert.match(file, new RegExp(`^run: ${run}$`, 'm'));
  assert.match(file, /^pipeline: made$/m);
  assert.match(file, /weight: /);
});

test('the model that a run has made is registered by the run', async (t) => {
  const project = testProject(t, TRAINS);
  project.write('model.onnx', onnxModel(1));
  const { run } = (await project.modelyard('run made --format json')).json<{ run: string }>();
  assert.match((await project.modelyard(`models register run:${run} --name sigmoid`)).out, /^Registered sigmoid:1 /);
  assert.match((await project.modelyard('models register sigmoid:1 --name copy')).out, /^Registered copy:1 /);
  assert.equal((await project.modelyard('models verify')).code, 0);
  const shown = (await project.modelyard(`runs show ${run} --format json`)).json<{ models: object[] }>();
  assert.deepEqual(shown.models, [
    { name: 'sigmoid', version: 1 },
    { name: 'copy', version: 1 },
  ]);
});

test('what cannot be registered is refused, and no version and no run comes of it', async (t) => {
  const project = testProject(t, TRAINS);
  project.write('model.onnx', onnxModel(1));
  project.write('text.onnx', 'no model');
  for (const [line, says] of [
    ['models register text.onnx --name a', /not an ONNX model/],
    ['models register none.onnx --name a', /none\.onnx/],
    ['models register model.onnx --name a/b', /a\/b/],
    ['models register model.onnx --name a --run ffff', /no run ffff/],
    ['models register run:ffff --name a', /no run ffff/],
    ['models register nothing --name a', /no model nothing/],
    ['models register model.onnx', /name/],
  ] as const) {
    const said = await project.modelyard(line);
    assert.equal(said.code, 2, said.out);
    assert.match(said.err, says, line);
  }
  assert.deepEqual((await project.modelyard('models list --format json')).json(), { models: [] });
  assert.deepEqual((await project.modelyard('runs list --format json')).json<{ runs: object[] }>().runs, []);
});
