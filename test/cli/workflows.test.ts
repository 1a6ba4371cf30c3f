import assert from 'node:assert/strict';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import type { Initialised } from '../../engine/src/operations/init.ts';
import { identify } from '../kit/gitProject.ts';
import { onnxModel } from '../kit/onnxModel.ts';
import { commandLine } from '../kit/project.ts';
import { type Clone, cloneIn, ok, pullRequests } from '../kit/pullRequest.ts';
import { readXml } from '../kit/readXml.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

type Values = Readonly<Record<string, unknown>>;
interface Step extends Values {
  readonly name?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Values;
}
interface Job extends Values {
  readonly steps: readonly Step[];
  readonly permissions: Readonly<Record<string, string>>;
}
interface Workflow extends Values {
  readonly jobs: Readonly<Record<string, Job>>;
}

type Team = Awaited<ReturnType<typeof pullRequests>>;
let team: Promise<Team> | undefined;
const closing: (() => unknown)[] = [];
after(async () => {
  for (const close of closing) await close();
});

function candidate(): Promise<Team> {
  team ??= pullRequests({ after: (work) => void closing.push(work as () => unknown) }).then(prepared);
  return team;
}

async function prepared(team: Team): Promise<Team> {
  await ok(team.ada.modelyard('init --ci github'));
  await ok(team.ada.modelyard('init --ci gitlab'));
  team.ada.commit('Workflows');
  team.ada.git('push', '-q', 'origin', 'main');
  await team.branch('candidate', async () => {
    await team.train(2);
    await ok(team.ada.modelyard('models promote late:2 --alias production'));
    team.ada.commit('The second version');
  });
  return team;
}

function workflow(clone: Clone, name = 'modelyard'): Workflow {
  return parse(clone.read(`.github/workflows/${name}.yml`)) as Workflow;
}

const STARTS = 'Modelyard starts';

/** The run lines of a job that do its work, in their order. */
function runs({ steps }: Job): readonly Step[] {
  return steps.filter(({ run, name }) => run !== undefined && name !== STARTS);
}

test('where the program does not start every job says first what to do, and fetches nothing', async () => {
  const { clone } = await candidate();
  const runner = clone('main');
  const gitlab = parse(runner.read('.gitlab/modelyard.yml'))['.modelyard'] as {
    readonly before_script: readonly string[];
    readonly variables: Readonly<Record<string, string>>;
  };
  const jobs = ['modelyard', 'modelyard-train'].flatMap((name) => Object.values(workflow(runner, name).jobs));
  const firsts = jobs.map(({ steps }) => steps.find(({ run }) => run !== undefined));
  assert.equal(firsts.length, 3);
  for (const first of firsts) assert.equal(first?.name, STARTS);
  for (const script of [...firsts.map((first) => first?.run ?? ''), gitlab.before_script.join('\n')]) {
    const good = await runner.bash(script);
    assert.deepEqual([good.code, good.err], [0, '']);
    assert.match(good.out, /^\d+\.\d+\.\d+\n$/);
    const bad = await runner.bash(script, { MODELYARD: 'modelyard-is-not-here' });
    assert.equal(bad.code, 2);
    assert.match(
      bad.err,
      /`modelyard-is-not-here` does not start Modelyard on this runner\. Set the variable MODELYARD/,
    );
  }
  assert.equal(gitlab.variables['MODELYARD'], 'modelyard');
  assert.equal(
    (workflow(runner)['env'] as Values)['MODELYARD'],
    "${{ vars.MODELYARD || 'modelyard' }}",
    'the name on npm is nobody’s, or somebody’s',
  );
});

