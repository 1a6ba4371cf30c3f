import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type TestProject, testProject } from '../../kit/project.ts';

const MLMODEL = `flavors:
  python_function: {loader_module: mlflow.sklearn, model_path: model.pkl, python_version: 3.11.2}
  sklearn: {pickled_model: model.pkl, serialization_format: cloudpickle}
mlflow_version: 3.17.2
signature:
  inputs: '[{"type": "double", "name": "x", "required": true}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'
`;

const PROJECT = `
#- made/MLmodel
${MLMODEL}
#- made/model.pkl
not a pickle, and nobody looks
#- made/code/help.py
print('never run')
#- booster.txt
tree
#- use.mjs
import { readdirSync, writeFileSync } from 'node:fs';
writeFileSync(process.argv[3], JSON.stringify(readdirSync(process.argv[2]).sort()));
#- make.pipeline.yaml
pipeline: make
steps:
  train:
    run: cp -r made \${{ outputs.model }}
    inputs: {made: made}
    outputs: {model: model/}
  boost:
    run: cp booster.txt \${{ outputs.model }}
    inputs: {file: booster.txt}
    outputs: {model: booster.txt}
  use:
    run: node use.mjs \${{ inputs.model }} \${{ outputs.seen }}
    inputs: {code: use.mjs, model: "\${{ steps.train.model }}"}
    outputs: {seen: seen.json}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: forest}
  register_file:
    uses: model/register
    with: {model: "\${{ steps.boost.model }}", name: booster}
`;

test('a folder of MLflow and any file that programs wrote become versions', async (t) => {
  const project = testProject(t, PROJECT);
  assert.equal((await project.modelyard('validate')).code, 0);
  await ran(project);
  const forest = project.read('registry/forest/v1.version.yaml');
  assert.match(forest, /^format: mlflow$/m);
  assert.match(forest, /^signature: \{inputs: \{x: float\}, outputs: \{\}\}$/m);
  assert.match(forest, /mlflow: 3\.17\.2/);
  const [, sha256, folder] = /^sha256: (\w+)$.*^folder: (\w+)$/ms.exec(forest) ?? [];
  assert.equal(sha256, folder);
  const booster = project.read('registry/booster/v1.version.yaml');
  assert.match(booster, /^format: files$/m);
  assert.match(booster, /^size: 5$/m);
  assert.equal((await project.modelyard('models verify')).code, 0);
  assert.equal((await project.modelyard('models export forest out')).code, 0);
  assert.deepEqual(readdirSync(join(project.folder, 'out')).sort(), ['MLmodel', 'code', 'model.pkl']);
  assert.equal((await project.modelyard('models export booster single')).code, 0);
  assert.equal(project.read('single/booster.txt'), 'tree\n');
  const shown = (await project.modelyard('models show forest --format json')).out;
  assert.match(shown, /"format": "mlflow"/);
});

test('a step gets the folder of another as it was, and a second run takes all from the cache', async (t) => {
  const project = testProject(t, PROJECT);
  await ran(project);
  const statuses = await ran(project);
  assert.deepEqual(statuses, ['cached', 'cached', 'cached', 'cached', 'cached']);
  assert.equal(existsSync(join(project.folder, 'registry/forest/v2.version.yaml')), false);
});

test('a step whose folder has lost a file is run again', async (t) => {
  const project = testProject(t, PROJECT);
  await ran(project);
  const { sha256 } = await fileOf(project, 'train/model/model.pkl');
  rmSync(objectOf(project, sha256));
  assert.deepEqual(await ran(project), ['done', 'cached', 'cached', 'cached', 'cached']);
  assert.equal((await project.modelyard('models verify')).code, 0);
});

test('an empty folder is no model', async (t) => {
  const project = testProject(
    t,
    '#- none.pipeline.yaml\npipeline: none\nsteps:\n  train:\n    run: mkdir ${{ outputs.model }}\n    outputs: {model: model/}\n',
  );
  const said = await project.modelyard('run none');
  assert.equal(said.code, 1);
  assert.match(said.err, /folder `model` has no files/);
});

test('files and folders are registered from the command line', async (t) => {
  const project = testProject(t, PROJECT);
  assert.equal((await project.modelyard('models register made --name forest')).out, 'Registered forest:1 (1.0.0).\n');
  assert.match((await project.modelyard('models register made --name forest')).out, /forest:1/);
  assert.equal((await project.modelyard('models register booster.txt --name booster')).code, 0);
  assert.equal((await project.modelyard('models register booster --name copy')).code, 0);
  assert.match(project.read('registry/copy/v1.version.yaml'), /^folder: /m);
  assert.match(project.read('registry/forest/v1.version.yaml'), /^format: mlflow$/m);
  assert.equal((await project.modelyard('models verify')).code, 0);
  const said = await project.modelyard('predict --model booster --input booster.txt --output out.csv');
  assert.equal(said.code, 2);
  assert.match(said.err, /folder of files|its bytes/);
});

async function ran(project: TestProject): Promise<readonly string[]> {
  const said = await project.modelyard('run make --format json');
  assert.equal(said.code, 0, said.out + said.err);
  return said.json<{ steps: { status: string }[] }>().steps.map(({ status }) => status);
}

async function fileOf(project: TestProject, path: string): Promise<{ sha256: string }> {
  const { runs } = (await project.modelyard('runs list --format json')).json<{ runs: { id: string }[] }>();
  const shown = (await project.modelyard(`runs show ${runs[0]!.id} --format json`)).json<{
    artifacts: { path: string; sha256: string }[];
  }>();
  const found = shown.artifacts.find((one) => one.path === path);
  assert.ok(found, JSON.stringify(shown.artifacts.map((one) => one.path)));
  return found;
}

function objectOf({ folder }: TestProject, sha256: string): string {
  return join(folder, '.modelyard/objects', sha256.slice(0, 2), sha256.slice(2));
}
