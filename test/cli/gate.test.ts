import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { onnxModel } from '../kit/onnxModel.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { commandLine, type Said, type TestProject, testProject } from '../kit/project.ts';
import { readXml } from '../kit/readXml.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

interface Told {
  readonly allowed: boolean;
  readonly guarded: boolean;
  readonly champion: number | null;
  readonly gates: readonly {
    readonly name: string;
    readonly status: string;
    readonly value: number | null;
    readonly threshold: number | null;
    readonly reason: string;
    readonly code: string | null;
    readonly next: string | null;
    readonly figures: readonly { readonly name: string; readonly value: number; readonly rows?: number }[];
    readonly evidence: readonly { readonly kind: string; readonly sha256?: string }[];
  }[];
  readonly policies: readonly { readonly ref: string | null }[];
}

const POLICY = (gates: string) => `policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
${gates
  .trim()
  .split('\n')
  .map((line) => `      ${line.trim()}`)
  .join('\n')}
`;

const ALL = `
- {name: good enough, threshold: roc_auc, min: 0.7}
- {name: at home, threshold: roc_auc, min: 0.6, slice: {origin: B}, bound: low}
- {name: not worse, better_than: production, metric: log_loss, margin: 0.01}
- {name: described, card: complete}
- {name: data held, checks: passed}
- {name: quick and small, latency_p95: 1s, size: 1MB}
- {name: ours, run: node gate.mjs, inputs: [gate.mjs, least.txt]}
`;

/** Two versions of a model, the first one in production, registered by a pipeline that measured them on the same rows. */
async function makeVersions(t: TestContext): Promise<TestProject> {
  const project = testProject(t, PROJECT);
  await project.parquet(
    'rows.parquet',
    `select i as id, timestamp '2026-11-01' + interval (i) minute as at, sin(i * 1.7) * 3 as x,
       case when i % 2 = 0 then 'A' else 'B' end as origin, sin(i * 1.7) * 3 + 2 * sin(i * 5.3) > 0 as late
     from range(2400) as r(i)`,
  );
  for (const weight of [0.2, 1]) {
    project.write('model.onnx', onnxModel(weight));
    const said = await project.modelyard('run whole');
    assert.equal(said.code, 0, said.err);
  }
  await project.modelyard('models alias sigmoid:1 production');
  return project;
}

function gitOf(folder: string) {
  return (...args: string[]): string => {
    const settings = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...settings, ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
  };
}

const ask = (project: Pick<TestProject, 'modelyard'>, reference = 'sigmoid:2', more = ''): Promise<Said> =>
  project.modelyard(`gate ${reference} --alias production --format json ${more}`);

const statuses = (told: Told) => Object.fromEntries(told.gates.map(({ name, status }) => [name, status]));

/** The same project in a folder of its own. */
function copyOf({ folder }: TestProject, t: TestContext): TestProject {
  const copy = testProject(t, '');
  cpSync(folder, copy.folder, { recursive: true });
  return copy;
}