test('problems come as SARIF that code scanning takes, and as annotations', async () => {
  const { clone } = await candidate();
  const runner = clone('candidate');
  const [sarif, annotations] = runs(workflow(runner).jobs['validate']!);
  const good = await runner.bash(`${sarif!.run}\n${annotations!.run}`);
  assert.deepEqual([good.code, good.err], [0, '']);
  assert.equal(
    sarifOf(runner).runs[0]?.results.length,
    sarifOf(runner).runs[0]?.results.filter(({ level }) => level === 'note').length,
  );
  runner.write(
    'late.pipeline.yaml',
    runner.read('late.pipeline.yaml').replace('columns: {x: x}', 'columns: {x: tenure}'),
  );
  assert.equal((await runner.bash(sarif!.run!)).code, 0);
  const [result] = sarifOf(runner).runs[0]!.results.filter(({ level }) => level === 'error');
  assert.equal(result?.ruleId, 'unknown-column');
  const bad = await runner.bash(annotations!.run!);
  assert.equal(bad.code, 1);
  assert.match(bad.out, /^::error .*file=late\.pipeline\.yaml/m);
  runner.write('modelyard.yaml', '');
  runner.git('rm', '-q', '--cached', 'modelyard.yaml');
  assert.equal((await runner.bash(`rm modelyard.yaml\n${sarif!.run}`)).code, 1);
});

