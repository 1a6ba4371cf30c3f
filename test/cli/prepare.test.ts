import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PreparedStep } from '../../engine/src/operations/debug/prepareStep.ts';
import { type TestProject, testProject } from '../kit/project.ts';

const PROJECT = `
#- rows.dataset.yaml
dataset: rows
source: rows.csv
#- rows.csv
a,b
1,x
2,"y, z"
#- tell.mjs
import { readFileSync, writeFileSync } from 'node:fs';
const { argv, env } = process;
const table = readFileSync(env.MODELYARD_INPUT_ROWS, 'utf8');
const params = readFileSync(env.MODELYARD_PARAMS, 'utf8');
writeFileSync(argv[2], JSON.stringify({ argv, cwd: process.cwd(), env: { ...env }, table, params }));
#- tell.pipeline.yaml
pipeline: tell
params: {size: 2, go: true}
steps:
  examples:
    uses: data/examples
    with: {from: rows, columns: {a: a, b: b}}
  tell:
    run: node --no-warnings tell.mjs \${{ outputs.seen }} \${{ inputs.rows }} 'it''s $(odd)' \${{ params.size * 2 }} \${{ run.name }}
    if: \${{ params.go }}
    inputs:
      rows: {from: "\${{ steps.examples.data }}", as: csv}
      code: tell.mjs
    outputs: {seen: seen.json}
    env: {OWN: "size \${{ params.size }}", TOKEN: "Bearer \${{ secrets.TOKEN }}"}
  each:
    run: node -e 1 \${{ matrix.n }}
    matrix: {n: [1, 2]}
  noisy:
    run: node tell.mjs
    needs: [each]
    shell: bash
  broken:
    run: node -e "process.exit(3)"
  after:
    run: node tell.mjs
    needs: [broken]
`.replaceAll("'it''s $(odd)'", '"it\'s \\\\$(odd)"');

/** As a child of a run would see it: less the id of the run and the folder of the step, which are new each time. */
function plain(
  seen: string,
  { folder, env }: { readonly folder: string; readonly env: Readonly<Record<string, string>> },
) {
  return seen.replaceAll(folder, 'FOLDER').replaceAll(env['MODELYARD_RUN_ID'] ?? 'none', 'RUN');
}

const SECRET = { MODELYARD_SECRET_TOKEN: 'abc-123' };

async function prepare(project: TestProject, line: string, code = 0) {
  const said = await project.modelyard(`prepare ${line} --format json`, { variables: SECRET });
  assert.equal(said.code, code, said.err);
  return { said, prepared: code === 0 ? said.json<PreparedStep & Readonly<Record<string, unknown>>>() : undefined };
}

test('what a debugger starts is what a run starts: arguments, variables, folder, inputs, params', async (t) => {
  const project = testProject(t, PROJECT);
  const ran = await project.modelyard('run tell --until tell --format ndjson', { variables: SECRET });
  assert.equal(ran.code, 0, ran.out);
  const run = JSON.parse(await artifact(project, lastRun(ran.out))) as Seen;

  const { prepared, said } = await prepare(project, 'tell tell');
  assert.ok(prepared);
  assert.equal(prepared.run, null, 'all came from the cache');
  assert.doesNotMatch(said.out, /abc-123/, 'a secret is told by name only');
  assert.deepEqual(prepared.secrets, { TOKEN: 'Bearer ${{ secrets.TOKEN }}' });
  const env: NodeJS.ProcessEnv = { ...process.env, ...prepared.env, TOKEN: 'Bearer abc-123' };
  for (const name of prepared.unset) delete env[name];
  execFileSync(prepared.program, prepared.args, { cwd: prepared.cwd, env });
  const debugged = JSON.parse(readFileSync(prepared.outputs['seen']!, 'utf8')) as Seen;

  const folderOf = ({ env }: Seen) => env['MODELYARD_PARAMS']!.replace('/params.json', '');
  const comparable = (seen: Seen) => JSON.parse(plain(JSON.stringify(seen), { folder: folderOf(seen), env: seen.env }));
  assert.deepEqual(comparable(debugged), comparable(run));
  assert.equal(folderOf(debugged), prepared.folder);
  assert.deepEqual(prepared.script, {
    kind: 'file',
    file: 'tell.mjs',
    options: ['--no-warnings'],
    args: prepared.args.slice(2),
  });
  assert.equal(prepared.kind, 'node');
});

interface Seen {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly table: string;
}

