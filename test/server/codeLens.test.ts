import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Knowledge, NO_KNOWLEDGE, type PipelineRun } from '../../server/src/data/knowledge.ts';
import { codeLenses, resolveCodeLens } from '../../server/src/features/codeLens.ts';
import { COMMANDS } from '../../server/src/protocol.ts';
import { editor } from '../kit/editor.ts';

const PIPELINE = `
#- ships.pipeline.yaml
pipeline: ships
steps:
  check: {uses: data/validate, with: {data: ships}}
  evaluate: {uses: model/evaluate}
`;

const DATASET = `
#- ships.dataset.yaml
dataset: ships
source: ships.csv
`;

const ALL: ReadonlySet<string> = new Set(Object.values(COMMANDS));

const RUN: PipelineRun = {
  id: '9b1f0000000000000000000000000000',
  name: 'ships',
  started: '2026-11-20T10:00:00.000Z',
  status: 'finished',
  steps: { check: { metrics: {}, rows: {} }, evaluate: { metrics: { roc_auc: 0.713 }, rows: {} } },
};

test('a pipeline can be run, and its steps', async () => {
  assert.deepEqual(await lenses(PIPELINE, 'ships.pipeline.yaml'), [
    'pipeline: Run pipeline {"root":"file:///project","pipeline":"ships"}',
    'check: Run to here {"root":"file:///project","pipeline":"ships","step":"check"}',
    'evaluate: Run to here {"root":"file:///project","pipeline":"ships","step":"evaluate"}',
  ]);
});

test('a step that is a program of the user can be debugged', async () => {
  const pipeline = '#- own.pipeline.yaml\npipeline: own\nsteps:\n  count: {run: node count.mjs}\n';
  const found = await lenses(pipeline, 'own.pipeline.yaml');
  assert.deepEqual(
    found.filter((one) => one.includes('Debug')),
    ['count: Debug step {"root":"file:///project","pipeline":"own","step":"count"}'],
  );
});

test('finished runs can be compared, and their reports opened', async () => {
  const commands = new Set<string>([COMMANDS.compareRuns, COMMANDS.openReport]);
  const one = await lenses(PIPELINE, 'ships.pipeline.yaml', { commands, runs: async () => [RUN] });
  const report = `evaluate: Open report {"root":"file:///project","run":"${RUN.id}","step":"evaluate"}`;
  assert.deepEqual(one, [report]);
  const two = await lenses(PIPELINE, 'ships.pipeline.yaml', { commands, runs: async () => [RUN, RUN] });
  assert.deepEqual(two, ['pipeline: Compare runs {"root":"file:///project","pipeline":"ships"}', report]);
});

test('only commands that the client has are shown', async () => {
  assert.deepEqual(await lenses(PIPELINE, 'ships.pipeline.yaml', { commands: new Set([COMMANDS.runPipeline]) }), [
    'pipeline: Run pipeline {"root":"file:///project","pipeline":"ships"}',
  ]);
  assert.deepEqual(await lenses(PIPELINE + DATASET, 'ships.dataset.yaml', { commands: new Set() }), []);
});

test('of two pipelines with one name only the one that would run can be run', async () => {
  const twice = `${PIPELINE}\n#- twin.pipeline.yaml\npipeline: ships\nsteps: {a: {uses: data/validate}}\n`;
  assert.deepEqual(await lenses(twice, 'twin.pipeline.yaml'), []);
});

test('data without a lock, or with one that is not as the data is, can be locked', async () => {
  const commands = new Set<string>([COMMANDS.lockData]);
  const argument = '{"root":"file:///project","dataset":"ships"}';
  const lock = (type: string) => `
#- ships.csv
fare,class
80.5,first
#- ships.dataset.lock.yaml
dataset_lock: ships
version: ${'0'.repeat(64)}
rows: 1
columns:
  fare: {type: float, sql_type: ${type}, missing: 0}
  class: {type: string, sql_type: VARCHAR, missing: 0}
`;
  assert.deepEqual(await lenses(DATASET, 'ships.dataset.yaml', { commands }), [`dataset: Lock data ${argument}`]);
  assert.deepEqual(await lenses(DATASET + lock('DOUBLE'), 'ships.dataset.yaml', { commands }), []);
  assert.deepEqual(await lenses(DATASET + lock('BIGINT'), 'ships.dataset.yaml', { commands }), [
    `dataset: Lock data anew ${argument}`,
  ]);
});