test('a pull request has one comment, which is written once and then kept up to date', async (t) => {
  const { clone } = await candidate();
  const runner = clone('candidate');
  const hub = fakeGithub(t);
  const gate = workflow(runner).jobs['gate']!;
  const variables = { ...hub.variables, GITHUB_BASE_REF: 'main', PULL_REQUEST: '7' };
  const [judged, summary, comment] = runs(gate);
  const run = (step: Step | undefined) => runner.bash(step!.run!, variables);
  assert.equal((await run(judged)).code, 0);
  assert.equal((await run(summary)).code, 0);
  const body = (await ok(runner.modelyard('gate --changed --policy-from origin/main --format markdown'))).out;
  assert.equal(readFileSync(hub.variables.GITHUB_STEP_SUMMARY, 'utf8'), body);
  const said = await run(comment);
  assert.deepEqual([said.code, said.err], [0, '']);
  assert.deepEqual(hub.comments(), [{ id: 1, user: { type: 'Bot' }, body }]);
  const { comment: payload } = (await ok(runner.modelyard('gate --changed --format json'))).json<{
    comment: { body: string; marker: string };
  }>();
  assert.equal(payload.body, body);
  assert.ok(body.startsWith(`${payload.marker}\n`));

  runner.write(
    'registry/late/production.alias.yaml',
    runner.read('registry/late/production.alias.yaml').replace(/^gates: .*\n/m, ''),
  );
  runner.commit('By hand');
  assert.equal((await run(judged)).code, 1);
  assert.equal((await run(comment)).code, 0);
  const [only, ...more] = hub.comments();
  assert.equal(more.length, 0);
  assert.match(only?.body ?? '', /^<!-- modelyard: gate -->\n### ❌ Modelyard: .*may not move/);
});

test('where nothing changes no comment is written, and one that is there is not left behind', async (t) => {
  const { clone } = await candidate();
  const runner = clone('main');
  const hub = fakeGithub(t);
  const [judged, , comment] = runs(workflow(runner).jobs['gate']!);
  const both = `${judged!.run}\n${comment!.run}`;
  const variables = { ...hub.variables, GITHUB_BASE_REF: 'main', PULL_REQUEST: '7' };
  assert.equal((await runner.bash(both, variables)).code, 0);
  assert.deepEqual(hub.comments(), []);
  hub.write({ id: 4, user: { type: 'User' }, body: '<!-- modelyard: gate -->\nsomebody else' });
  hub.write({ id: 5, user: { type: 'Bot' }, body: '<!-- modelyard: gate -->\nold' });
  assert.equal((await runner.bash(both, variables)).code, 0);
  assert.deepEqual(
    hub.comments().map(({ id, body }) => [id, body.includes('nothing changed')]),
    [
      [4, false],
      [5, true],
    ],
  );
});

test('a shallow checkout fails the job, and writes no comment', async (t) => {
  const { clone } = await candidate();
  const runner = clone('candidate', '--depth', '1');
  const hub = fakeGithub(t);
  const [judged, , comment] = runs(workflow(runner).jobs['gate']!);
  const variables = { ...hub.variables, GITHUB_BASE_REF: 'main', PULL_REQUEST: '7' };
  const said = await runner.bash(judged!.run!, variables);
  assert.equal(said.code, 2);
  assert.match(said.err, /fetch-depth: 0/);
  assert.equal((await runner.bash(comment!.run!, variables)).code, 0);
  assert.deepEqual(hub.comments(), []);
});

test('training ends in a pull request that holds the new version alone, its bytes in the remote', async (t) => {
  const { clone, hub: place, project, share } = await candidate();
  const runner = clone('main');
  const hub = fakeGithub(t);
  const url = 'https://github.com/ada/small.git';
  runner.git('remote', 'set-url', 'origin', url);
  runner.git('config', `url.${place}.insteadOf`, url);
  cpSync(join(project.folder, 'data'), join(runner.folder, 'data'), { recursive: true });
  const lines = runs(workflow(runner, 'modelyard-train').jobs['train']!);
  assert.deepEqual(
    lines.map(({ name }) => name),
    ['Who commits', 'Train late', 'Publish late'],
  );
  const script = lines.map(({ run }) => run).join('\n');
  const same = await runner.bash(script, hub.variables);
  assert.deepEqual([same.code, runner.git('ls-remote', 'origin', 'publish/*')], [0, ''], same.err + same.out);

  writeFileSync(join(runner.folder, 'model.onnx'), onnxModel(5));
  const said = await runner.bash(script, hub.variables);
  assert.equal(said.code, 0, said.err + said.out);
  const [branch = ''] = /publish\/late-v\d+/.exec(runner.git('ls-remote', 'origin', 'publish/*')) ?? [];
  runner.git('fetch', '-q', 'origin', branch);
  const file = `registry/late/${branch.split('-')[1]}.version.yaml`;
  assert.equal(runner.git('diff', '--name-only', 'origin/main...FETCH_HEAD'), file);
  const [, sha256 = ''] = /^sha256: (\w{64})$/m.exec(runner.git('show', `FETCH_HEAD:${file}`)) ?? [];
  assert.ok(existsSync(join(share, 'objects', sha256.slice(0, 2), sha256.slice(2))));
  assert.match(readFileSync(hub.pulls, 'utf8'), new RegExp(`^pr create --head ${branch} --base main `));
  assert.match(said.out, /https:\/\/github\.com\/ada\/small\/pull\/8/);
});

test('GitLab has the gates as tests and one note on the merge request', async (t) => {
  const { clone } = await candidate();
  const runner = clone('candidate', '--single-branch');
  const lab = await fakeGitlab(t);
  const jobs = parse(runner.read('.gitlab/modelyard.yml')) as Readonly<
    Record<string, { readonly script: readonly string[] }>
  >;
  const script = jobs['modelyard gate']!.script.join('\n');
  const variables = { ...lab.variables, CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' };
  const said = await runner.bash(script, variables);
  assert.deepEqual([said.code, said.err], [0, '']);
  const [suite] = readXml(runner.read('modelyard-junit.xml')).elements;
  assert.deepEqual(
    [suite?.attributes['tests'], suite?.attributes['failures'], suite?.attributes['errors']],
    ['5', '0', '0'],
  );
  const body = runner.read('modelyard.md');
  assert.match(body, /^<!-- modelyard: gate -->\n### ✅/);
  assert.deepEqual(lab.notes(), [{ id: 101, body }]);
  assert.equal((await runner.bash(script, variables)).code, 0);
  assert.equal(lab.notes().length, 1);
  assert.deepEqual(lab.asked(), ['GET 1', 'POST', 'GET 1', 'PUT']);
  assert.equal((await runner.bash(script, { ...variables, MODELYARD_TOKEN: '' })).code, 0);
  const validate = jobs['modelyard validate']!.script.join('\n');
  assert.equal((await runner.bash(validate)).code, 0);
  assert.ok(sarifOf(runner).version);

  runner.git('rm', '-q', 'registry/late/production.alias.yaml');
  runner.commit('Away');
  assert.equal((await runner.bash(script, variables)).code, 1);
  assert.match(lab.notes()[0]?.body ?? '', /### ❌/);
});

test('workflows have the shape that their hosts read, whole histories and the least rights', async () => {
  const { clone } = await candidate();
  const runner = clone('main');
  for (const name of readdirSync(join(runner.folder, '.github/workflows'))) {
    const whole = workflow(runner, name.replace('.yml', ''));
    assert.deepEqual(Object.keys(whole), ['name', 'on', 'permissions', 'concurrency', 'env', 'defaults', 'jobs']);
    assert.deepEqual(whole['permissions'], { contents: 'read' });
    for (const job of Object.values(whole.jobs)) {
      for (const key of Object.keys(job)) assert.ok(JOB_KEYS.has(key), key);
      assert.ok(job['timeout-minutes'] && job['runs-on']);
      for (const step of job.steps) {
        for (const key of Object.keys(step)) assert.ok(STEP_KEYS.has(key), key);
        assert.notEqual(step.run === undefined, step.uses === undefined);
        assert.match(step.uses ?? 'a/b@v1', /^[\w-]+(?:\/[\w-]+)+@v\d+$/);
        assert.doesNotMatch(step.run ?? '', /\$\{\{/, 'what others write is no text of a script');
        if (step.uses?.startsWith('actions/checkout@')) assert.equal(step.with?.['fetch-depth'], 0);
      }
    }
  }
  assert.deepEqual(workflow(runner).jobs['gate']?.permissions, { contents: 'read', 'pull-requests': 'write' });
  const jobs = parse(runner.read('.gitlab/modelyard.yml')) as Readonly<Record<string, Values>>;
  for (const [name, job] of Object.entries(jobs)) {
    for (const key of Object.keys(job)) assert.ok(GITLAB_KEYS.has(key), `${name}: ${key}`);
    assert.ok(name.startsWith('.') || (job['extends'] === '.modelyard' && Array.isArray(job['script'])));
  }
  assert.equal((jobs['.modelyard']!['variables'] as Values)['GIT_DEPTH'], '0');
  assert.deepEqual(parse(runner.read('.gitlab-ci.yml')), { include: [{ local: '.gitlab/modelyard.yml' }] });
});

test('files that are there stay, and each project of a repository has its own', async (t) => {
  const folder = temporaryFolder(t);
  const init = async (line: string) =>
    (await ok(commandLine(folder, `init ${line} --format json`))).json<Initialised>();
  mkdirSync(join(folder, 'ml'));
  const whole = await init('--ci github');
  assert.deepEqual(
    [whole.repository, whole.ci?.written, whole.ci?.kept],
    ['made', ['.github/workflows/modelyard.yml'], []],
  );
  const inner = await init('ml/it\u2019s --ci');
  assert.deepEqual(inner.ci?.written, ['../../.github/workflows/modelyard-ml-it-s.yml']);
  writeFileSync(join(folder, '.github/workflows/modelyard.yml'), 'name: mine\n');
  writeFileSync(join(folder, '.gitlab-ci.yml'), 'stages: [test]\n');
  assert.deepEqual((await init('--ci github')).ci, {
    host: 'github',
    written: [],
    kept: ['.github/workflows/modelyard.yml'],
    include: null,
  });
  const lab = await init('--ci gitlab');
  assert.deepEqual([lab.ci?.written, lab.ci?.kept], [['.gitlab/modelyard.yml'], ['.gitlab-ci.yml']]);
  assert.match(lab.ci?.include?.lines ?? '', /local: \.gitlab\/modelyard\.yml/);
  assert.equal(readFileSync(join(folder, '.gitlab-ci.yml'), 'utf8'), 'stages: [test]\n');
  const said = await ok(commandLine(folder, 'init --ci gitlab'));
  assert.match(said.out, /stays as it is\.\nAdd to \.gitlab-ci\.yml:\n {2}include:/);
  assert.doesNotMatch(said.out, /variable MODELYARD/);
  assert.ok(existsSync(join(folder, 'modelyard.yaml')));
});

test('a project below the root of its repository is called by its folder, and its files are named from the root', async (t) => {
  const folder = temporaryFolder(t);
  const runner = cloneIn(folder);
  runner.git('init', '-q', '-b', 'main');
  identify(runner.git);
  runner.git('remote', 'add', 'origin', 'git@gitlab.com:ada/small.git');
  runner.write('ml/it\u2019s #1: x/rows.dataset.yaml', 'dataset: rows\nsauce: rows.csv\n');
  const line = ['init', 'ml/it\u2019s #1: x', '--ci'];
  assert.equal((await ok(runner.modelyard([...line, '--format', 'json']))).json<Initialised>().ci?.host, 'gitlab');
  await ok(runner.modelyard([...line, 'github']));
  runner.commit('Begin');
  const [sarif] = runs(workflow(runner, 'modelyard-ml-it-s-1-x').jobs['validate']!);
  assert.deepEqual(await runner.bash(sarif!.run!), { code: 0, out: '', err: '' });
  assert.ok((sarifOf(runner).runs[0]?.results.length ?? 0) > 0);
  const lab = await fakeGitlab(t);
  const jobs = parse(runner.read('.gitlab/modelyard-ml-it-s-1-x.yml')) as Readonly<
    Record<string, { readonly script: readonly string[] }>
  >;
  const gate =
    Object.entries(jobs)
      .find(([name]) => name.startsWith('modelyard gate'))?.[1]
      .script.slice(0, 1)
      .join('\n') ?? '';
  runner.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  runner.write('ml/it\u2019s #1: x/new.policy.yaml', 'policy: new\napplies_to: ["*"]\naliases: {}\n');
  runner.commit('A policy');
  await runner.bash(gate.replace(/^git fetch.*$/m, ''), {
    ...lab.variables,
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
  });
  assert.match(
    runner.read('modelyard.md'),
    /^<!-- modelyard: gate of ml\/it_s _1_ x -->\n### Modelyard: what changes\n\n\*\*Policies\*\*\n\n- `new`: new/,
  );
});

test('the pages of docs/ci are what is written', async () => {
  const { clone } = await candidate();
  const runner = clone('main');
  const plain = (text: string) => text.replaceAll('flight-delay', 'late');
  const page = (name: string) => plain(readFileSync(new URL(`../../docs/ci/${name}`, import.meta.url), 'utf8'));
  assert.equal(runner.read('.github/workflows/modelyard.yml'), page('github.yml'));
  assert.equal(runner.read('.github/workflows/modelyard-train.yml'), page('github-train.yml'));
  assert.equal(runner.read('.gitlab/modelyard.yml'), page('gitlab.yml'));
});

const JOB_KEYS = new Set(['if', 'runs-on', 'timeout-minutes', 'permissions', 'steps', 'env', 'needs']);
const STEP_KEYS = new Set(['name', 'run', 'uses', 'with', 'if', 'env', 'continue-on-error']);
const GITLAB_KEYS = new Set([
  'image',
  'variables',
  'cache',
  'before_script',
  'extends',
  'rules',
  'script',
  'artifacts',
  'resource_group',
]);

interface Sarif {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number };
        };
      }[];
    }[];
  }[];
}

/** With all that SARIF 2.1.0 and code scanning require. */
function sarifOf(clone: Clone): Sarif {
  const sarif = JSON.parse(clone.read('modelyard.sarif')) as Sarif;
  assert.equal(sarif.version, '2.1.0');
  assert.equal(sarif.runs.length, 1);
  const [run] = sarif.runs;
  assert.equal(run?.tool.driver.name, 'modelyard');
  for (const { ruleId, ruleIndex, level, message, locations } of run?.results ?? []) {
    assert.equal(run?.tool.driver.rules[ruleIndex]?.id, ruleId);
    assert.ok(['error', 'warning', 'note'].includes(level) && message.text !== '');
    const [{ physicalLocation } = assert.fail('a result needs a place')] = locations;
    assert.ok(existsSync(join(clone.folder, decodeURIComponent(physicalLocation.artifactLocation.uri))));
    assert.ok(physicalLocation.region.startLine >= 1);
  }
  return sarif;
}

interface Comment {
  readonly id: number;
  readonly user: { readonly type: string };
  readonly body: string;
}

/** `gh api` with the comments of one pull request in a file. */
function fakeGithub(t: TestContext) {
  const folder = temporaryFolder(t);
  const file = join(folder, 'comments.json');
  writeFileSync(file, '[]');
  writeFileSync(join(folder, 'gh'), `#!${process.execPath}\n${FAKE_GH}`);
  chmodSync(join(folder, 'gh'), 0o755);
  const comments = () => JSON.parse(readFileSync(file, 'utf8')) as readonly Comment[];
  return {
    comments,
    /** What `gh pr` was told last. */
    pulls: `${file}.pulls`,
    write: (comment: Comment) => writeFileSync(file, JSON.stringify([...comments(), comment])),
    variables: {
      PATH: `${folder}:${process.env['PATH']}`,
      COMMENTS: file,
      RUNNER_TEMP: folder,
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
      GITHUB_REPOSITORY: 'ada/small',
      GH_TOKEN: 'secret',
    },
  };
}

const FAKE_GH = `
const { readFileSync, writeFileSync } = require('node:fs');
const [api, ...words] = process.argv.slice(2);
const file = process.env.COMMENTS;
if (api === 'pr') {
  writeFileSync(file + '.pulls', process.argv.slice(2).join(' '));
  console.log('https://github.com/ada/small/pull/8');
  process.exit(0);
}
const comments = JSON.parse(readFileSync(file, 'utf8'));
const after = (flag) => words[words.indexOf(flag) + 1];
const path = words.find((word) => word.startsWith('repos/'));
if (api !== 'api' || !process.env.GH_TOKEN) process.exit(9);
const body = words.includes('--field') ? readFileSync(after('--field').replace(/^body=@/, ''), 'utf8') : undefined;
const method = words.includes('--method') ? after('--method') : 'GET';
if (method === 'GET' && path === 'repos/ada/small/issues/7/comments') {
  if (!after('--jq').includes('select(.user.type == "Bot" and (.body | startswith(env.MARKER))) | .id')) process.exit(8);
  for (const one of comments) if (one.user.type === 'Bot' && one.body.startsWith(process.env.MARKER)) console.log(one.id);
} else if (method === 'POST' && path === 'repos/ada/small/issues/7/comments') {
  writeFileSync(file, JSON.stringify([...comments, { id: comments.length + 1, user: { type: 'Bot' }, body }]));
} else if (method === 'PATCH') {
  const id = Number(/^repos\\/ada\\/small\\/issues\\/comments\\/(\\d+)$/.exec(path)[1]);
  writeFileSync(file, JSON.stringify(comments.map((one) => (one.id === id ? { ...one, body } : one))));
} else process.exit(7);
`;

/** The notes of one merge request over HTTP. */
async function fakeGitlab(t: TestContext) {
  const notes: { id: number; body: string }[] = [];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://host');
      const [, id] = /^\/api\/v4\/projects\/12\/merge_requests\/7\/notes(?:\/(\d+))?$/.exec(url.pathname) ?? ['', ''];
      const page = url.searchParams.get('page');
      asked.push([request.method, page].filter((word) => word !== null).join(' '));
      if (request.headers['private-token'] !== 'secret' || id === '') {
        response.writeHead(401).end();
        return;
      }
      const body = chunks.length === 0 ? '' : (JSON.parse(Buffer.concat(chunks).toString()) as { body: string }).body;
      if (request.method === 'POST') notes.push({ id: 101, body });
      if (request.method === 'PUT') notes.find((note) => note.id === Number(id))!.body = body;
      response.writeHead(200, { 'content-type': 'application/json', 'x-next-page': '' });
      response.end(JSON.stringify(notes));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    notes: () => notes,
    asked: () => asked,
    variables: {
      CI_API_V4_URL: `http://127.0.0.1:${port}/api/v4`,
      CI_PROJECT_ID: '12',
      CI_MERGE_REQUEST_IID: '7',
      MODELYARD_TOKEN: 'secret',
    },
  };
}
