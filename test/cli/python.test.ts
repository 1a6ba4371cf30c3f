import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openHost } from '../../engine/src/adapters/host.ts';
import { localMachine } from '../../engine/src/adapters/system/localMachine.ts';
import type { RunEvent } from '../../engine/src/pipeline/events.ts';
import type { Run } from '../../engine/src/ports/runStore.ts';
import { type Said, type TestProject, testProject } from '../kit/project.ts';

const options = { skip: hasPython() ? false : 'there is no python3 with venv here' };

/** Made for examples/own-python by `npm run test:python` or by hand. */
const OWN = fileURLToPath(new URL('../../.cache/own-python-venv/bin/python', import.meta.url));
/** It has mlflow, which is to know of no service here. */
const OWN_ONLY = { MODELYARD_PYTHON: OWN, MLFLOW_TRACKING_URI: 'http://127.0.0.1:9' };
const withNotebooks = { skip: existsSync(OWN) ? false : 'there is no Python with nbclient in .cache/own-python-venv' };

const MEASURES = `
#- requirements.txt
# none
#- measure.py
import json, os
out = os.environ["MODELYARD_OUTPUTS"] + "/"
json.dump({"auc": 0.7, "lost": float("nan")}, open(out + "metrics.json", "w"))
open(out + "metrics.csv", "w").write("step,loss\\n1,0.5\\n2,0.25\\n")
json.dump({"depth": 3}, open(out + "params.json", "w"))
#- own.pipeline.yaml
pipeline: own
steps:
  measure:
    run: python measure.py
    inputs: {code: measure.py}
`;

test('what a program measures, and the Python it ran in, are kept with its run', options, async (t) => {
  const project = testProject(t, MEASURES);
  venv(project, '.venv');
  const said = await project.modelyard('run own --format ndjson');
  assert.equal(said.code, 0, said.out + said.err);
  assert.match(logs(said).join('\n'), /^Python 3\.\d+\.\d+: .*\.venv\/bin\/python \(`\.venv` of the project\)$/m);
  const { run, losses } = await stepRun(project, said);
  assert.deepEqual([run.metrics['auc']?.value, run.metrics['lost']?.value], [0.7, Number.NaN]);
  assert.deepEqual(losses, [
    [1, 0.5],
    [2, 0.25],
  ]);
  assert.deepEqual(run.params, { depth: '3' });
  assert.match(run.tags['modelyard.python'] ?? '', /^3\./);
  assert.deepEqual(run.artifacts.map(({ path }) => path).sort(), [
    'environment/python.json',
    'environment/requirements.txt',
  ]);
  const [environment] = run.artifacts.filter(({ path }) => path.endsWith('python.json'));
  const kept = JSON.parse(project.read(`.modelyard/objects/${environment!.sha256.replace(/^../, '$&/')}`));
  assert.equal(kept.interpreter, `${project.folder}/.venv/bin/python`);
  assert.deepEqual(kept.requirements, ['requirements.txt']);
});

test('a package that changes makes a step run again, and nothing else of the environment does', options, async (t) => {
  const project = testProject(t, MEASURES);
  venv(project, '.venv');
  const status = async () => {
    const events = (await project.modelyard('run own --format ndjson')).events();
    return events.find((event) => event.type === 'step.finished')?.status;
  };
  assert.equal(await status(), 'done');
  assert.equal(await status(), 'cached');
  install(project, 'flights_kit', '1.0');
  assert.equal(await status(), 'done');
  assert.equal(await status(), 'cached');
  install(project, 'pip', '99.0');
  assert.equal(await status(), 'cached');
});

test('a venv that vanished is refused, whatever Python there is beside it', options, async (t) => {
  const project = testProject(t, `${MEASURES}    python: {venv: envs/train}\n`);
  venv(project, 'envs/train');
  assert.equal((await project.modelyard('run own')).code, 0);
  rmSync(join(project.folder, 'envs/train'), { recursive: true });
  const said = await project.modelyard('run own');
  assert.equal(said.code, 1);
  assert.match(said.out + said.err, /`envs\/train` that the step names is not there.*python3 -m venv envs\/train/s);
});

