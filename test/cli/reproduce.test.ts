import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Reproduction } from '../../engine/src/operations/reproduce.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { type TestProject, testProject } from '../kit/project.ts';

const ROWS = [
  'x,y,late',
  ...Array.from({ length: 600 }, (_, i) => `${(i * 37) % 101},${(i * 11) % 7},${(i * 7919) % 13 < 5}`),
];

const PROJECT = `
#- modelyard.yaml
project: small
language: 1
#- .gitignore
.modelyard/
rows.csv
#- rows.dataset.yaml
dataset: rows
source: rows.csv
#- note.sh
cat "$1" > "$2"
#- word.txt
good
#- small.pipeline.yaml
pipeline: small
params: {rounds: 4, at: then}
steps:
  examples:
    uses: data/examples
    with: {from: rows, label: {late: late}, columns: {x: x, y: y}}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: random, test: 40%}
  train:
    uses: model/train
    with:
      data: \${{ steps.split.train }}
      target: late
      learner: gradient-boosting
      params: {rounds: "\${{ params.rounds }}", seed: 1}
  evaluate:
    uses: model/evaluate
    with: {model: "\${{ steps.train.model }}", data: "\${{ steps.split.test }}", metrics: [roc_auc], intervals: {resamples: 20}}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: small}
  note:
    run: sh note.sh \${{ inputs.word }} \${{ outputs.note }}
    inputs: {code: note.sh, word: word.txt}
    outputs: {note: note.txt}
`;

interface Repository extends TestProject {
  git(...args: string[]): string;
  /** Runs the pipeline; its id. */
  recorded(line?: string, threads?: number): Promise<string>;
}

/** A project in git with data that git ignores. */
function repository(t: TestContext, fixture = PROJECT): Repository {
  const project = testProject(t, fixture);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: project.folder, encoding: 'utf8' }).trim();
  git('init', '-q', '-b', 'main');
  for (const [name, value] of [
    ['user.name', 'Ada'],
    ['user.email', 'ada@example.org'],
    ['commit.gpgsign', 'false'],
  ])
    git('config', name!, value!);
  git('add', '.');
  git('commit', '-q', '-m', 'Begin');
  project.write('rows.csv', ROWS.join('\n'));
  const recorded = async (line = 'run small', threads = 1) => {
    const said = await project.modelyard(`${line} --format json`, { threads });
    assert.equal(said.code, 0, said.err);
    return said.json<{ run: string }>().run;
  };
  return { ...project, git, recorded };
}

/** Nothing of a repetition is left: no folder, no worktree. */
function assertClean({ folder, git }: Repository): void {
  assert.deepEqual(readdirSync(join(folder, '.modelyard/tmp')), []);
  assert.equal(git('worktree', 'list').split('\n').length, 1);
}

test('a run comes out the same, byte by byte, on other threads and after all has changed', async (t) => {
  const project = repository(t);
  project.write('word.txt', 'uncommitted\n');
  const run = await project.recorded('run small --param rounds=3', 1);
  const versions = project.read('registry/small/v1.version.yaml');
  project.write('word.txt', 'other\n');
  project.write('rows.csv', 'x,y,late\n1,2,true\n');
  project.write('small.pipeline.yaml', project.read('small.pipeline.yaml').replace('rounds: 4', 'rounds: 9'));
  project.git('commit', '-qam', 'Change all');
  const said = await project.modelyard(`reproduce ${run.slice(0, 8)} --format json`, { threads: 2 });
  const { again, ...result } = said.json<Reproduction>();
  assert.equal(said.code, 0, said.out + said.err);
  assert.deepEqual(result, { run, equal: true, differences: [], environment: [] });

  const listed = await project.modelyard(`runs search tags.modelyard.repeats='${run}' --format json`);
  assert.deepEqual(
    listed.json<{ runs: { id: string }[] }>().runs.map(({ id }) => id),
    [again],
  );
  const shown = (await project.modelyard(`runs show ${again} --format json`)).json<{
    models: [];
    params: object;
    steps: { status: string }[];
  }>();
  assert.deepEqual([shown.models, shown.params], [[], { rounds: '3', at: 'then' }]);
  assert.ok(shown.steps.every(({ status }) => status === 'done'));
  assert.deepEqual(readdirSync(join(project.folder, 'registry/small')), ['v1.version.yaml']);
  assert.equal(project.read('registry/small/v1.version.yaml'), versions);
  assertClean(project);
});

