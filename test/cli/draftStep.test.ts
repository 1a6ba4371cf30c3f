import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { localFiles } from '../../engine/src/adapters/files/localFiles.ts';
import type { DraftedStep } from '../../engine/src/operations/draftStep.ts';
import { loadProject } from '../../engine/src/project/load.ts';
import { scriptOf } from '../../engine/src/project/programFiles.ts';
import { commandLine, testProject } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const example = new URL('../../examples/own-python/', import.meta.url).pathname;
const PROGRAMS = [
  'scripts/data.py',
  'scripts/train_sklearn.py',
  'scripts/train_lightgbm.py',
  'notebooks/importance.ipynb',
];

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/output/draft-step.schema.json', import.meta.url), 'utf8'),
) as object;
const follows = new Ajv2020({ strict: false }).compile(schema);

test('the programs of examples/own-python become steps with the inputs and outputs that somebody wrote by hand', async (t) => {
  const folder = join(temporaryFolder(t), 'own');
  cpSync(example, folder, { recursive: true, filter: (path) => !/\.(venv|modelyard)$/.test(path) });
  const byHand = (await loadProject(localFiles(), folder)).pipelines.get('own-python')!;
  rmSync(join(folder, byHand.file));
  for (const file of PROGRAMS) {
    const said = await commandLine(folder, ['draft', 'step', file, '--pipeline', 'own', '--format', 'json']);
    assert.equal(said.code, 0, said.err);
    const drafted = said.json<DraftedStep & Record<string, unknown>>();
    assert.ok(follows(drafted), JSON.stringify(follows.errors));
    assert.equal(drafted.text.split('\n')[drafted.line - 1], `  ${drafted.step}:`);
    const step = [...byHand.steps.values()].find((one) => one.kind === 'run' && scriptOf(one) === file);
    assert.ok(step?.kind === 'run');
    assert.deepEqual([...drafted.inputs].sort(), [...step.inputs.keys()].sort(), file);
    assert.deepEqual([...drafted.outputs].sort(), [...step.outputs.keys()].sort(), file);
  }
  const checked = await commandLine(folder, ['validate', '--fail-on', 'hint']);
  assert.equal(checked.code, 0, checked.out + checked.err);
});

function golden(name: string): string {
  return readFileSync(new URL(`../golden/draftStep/${name}`, import.meta.url), 'utf8');
}

const SCRIPT = `
#- jobs/train.py
import argparse, sys
import pandas as pd
import mlflow
from features import build
parser = argparse.ArgumentParser()
parser.add_argument("--data", default="data/a.csv")
parser.add_argument("--rate", type=float, default=1.0, help="Learning rate (default: %(default)s)")
parser.add_argument("--loss", choices=["log", "exp"], default="log")
parser.add_argument("--api-key", default="hunter2")
parser.add_argument("--fast", action="store_true")
parser.add_argument("--seed", type=int)
args = parser.parse_args()
frame = build(pd.read_csv(args.data), pd.read_csv("data/b c.csv"), open("missing.txt"), open("beside.txt"))
pd.read_csv(f"data/{args.loss}.csv")
frame.to_csv("out/frame.csv")
pd.read_csv("out/frame.csv")
pd.read_parquet("s3://bucket/x.parquet")
pd.read_csv("../../etc/passwd")
mlflow.sklearn.log_model(model, "model")
#- jobs/features.py
import helper
#- jobs/helper.py
pass
#- jobs/beside.txt
x
#- jobs/requirements.txt
pandas
#- env/pyvenv.cfg
home = x
#- data/a.csv
a
1
#- data/b c.csv
a
1
`;

test('what is certain is declared, and what is not stands above the step', async (t) => {
  const project = testProject(t, SCRIPT);
  const said = await project.modelyard('draft step jobs/train.py');
  assert.equal(said.code, 0, said.err);
  assert.equal(project.read('train.pipeline.yaml'), golden('train.pipeline.yaml'));
  const checked = await project.modelyard('validate --fail-on hint');
  assert.equal(checked.code, 0, checked.out + checked.err);
  assert.equal(project.read('train.pipeline.yaml').includes('hunter2'), false);
});