test('gates of two versions of a model', async (all) => {
  const made = await makeVersions(all);

  await all.test('every gate of a policy answers with its figure, limit and evidence, in every format', async (t) => {
    const project = copyOf(made, t);
    project.write('default.policy.yaml', POLICY(ALL));
    const follows = outputSchemas();
    const said = await ask(project);
    const told = said.json<Told>();
    assert.deepEqual(
      statuses(told),
      {
        'good enough': 'passed',
        'at home': 'passed',
        'not worse': 'passed',
        described: 'passed',
        'data held': 'passed',
        'quick and small': 'passed',
        ours: 'passed',
      },
      JSON.stringify(told.gates, undefined, 1),
    );
    assert.equal(said.code, 0);
    assert.deepEqual([told.allowed, told.guarded, told.champion], [true, true, 1]);
    follows('gate', told);
    const better = told.gates[2]!;
    assert.equal(better.threshold, -0.01);
    assert.equal(better.figures[0]?.rows, 1160);
    assert.ok(better.value! > 0, 'less log loss is more');
    assert.equal(better.evidence.filter(({ kind }) => kind === 'object').length, 3);
    assert.equal(told.gates[1]?.figures[0]?.rows, 586);

    const lines = (await project.modelyard('gate sigmoid:2 --alias production --format ndjson')).events();
    for (const event of lines) follows('events', event);
    const judged = lines.filter(({ type }) => (type as string) === 'gate.judged');
    assert.deepEqual([judged.length, lines.at(-1)?.type], [7, 'gate.finished']);

    const text = await project.modelyard('gate sigmoid:2 --alias production');
    assert.match(text.out, /`production` may point at sigmoid:2: 7 of 7 gates passed/);
    assert.match(text.out, /passed {3}not worse +\+0\.\d+ \[0\.\d+, 0\.\d+\] +> -0\.01/);
  });

  await all.test('what has not passed is named with the way on, and the exit code is 1', async (t) => {
    const project = copyOf(made, t);
    project.write(
      'default.policy.yaml',
      POLICY(`
        - {name: too good, threshold: roc_auc, min: 0.99}
        - {name: own, threshold: cost, max: 0.001}
        - {name: never, threshold: f1, min: 0.5}
        - {name: strictly, better_than: production, metric: roc_auc}
        - {name: of nobody, better_than: staging, metric: roc_auc}
        - {name: ours, better_than: production, metric: cost}
        - {name: elsewhere, threshold: roc_auc, min: 0.5, slice: {origin: Q}}
        - {name: nowhere, threshold: roc_auc, min: 0.5, slice: {planet: Mars}}
        - {name: small, size: 10B}
        - {name: fresh, age: 1d}
        - {name: old, age: 9000d}
        - {name: says no, run: node gate.mjs, inputs: [gate.mjs]}
        - {name: not there, run: node none.mjs}
        - {name: no program, run: modelyard-has-no-such-program}
      `),
    );
    const said = await ask(project);
    assert.equal(said.code, 1, said.err);
    const told = said.json<Told>();
    outputSchemas()('gate', told);
    const code = Object.fromEntries(told.gates.map((gate) => [gate.name, `${gate.status} ${gate.code}`]));
    assert.deepEqual(code, {
      'too good': 'failed limit-not-met',
      own: 'failed limit-not-met',
      never: 'unknown metric-not-measured',
      strictly: 'failed not-better',
      'of nobody': 'passed no-champion',
      ours: 'unknown metric-without-direction',
      elsewhere: 'unknown slice-empty',
      nowhere: 'unknown slice-column-missing',
      small: 'failed too-large',
      fresh: 'failed too-old',
      old: 'passed null',
      'says no': 'failed program-failed',
      'not there': 'unknown gate-file-missing',
      'no program': 'unknown program-not-found',
    });
    for (const gate of told.gates) if (gate.status !== 'passed') assert.ok(gate.next, gate.name);

    const junit = await project.modelyard('gate sigmoid:2 --alias production --format junit');
    const [suite] = readXml(junit.out).elements;
    assert.deepEqual(
      [suite?.attributes['tests'], suite?.attributes['failures'], suite?.attributes['errors']],
      ['14', '6', '6'],
    );
    const markdown = await project.modelyard('gate sigmoid:2 --alias production --format markdown');
    assert.match(markdown.out, /^### ❌ production may not point at sigmoid:2: 2 of 14 gates passed/);
    assert.match(markdown.out, /\| ❔ unknown \| `never` \| metric not measured \|/);
  });

  await all.test('a policy cannot be weakened by the change that it judges', async (t) => {
    const project = copyOf(made, t);
    const git = gitOf(project.folder);
    project.write('.gitignore', '.modelyard/\nrows.parquet\n');
    project.write('default.policy.yaml', POLICY('- {name: good, threshold: roc_auc, min: 0.99}'));
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'begin');
    git('checkout', '-q', '-b', 'work');
    project.write('default.policy.yaml', POLICY('- {name: good, threshold: roc_auc, min: 0.1}'));
    const weaker = (await ask(project)).json<Told>();
    assert.deepEqual(
      weaker.gates.map(({ status, threshold }) => [status, threshold]),
      [
        ['failed', 0.99],
        ['passed', 0.1],
      ],
    );
    assert.deepEqual(
      weaker.policies.map(({ ref }) => ref),
      ['main', null],
    );
    git('rm', '-q', '--cached', 'default.policy.yaml');
    git('commit', '-q', '-m', 'no policy');
    assert.equal((await ask(project)).code, 1);
    git('add', 'default.policy.yaml');
    git('commit', '-q', '-m', 'weaker');
    assert.equal((await ask(project, 'sigmoid:2', '--policy-from work')).code, 0);
    const unknown = await ask(project, 'sigmoid:2', '--policy-from none');
    assert.deepEqual([unknown.code, /git knows no commit `none`/.test(unknown.err)], [2, true]);
    git('checkout', '-q', 'main');
    git('merge', '-q', '--ff-only', 'work');
    assert.deepEqual(
      (await ask(project)).json<Told>().policies.map(({ ref }) => ref),
      ['main'],
    );
  });

  await all.test('the program of a gate comes from the branch that decides', async (t) => {
    const project = copyOf(made, t);
    const git = gitOf(project.folder);
    project.write('.gitignore', '.modelyard/\nrows.parquet\n');
    project.write('least.txt', '9');
    project.write('default.policy.yaml', POLICY('- {name: ours, run: node gate.mjs, inputs: [gate.mjs, least.txt]}'));
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'begin');
    git('checkout', '-q', '-b', 'work');
    project.write('least.txt', '1');
    project.write('gate.mjs', 'process.exit(0)');
    const told = (await ask(project)).json<Told>();
    assert.deepEqual(statuses(told), { ours: 'failed' });
    assert.match(told.gates[0]!.reason, /version 2 of 9/);
  });

  await all.test('where nobody can tell which policy holds nothing is judged', async (t) => {
    const project = copyOf(made, t);
    project.write('default.policy.yaml', POLICY('- {name: good, threshold: roc_auc, min: 0.1}'));
    project.write(
      'other.policy.yaml',
      POLICY('- {name: good, threshold: roc_auc, min: 0.1}').replace('default', 'other'),
    );
    const two = await ask(project);
    assert.equal(two.code, 2);
    assert.match(two.err, /`default` \(default.policy.yaml\) and `other`/);
    project.write(
      'other.policy.yaml',
      'policy: other\napplies_to: [sigmoid]\naliases: {production: {gates: [{name: a, treshold: roc_auc}]}}\n',
    );
    const broken = await ask(project);
    assert.equal(broken.code, 2);
    assert.match(broken.err, /other\.policy\.yaml.* cannot be read as a policy/);
    for (const alias of ['v3', 'two words', '-x'])
      assert.equal((await project.modelyard(['gate', 'sigmoid:2', '--alias', alias])).code, 2, alias);
    assert.equal((await ask(project, 'sigmoid:9')).code, 2);
    await project.modelyard(['models', 'withdraw', 'sigmoid:2', '--reason', 'leaks the label']);
    assert.match((await ask(project)).err, /sigmoid:2 is withdrawn: leaks the label/);
  });

  await all.test('an alias that no policy guards is free', async (t) => {
    const project = copyOf(made, t);
    const said = await ask(project);
    const { allowed, guarded, gates } = said.json<Told>();
    assert.deepEqual([said.code, allowed, guarded, gates], [0, true, false, []]);
    const text = await project.modelyard('gate sigmoid:2 --alias production');
    assert.match(text.out, /may point at sigmoid:2: no policy guards it/);
  });

  await all.test('a shallow clone that cannot tell says what to fetch', async (t) => {
    const project = copyOf(made, t);
    const git = gitOf(project.folder);
    project.write('.gitignore', '.modelyard/\nrows.parquet\n');
    project.write('default.policy.yaml', POLICY('- {name: good, threshold: roc_auc, min: 0.1}'));
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'begin');
    git('checkout', '-q', '-b', 'work');
    git('commit', '-q', '--allow-empty', '-m', 'more');
    git('checkout', '-q', 'main');
    const folder = temporaryFolder(t);
    const cloned = gitOf(folder);
    cloned('clone', '-q', '--depth', '1', '--branch', 'work', `file://${project.folder}`, '.');
    const said = await ask({ modelyard: (line) => commandLine(folder, line) });
    assert.equal(said.code, 2, said.out);
    assert.match(said.err, /fetch-depth: 0/);
    cloned('fetch', '-q', '--unshallow', 'origin', '+refs/heads/*:refs/remotes/origin/*');
    const told = (await ask({ modelyard: (line) => commandLine(folder, line) })).json<Told>();
    assert.deepEqual(statuses(told), { good: 'passed' });
  });
});