test('metrics that cannot be read fail the step with their place', options, async (t) => {
  const project = testProject(t, MEASURES.replace('"auc": 0.7', '"auc": "high"'));
  const said = await project.modelyard('run own');
  assert.equal(said.code, 1);
  assert.match(
    said.out + said.err,
    /`metrics\.json` of step `measure` cannot be read at line 1, column 2: `auc` is a text/,
  );
});

test('declared outputs of those names are outputs, read as before', options, async (t) => {
  const project = testProject(
    t,
    MEASURES.replace('float("nan")', '"text"').concat('    outputs: {report: metrics.json}\n'),
  );
  const said = await project.modelyard('run own --format ndjson');
  assert.equal(said.code, 0, said.out);
  const { run } = await stepRun(project, said);
  assert.equal(run.metrics['auc']?.value, 0.7);
});

test('programs know of a tracking service that runs, unless an address is set', options, async (t) => {
  const project = testProject(
    t,
    `
#- tell.py
import os
known = [os.environ.get("MLFLOW_" + name) for name in ("TRACKING_URI", "TRACKING_TOKEN", "RUN_ID")]
print(*known, len(known[1] or ""))
#- tell.pipeline.yaml
pipeline: tell
steps:
  tell:
    run: python3 tell.py
`,
  );
  const told = async (variables: Record<string, string> = {}) => {
    const said = await project.modelyard('run tell --format ndjson', { variables });
    return { line: logs(said, 'stdout')[0], said };
  };
  assert.equal((await told()).line, 'None None None 0');
  const service = { url: 'http://127.0.0.1:1234', token: 'a token of the test' };
  project.write('.modelyard/service.json', JSON.stringify({ ...service, process: localMachine().self }));
  const { line, said } = await told();
  assert.equal(line, `http://127.0.0.1:1234 *** ${(await stepRun(project, said)).run.id} 19`);
  assert.equal((await told({ MLFLOW_TRACKING_URI: 'http://theirs' })).line, 'None None None 0');
  const inTerminal = await told({ MLFLOW_TRACKING_URI: service.url, MLFLOW_TRACKING_TOKEN: service.token });
  assert.match(inTerminal.line ?? '', /^http:\/\/127\.0\.0\.1:1234 \*\*\* \w{32} 19$/);
  project.write('.modelyard/service.json', JSON.stringify(service));
  assert.equal((await told()).line, 'None None None 0');
  project.write('.modelyard/service.json', '{"url": 1');
  assert.equal((await told()).line, 'None None None 0');
});

const NOTEBOOK = (last: string) => `
#- train.ipynb
${JSON.stringify({
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['# Train'] },
    code(['rounds = 1\n', 'name = ""'], ['parameters']),
    code(['import os\n', 'print("rounds", rounds, name)']),
    code([last]),
  ],
  metadata: { kernelspec: { name: 'somebody-elses', display_name: 'x', language: 'python' } },
  nbformat: 4,
  nbformat_minor: 4,
})}
#- own.pipeline.yaml
pipeline: own
params: {rounds: 7, name: "it's"}
steps:
  train:
    run: train.ipynb
    outputs: {out: out.json}
`;

const WRITES = 'open(os.environ["MODELYARD_OUTPUT_OUT"], "w").write("{}"); print(os.environ.get("TOKEN"))';