test('what differs is named, with exit code 1', async (t) => {
  const project = repository(t, PROJECT.replace('cat "$1" > "$2"', 'date +%s%N > "$2"'));
  const run = await project.recorded('run small --until note');
  const { code, out } = await project.modelyard(`reproduce ${run}`);
  assert.equal(code, 1);
  assert.match(
    out,
    /^✗ not equal: run [0-9a-f]{8} differs from [0-9a-f]{8}\n\n +[0-9a-f]{8} +[0-9a-f]{8}\nnote\.note {2}[0-9a-f]{12} {2}[0-9a-f]{12}\n/,
  );
  assertClean(project);
});

test('its events and its result follow their schemas', async (t) => {
  const project = repository(t);
  await project.recorded('run small --until note');
  const run = await project.recorded('run small --only note');
  const follows = outputSchemas();
  follows('reproduce', (await project.modelyard(`reproduce ${run} --format json`)).json());
  const events = (await project.modelyard(`reproduce ${run} --format ndjson`)).events();
  for (const event of events) follows('events', event);
  assert.deepEqual([events[0]?.type, events.at(-1)?.type], ['run.started', 'reproduce.finished']);
});

test('a step that fails now is a difference', async (t) => {
  const project = repository(t, PROJECT.replace('cat "$1" > "$2"', 'test -e here.txt && cat "$1" > "$2"'));
  project.write('here.txt', 'not in git');
  const run = await project.recorded('run small --until note');
  const said = await project.modelyard(`reproduce ${run} --format json`);
  const { equal, differences } = said.json<Reproduction>();
  assert.deepEqual([said.code, equal], [1, false]);
  assert.deepEqual(differences, [{ kind: 'status', step: 'note', name: null, run: 'done', again: 'failed' }]);
});

const SOURCES = `
#- modelyard.yaml
project: sources
language: 1
#- .gitignore
.modelyard/
.venv/
made.csv
#- make.sh
date +%s%N | sed "s/^/n,x,late\\n1,/; s/$/,true/" > made.csv
echo "2,3,false" >> made.csv
#- made.dataset.yaml
dataset: made
source: {run: sh make.sh, output: made.csv, refresh: 1s}
#- doubled.dataset.yaml
dataset: doubled
source: {sql: "SELECT *, x * 2 AS twice FROM made"}
#- small.pipeline.yaml
pipeline: small
steps:
  examples:
    uses: data/examples
    with: {from: doubled, label: {late: late}, columns: {twice: twice}}
  tool:
    run: tool \${{ outputs.note }}
    inputs: {code: make.sh}
    outputs: {note: note.txt}
    python: {venv: .venv}
`;

test('what programs made is taken from the store, SQL over it found again, a Python environment used where it stands', async (t) => {
  const project = repository(t, SOURCES);
  project.write('.venv/bin/tool', '#!/bin/sh\necho made > "$1"\n');
  project.write('.venv/bin/python', '#!/bin/sh\n');
  for (const name of ['tool', 'python']) chmodSync(join(project.folder, '.venv/bin', name), 0o755);
  const run = await project.recorded();
  const made = project.read('made.csv');
  rmSync(join(project.folder, 'made.csv'));
  const said = await project.modelyard(`reproduce ${run}`);
  assert.equal(said.code, 0, said.out + said.err);
  assert.doesNotMatch(said.err, /sh make\.sh/);
  assert.match(made, /^n,x,late\n1,\d+,true\n/);
  assert.equal(existsSync(join(project.folder, '.venv/bin/tool')), true);
});

test('programs and platforms that differ are named', async (t) => {
  const project = repository(t);
  const run = await project.recorded('run small --until note');
  await project.modelyard(['runs', 'tag', run, 'modelyard.environment={"node":"18.0.0"}']);
  const { equal, environment } = (await project.modelyard(`reproduce ${run} --format json`)).json<Reproduction>();
  assert.equal(equal, true);
  assert.deepEqual(
    environment.map((one) => [one.name, one.run]),
    [
      ['modelyard', null],
      ['node', '18.0.0'],
      ['platform', null],
    ],
  );
});