const PROJECT = `
#- rows.dataset.yaml
dataset: rows
source: rows.parquet
timestamp: at
key: [id]
columns: {x: {type: float}}
#- gate.mjs
import { existsSync, readFileSync } from 'node:fs';
const { MODELYARD_VERSION: version, MODELYARD_SCORES: scores, MODELYARD_MODEL_FILE: model } = process.env;
const least = existsSync('least.txt') ? Number(readFileSync('least.txt', 'utf8')) : 9;
console.log(\`version \${version} of \${least}\`);
process.exit(Number(version) >= least && existsSync(scores) && existsSync(model) ? 0 : 1);
#- least.txt
2
#- sigmoid.modelcard.yaml
modelcard: sigmoid
model: sigmoid@production
owners: [{name: Ada, email: ada@example.org}]
license: MIT
intended_use: {primary: tests}
training_data: rows
metrics: {roc_auc: 0.95}
limitations: none known
ethical_considerations: none known
risk: {level: minimal}
#- whole.pipeline.yaml
pipeline: whole
steps:
  validate:
    uses: data/validate
    with: {data: rows}
  examples:
    uses: data/examples
    needs: [validate]
    with: {from: rows, label: {late: late}, columns: {x: x, origin: origin}}
  split:
    uses: data/split
    with: {data: "\${{ steps.examples.data }}", by: random, test: 50%}
  train:
    run: cp model.onnx \${{ outputs.model }}
    inputs: {file: model.onnx, data: "\${{ steps.split.train }}"}
    outputs: {model: model.onnx}
  evaluate:
    uses: model/evaluate
    with:
      model: \${{ steps.train.model }}
      data: \${{ steps.split.test }}
      metrics: [roc_auc, log_loss, {name: cost, sql: avg(score)}]
      intervals: {resamples: 50}
  register:
    uses: model/register
    with: {model: "\${{ steps.train.model }}", name: sigmoid}
`;