const REGISTERED = `
#- ships.pipeline.yaml
pipeline: ships
steps:
  train: {uses: model/train, with: {data: ships}}
  register: {uses: model/register, with: {model: '\${{ steps.train.outputs.model }}', name: ships}}
#- ships.modelcard.yaml
modelcard: ships
model: ships@production
#- ships.policy.yaml
policy: ships
applies_to: [ships]
aliases: {production: {gates: [{name: described, card: complete}]}}
#- registry/ships/v6.version.yaml
model_version: ships
version: 6
#- registry/ships/v7.version.yaml
model_version: ships
version: 7
#- registry/ships/v8.version.yaml
model_version: ships
version: 8
#- registry/ships/v8.notes.yaml
model_notes: ships
version: 8
withdrawn: {at: 2026-11-20T10:00:00Z, by: ana, reason: leaks}
#- registry/ships/staging.alias.yaml
model_alias: ships
alias: staging
version: 7
`;

const HELD = `
#- registry/ships/production.alias.yaml
model_alias: ships
alias: production
version: 6
previous: 5
`;

test('a registered version can be promoted, compared and rolled back, above its pipeline and its card', async () => {
  const commands = new Set<string>([COMMANDS.promoteVersion, COMMANDS.compareVersions, COMMANDS.rollBackAlias]);
  const named = (version: number) =>
    `{"root":"file:///project","model":"ships","version":${version},"alias":"production"}`;
  const back = '{"root":"file:///project","model":"ships","alias":"production"}';
  assert.deepEqual(await lenses(REGISTERED, 'ships.pipeline.yaml', { commands }), [
    `pipeline: v7 - staging: promote ${named(7)}`,
  ]);
  assert.deepEqual(await lenses(REGISTERED + HELD, 'ships.pipeline.yaml', { commands }), [
    `pipeline: v7 - staging: promote ${named(7)}`,
    `pipeline: compare with production ${named(7)}`,
    `pipeline: roll back ${back}`,
  ]);
  assert.deepEqual(await lenses(REGISTERED + HELD, 'ships.modelcard.yaml', { commands }), [
    `modelcard: v6 - production: gates ${named(6)}`,
    `modelcard: roll back ${back}`,
  ]);
  assert.deepEqual(await lenses(REGISTERED, 'ships.modelcard.yaml', { commands }), []);
});

test('at most four stand above one line: the way back is in the tree and on the page too', async () => {
  const found = await lenses(REGISTERED + HELD, 'ships.pipeline.yaml', { runs: async () => [RUN, RUN] });
  assert.deepEqual(
    found.flatMap((lens) => /^pipeline: ([^{]+) /.exec(lens)?.[1] ?? []),
    ['Run pipeline', 'Compare runs', 'v7 - staging: promote', 'compare with production'],
  );
});

test('references are counted when the lens is seen', async () => {
  const { document, snapshot } = editor(PIPELINE + DATASET);
  const signal = new AbortController().signal;
  const [lens] = await codeLenses(document('ships.dataset.yaml'), new Set([COMMANDS.showReferences]), signal);
  assert.equal(lens?.command, undefined);
  const resolved = await resolveCodeLens(lens!, snapshot, signal);
  assert.equal(resolved.command?.title, '1 reference');
  assert.deepEqual(resolved.command?.arguments, [
    { uri: 'file:///project/ships.dataset.yaml', position: { line: 0, character: 9 } },
  ]);
});

test('a broken file and one of another tool have none', async () => {
  assert.deepEqual(await lenses('\n#- a.pipeline.yaml\npipelines: a\n', 'a.pipeline.yaml'), []);
  assert.deepEqual(await lenses('\n#- a.pipeline.yaml\nsteps: {', 'a.pipeline.yaml'), []);
});

interface Asked extends Partial<Knowledge> {
  readonly commands?: ReadonlySet<string>;
}

/** `key: title argument` of each lens that needs no resolving. */
async function lenses(
  fixture: string,
  path: string,
  { commands = ALL, ...known }: Asked = {},
): Promise<readonly string[]> {
  const document = editor(fixture, { knowledge: { ...NO_KNOWLEDGE, ...known } }).document(path);
  const found = await codeLenses(document, commands, new AbortController().signal);
  return found.flatMap(({ range, command }) => {
    const { start, end } = range;
    const key = document.file.tree.lines.line(start.line).slice(start.character, end.character);
    return command === undefined ? [] : [`${key}: ${command.title} ${JSON.stringify(command.arguments?.[0])}`];
  });
}