test('data kept by hash is read from where it was, until it changes', async (t) => {
  const project = repository(t, PROJECT.replace('source: rows.csv', 'source: rows.csv\nkeep: hash'));
  const run = await project.recorded('run small --until examples');
  assert.equal((await project.modelyard(`reproduce ${run}`)).code, 0);
  project.write('rows.csv', `${ROWS.join('\n')}\n1,1,true`);
  const { code, err } = await project.modelyard(`reproduce ${run}`);
  assert.equal(code, 2);
  assert.match(
    err,
    /^error: The bytes of rows\.csv of rows@[0-9a-f]{12} are not here: it was kept by hash alone\.\nnext: Get the file whose sha256 is [0-9a-f]{64}/,
  );
  assertClean(project);
});

test('what cannot be repeated says why, and leaves nothing behind', async (t) => {
  const project = repository(t);
  project.write('word.txt', 'uncommitted\n');
  const run = await project.recorded('run small --until note');
  const refused = async (line: string, says: RegExp) => {
    const { code, out, err } = await project.modelyard(line);
    assert.deepEqual([code, out], [2, ''], err);
    assert.match(err, says);
    assert.match(err, /\nnext: .+\n$/);
    assertClean(project);
  };
  await refused('reproduce ffffffff', /^error: .*ffffffff/);

  await project.modelyard(`runs tag ${run} mlflow.source.git.commit=${otherCommit(project)}`);
  await refused(`reproduce ${run}`, /uncommitted changes of the run do not fit its commit/);

  await project.modelyard(`runs tag ${run} mlflow.source.git.commit=${'1'.repeat(40)}`);
  await refused(`reproduce ${run}`, /commit 111111111111 of the run [0-9a-f]{8} is not in this repository/);
});

function otherCommit(project: Repository): string {
  project.write('word.txt', 'quite another\n');
  project.git('commit', '-qam', 'Another word');
  return project.git('rev-parse', 'HEAD');
}

test('a run outside of git cannot be repeated', async (t) => {
  const project = testProject(t, PROJECT);
  project.write('rows.csv', ROWS.join('\n'));
  const { run } = (await project.modelyard('run small --until note --format json')).json<{ run: string }>();
  const { code, err } = await project.modelyard(`reproduce ${run}`);
  assert.equal(code, 2);
  assert.match(err, /made outside of git.*\nnext: Commit the project/);
});

test('a repetition that is stopped leaves nothing behind', async (t) => {
  const project = repository(t);
  const run = await project.recorded('run small --until note');
  const stop = new AbortController();
  const { code } = await project.modelyard(`reproduce ${run} --format ndjson`, {
    signal: stop.signal,
    onOut: (text) => text.includes('step.started') && stop.abort(),
  });
  assert.equal(code, 130);
  assertClean(project);
});

test('a project below the root of its repository, in a linked worktree too', async (t) => {
  const outer = testProject(t, PROJECT.replaceAll('#- ', '#- inner/'));
  rmSync(join(outer.folder, 'modelyard.yaml'));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: outer.folder, encoding: 'utf8' });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '-q', '--no-gpg-sign', '-m', 'Begin');
  git('worktree', 'add', '-q', '-b', 'other', 'linked');
  outer.write('linked/inner/rows.csv', ROWS.join('\n'));
  const { run } = (await outer.modelyard('run small --until examples --project linked/inner --format json')).json<{
    run: string;
  }>();
  const said = await outer.modelyard(`reproduce ${run} --project linked/inner`);
  assert.equal(said.code, 0, said.out + said.err);
  assert.match(said.out, /^✓ equal/);
  assert.equal(git('worktree', 'list').trim().split('\n').length, 2);
});

test('the flights example repeats itself', async (t) => {
  const project = testProject(t, '');
  await project.modelyard('init flights --sample flights --rows sample');
  const line = 'run flight-delay --project flights --param rounds=2 --until train --format json';
  const said = await project.modelyard(line, { threads: 1 });
  assert.equal(said.code, 0, said.err);
  const { run } = said.json<{ run: string }>();
  const again = await project.modelyard(`reproduce ${run} --project flights`, { threads: 2 });
  assert.equal(again.code, 0, again.out + again.err);
});