const PIPELINE = `# Ours.
pipeline: nightly # runs at two
params:
  rate: 0.5   # of learning

steps:
    # First of all.
    load:
        run: python load.py ${'${{ outputs.data }}'}   # quick
        inputs: {code: load.py}
        outputs: {data: data.parquet}
    # The end.

# Behind everything.
`;

test('comments, indentation and line ends of a pipeline stay', async (t) => {
  for (const ends of ['\n', '\r\n']) {
    const project = testProject(t, SCRIPT);
    const before = PIPELINE.replaceAll('\n', ends);
    project.write('load.py', 'pass\n');
    project.write('jobs/nightly.pipeline.yaml', before);
    const said = await project.modelyard('draft step jobs/train.py --pipeline nightly --step fit --format json');
    assert.equal(said.code, 0, said.err);
    assert.equal(said.json<DraftedStep & Record<string, unknown>>().file, 'jobs/nightly.pipeline.yaml');
    const after = project.read('jobs/nightly.pipeline.yaml');
    assert.equal(after.replaceAll('\r\n', '\n'), golden('nightly.pipeline.yaml'));
    assert.equal(after.includes('\r\n'), ends === '\r\n');
    assert.equal(after.replaceAll('\r\n', '').includes('\n'), ends === '\n');
    const left = after.split(ends);
    for (const line of before.split(ends)) assert.ok(left.includes(line), line);
    assert.equal((await project.modelyard('validate')).code, 0);
  }
});

test('nothing is written with --dry-run, and twice the same step is refused', async (t) => {
  const project = testProject(t, SCRIPT);
  const shown = await project.modelyard('draft step jobs/train.py --dry-run');
  assert.equal(shown.out, golden('train.pipeline.yaml'));
  assert.throws(() => project.read('train.pipeline.yaml'));
  await project.modelyard('draft step jobs/train.py');
  const again = await project.modelyard('draft step jobs/train.py --pipeline train');
  assert.match(again.err, /Step `train` of train\.pipeline\.yaml runs jobs\/train\.py already/);
  assert.equal(
    (await project.modelyard('draft step jobs/train.py --format json')).json<{ file: string }>().file,
    'train-2.pipeline.yaml',
  );
});

test('what is no program that a step can be drafted from is refused with the reason', async (t) => {
  const project = testProject(t, SCRIPT);
  const notebook = (text: string) => project.write('x.ipynb', text);
  const refused = async (line: string, reason: RegExp) => {
    const said = await project.modelyard(line);
    assert.deepEqual([said.code, said.out], [2, ''], line);
    assert.match(said.err, reason);
  };
  for (const [text, reason] of [
    ['', /it is no JSON/],
    ['{"cells": [', /it is no JSON/],
    ['{}', /no list of cells/],
    ['null', /no list of cells/],
    ['<<<<<<< HEAD\n{}\n', /a merge left its conflict/],
    ['{"cells": [], "metadata": {"language_info": {"name": "R"}}}', /a notebook in R/],
  ] as const) {
    notebook(text);
    await refused('draft step x.ipynb', reason);
  }
  notebook('{"cells": [null, 1, {"cell_type": "code", "source": 3}]}');
  assert.equal((await project.modelyard('draft step x.ipynb --dry-run')).code, 0);
  await refused('draft step not/there.py', /no file not\/there\.py/);
  await refused('draft step data/a.csv', /neither a Python script nor a notebook/);
  await refused('draft step jobs/train.py --pipeline Fit!', /cannot be the name of a pipeline/);
  await refused('draft step jobs/train.py --step 1', /cannot be the id of a step/);
  project.write('broken.pipeline.yaml', 'pipeline: broken\nsteps: {a: {run: x}}\n');
  await refused('draft step jobs/train.py --pipeline broken', /No step can be added to broken\.pipeline\.yaml/);
  const outside = join(temporaryFolder(t), 'away.py');
  writeFileSync(outside, 'pass\n');
  await refused(`draft step ${outside}`, /lies outside the project/);
  const nowhere = temporaryFolder(t);
  mkdirSync(join(nowhere, 'a'));
  const said = await commandLine(join(nowhere, 'a'), 'draft step train.py');
  assert.match(said.err, /no modelyard\.yaml/);
  rmSync(nowhere, { recursive: true });
});