function lastRun(out: string): string {
  const events = out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { type: string; run?: string });
  return events.at(-1)?.run ?? '';
}

/** The program's output, which a run keeps. */
async function artifact(project: TestProject, run: string): Promise<string> {
  const { artifacts } = (await project.modelyard(`runs show ${run} --format json`)).json<{
    artifacts: { path: string; sha256: string }[];
  }>();
  const sha256 = artifacts.find(({ path }) => path === 'tell/seen.json')?.sha256 ?? '';
  const [file] = globSync(`**/${sha256.slice(2)}*`, { cwd: join(project.folder, '.modelyard/objects') });
  return readFileSync(join(project.folder, '.modelyard/objects', file ?? sha256), 'utf8');
}

test('what the step needs runs first where it has never run; the step itself is no run', async (t) => {
  const project = testProject(t, PROJECT);
  const first = await prepare(project, 'tell tell');
  assert.match(first.prepared?.run ?? '', /^[0-9a-f]{32}$/);
  const runs = async () =>
    (await project.modelyard('runs list --steps --format json')).json<{ runs: { name: string }[] }>().runs;
  assert.deepEqual((await runs()).map(({ name }) => name).sort(), ['examples', 'tell']);
  const again = await prepare(project, 'tell tell --param size=3');
  assert.equal(again.prepared?.run, null);
  assert.ok(again.prepared?.args.includes('6'));
  assert.equal((await runs()).length, 2, 'what came from the cache is no run either');
});

test('its folder stays until the step is prepared again, other runs notwithstanding', async (t) => {
  const project = testProject(t, PROJECT);
  const { prepared } = await prepare(project, 'tell tell');
  const rows = prepared?.env['MODELYARD_INPUT_ROWS'] ?? '';
  assert.match(rows, /\/\.modelyard\/tmp\/debug-tell\/tell\/in\/rows\.csv$/);
  project.write('.modelyard/tmp/debug-tell/tell/out/old.txt', 'of the last time');
  await project.modelyard('run tell --until tell', { variables: SECRET });
  assert.ok(existsSync(rows));
  await prepare(project, 'tell tell');
  assert.ok(!existsSync(join(project.folder, '.modelyard/tmp/debug-tell/tell/out/old.txt')));
  assert.ok(existsSync(join(project.folder, '.modelyard/tmp/debug-tell/tell/out')), 'there is a folder to write to');
  assert.deepEqual(globSync('*', { cwd: join(project.folder, '.modelyard/tmp') }), ['debug-tell']);
});

test('one execution of a matrix is prepared, and programs that no debugger knows are told as such', async (t) => {
  const project = testProject(t, PROJECT);
  const last = (line: string) => prepare(project, line).then(({ prepared }) => prepared?.args.at(-1));
  assert.equal(await last('tell each[1]'), '2');
  assert.equal(await last('tell each'), '1');
  assert.equal((await prepare(project, 'tell each')).prepared?.kind, 'other', 'no script, but code');
  const { prepared } = await prepare(project, 'tell noisy');
  assert.deepEqual([prepared?.kind, prepared?.script, prepared?.args.at(-1)], ['other', null, 'node tell.mjs']);
});

const REFUSED: readonly (readonly [line: string, code: number, says: RegExp])[] = [
  ['tell examples', 2, /`examples` is `data\/examples`.*tell, each, noisy/s],
  ['tell tel', 2, /no step `tel`.*Did you mean `tell`/s],
  ['tell each[7]', 2, /no `each\[7\]`/],
  ['tell tell[0]', 2, /has no matrix/],
  ['tell tell --param go=false', 1, /would skip the step `tell`: its `if` is false/],
  ['tell after', 1, /`broken`, which `after` needs, failed: .*exit code 3/],
  ['tel tell', 2, /no pipeline `tel`/],
];

for (const [line, code, says] of REFUSED)
  test(`prepare ${line} is refused in words`, async (t) => {
    const project = testProject(t, PROJECT);
    const { said } = await prepare(project, line, code);
    assert.match(said.err, says);
    assert.match(said.err, /^next: |$/m);
  });

test('a program that is not there is refused as a run does', async (t) => {
  const project = testProject(t, '\n#- a.pipeline.yaml\npipeline: a\nsteps:\n  s:\n    run: no-such-program x\n');
  const { said } = await prepare(project, 'a s', 2);
  assert.match(said.err, /`no-such-program` was not found/);
});