test('a notebook runs with params in its cell, and is kept with what it printed', withNotebooks, async (t) => {
  const project = testProject(t, `${NOTEBOOK(WRITES)}    env: {TOKEN: "\${{ secrets.TOKEN }}"}\n`);
  assert.equal((await project.modelyard('validate')).code, 0);
  const variables = { ...OWN_ONLY, MODELYARD_SECRET_TOKEN: 'hunter2hunter2' };
  const said = await project.modelyard('run own --format ndjson', { variables });
  assert.equal(said.code, 0, said.out);
  assert.deepEqual(logs(said, 'stdout'), ["rounds 7 it's", '***']);
  const { run } = await stepRun(project, said);
  const executed = run.artifacts.find(({ path }) => path === 'notebook/train.ipynb');
  const text = project.read(`.modelyard/objects/${executed!.sha256.replace(/^../, '$&/')}`);
  assert.ok(!text.includes('hunter2'), text);
  const sources = (JSON.parse(text) as { cells: { source: string | string[] }[] }).cells.map(({ source }) =>
    [source].flat().join(''),
  );
  assert.equal(sources[2], '# Parameters\nrounds = 7\nname = "it\'s"');
});

test('a cell that fails is named by its number, and the notebook is kept', withNotebooks, async (t) => {
  const project = testProject(t, NOTEBOOK('raise ValueError("no luck")'));
  const said = await project.modelyard('run own --format ndjson', { variables: OWN_ONLY });
  assert.equal(said.code, 1);
  const finished = said.events().find((event) => event.type === 'step.finished');
  assert.equal(finished?.reason, 'Cell 4 (In [4]) of `train.ipynb` failed: ValueError: no luck');
  const { run } = await stepRun(project, said);
  assert.ok(run.artifacts.some(({ path }) => path === 'notebook/train.ipynb'));
});

test('without nbclient a notebook is refused with what to install', options, async (t) => {
  const project = testProject(t, NOTEBOOK(WRITES));
  venv(project, '.venv');
  const said = await project.modelyard('run own');
  assert.equal(said.code, 1);
  assert.match(said.out + said.err, /is not installed in .*\.venv\/bin\/python.*-m pip install nbclient ipykernel/s);
});

for (const [what, text, says] of [
  ['is not there', undefined, /no notebook `train\.ipynb`/],
  ['is in conflict', '<<<<<<< HEAD\n{', /no notebook of format 4/],
] as const)
  test(`a notebook that ${what} is refused`, options, async (t) => {
    const project = testProject(t, NOTEBOOK(WRITES));
    if (text === undefined) rmSync(join(project.folder, 'train.ipynb'));
    else project.write('train.ipynb', text);
    const said = await project.modelyard('run own');
    assert.ok(said.code > 0);
    if (text !== undefined) assert.match(said.out + said.err, says);
  });

function code(source: readonly string[], tags: readonly string[] = []) {
  return { cell_type: 'code', execution_count: null, metadata: { tags }, outputs: [], source };
}

function hasPython(): boolean {
  try {
    execFileSync('python3', ['-c', 'import venv'], { stdio: 'ignore' });
    return process.platform !== 'win32';
  } catch {
    return false;
  }
}

function venv(project: TestProject, name: string): void {
  execFileSync('python3', ['-m', 'venv', '--without-pip', join(project.folder, name)]);
}

/** As pip leaves it. */
function install(project: TestProject, name: string, version: string): void {
  const [packages] = execFileSync(join(project.folder, '.venv/bin/python'), [
    '-c',
    'import sysconfig; print(sysconfig.get_path("purelib"))',
  ])
    .toString()
    .split('\n');
  const folder = join(packages!, `${name}-${version}.dist-info`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'METADATA'), `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`);
}

function logs(said: Said, stream?: string): readonly string[] {
  return said
    .events()
    .flatMap((event) => (event.type === 'log' && (stream ?? event.stream) === event.stream ? [event.line] : []));
}

async function stepRun(
  project: TestProject,
  said: Said,
): Promise<{ readonly run: Run; readonly losses: readonly (readonly [number, number])[] }> {
  const started = said
    .events()
    .find((event): event is Extract<RunEvent, { type: 'step.started' }> => event.type === 'step.started');
  const host = openHost({ folder: project.folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  try {
    const { runs } = await host.stores(project.folder);
    const run = await runs.run(started!.run);
    const history = await runs.history(run.id, 'loss');
    return { run, losses: history.map(({ step, value }) => [step, value]) };
  } finally {
    await host.close();
  }
}
