import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { ChangedResult } from '../../engine/src/operations/promotion/changed/changedResult.ts';
import type { GateResult } from '../../engine/src/operations/promotion/gateResult.ts';
import type { ReportedGate } from '../../engine/src/registry/decisions/gateReport.ts';
import { decisions, noKeys, ONE_APPROVAL, promotion } from '../kit/decisions.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { testProject } from '../kit/project.ts';
import { type Clone, ok, pullRequests } from '../kit/pullRequest.ts';

/** One hub for all tests of this file: clones are cheap, models are not. */
type Team = Awaited<ReturnType<typeof pullRequests>>;
let team: Promise<Team> | undefined;
const closing: (() => unknown)[] = [];
after(async () => {
  for (const close of closing) await close();
});

const follows = outputSchemas();

function candidate(): Promise<Team> {
  team ??= pullRequests({ after: (work) => void closing.push(work as () => unknown) }).then(prepared);
  return team;
}

async function prepared(team: Team): Promise<Team> {
  await team.branch('candidate', async () => {
    await team.train(2);
    await ok(team.ada.modelyard('models promote late:2 --alias production'));
    team.ada.commit('The second version');
  });
  return team;
}

async function changed(clone: Clone, code: number, ...words: string[]): Promise<ChangedResult> {
  const said = await clone.modelyard(['gate', '--changed', ...words, '--format', 'json']);
  assert.equal(said.code, code, said.err + said.out);
  const result = said.json<ChangedResult>();
  follows('gate-changed', result);
  return result;
}

test('a clean clone says of a promotion what the machine said that made it, and pulls scores alone', async (t) => {
  const { clone, ada } = await candidate();
  const runner = clone('candidate');
  const told = await changed(runner, 0, '--policy-from', 'origin/main');
  const [moved] = told.aliases;
  assert.deepEqual(
    [moved?.model, moved?.alias, moved?.from, moved?.to, moved?.allowed],
    ['late', 'production', 1, 2, true],
  );
  assert.deepEqual(
    moved?.gates.map(({ name, status, how }) => [name, status, how]),
    [
      ['good enough', 'passed', 'recomputed'],
      ['not worse', 'passed', 'recomputed'],
      ['described', 'passed', 'recomputed'],
      ['small', 'passed', 'recomputed'],
      ['quick', 'passed', 'reported'],
    ],
  );
  const report = JSON.parse(runner.read(moved?.report ?? '')) as GateResult;
  assert.deepEqual(
    moved?.gates.map(({ figures }) => figures),
    report.gates.map(({ figures }) => figures),
  );
  const objects = readdirSync(join(runner.folder, '.modelyard/objects'), { recursive: true }).map(String);
  const files = objects.filter((name) => /[0-9a-f]{62}$/.test(name));
  assert.equal(files.length, 2, files.join(', '));
  assert.equal(runner.git('status', '--porcelain'), '');
  assert.equal((await ok(runner.modelyard('gate --changed --format markdown'))).out, told.comment.body);
  ada.git('switch', '-q', 'candidate');
  t.after(() => ada.git('switch', '-q', 'main'));
  assert.deepEqual(withoutTimes(await changed(ada, 0)), withoutTimes(told));
});

test('in a fresh clone without data a gate and an evaluation fetch what they need, and say what they say elsewhere', async (t) => {
  const { clone, ada } = await candidate();
  const runner = clone('candidate');
  const judged = async (one: Clone) => {
    const said = await one.modelyard('gate late:1 --alias production --format json');
    const { gates } = said.json<GateResult>();
    return gates.map(({ name, status, figures }) => [name, status, name === 'quick' ? [] : figures] as const);
  };
  const there = await judged(runner);
  assert.deepEqual(
    there.map(([name, status]) => `${name}: ${status}`),
    ['good enough: passed', 'not worse: passed', 'described: passed', 'small: passed', 'quick: passed'],
  );
  ada.git('switch', '-q', 'candidate');
  t.after(() => ada.git('switch', '-q', 'main'));
  assert.deepEqual(there, await judged(ada));
  const fetched = () =>
    readdirSync(join(runner.folder, '.modelyard/objects'), { recursive: true }).filter(
      (name) => String(name).length > 60,
    ).length;
  const before = fetched();
  assert.ok(before >= 3 && before <= 6, `${before}: test rows, scores and models, not the data`);

  runner.write(
    'new.csv',
    `x,late\n${Array.from({ length: 200 }, (_, i) => `${(i % 40) / 10 - 2},${i % 3 > 0}`).join('\n')}\n`,
  );
  const measured = async (one: Clone) =>
    (
      await ok(one.modelyard('evaluate --data new.csv --target late --model late:2 --resamples 50 --format json'))
    ).json<{ metrics: unknown }>().metrics;
  ada.write('new.csv', runner.read('new.csv'));
  t.after(() => rmSync(join(ada.folder, 'new.csv')));
  assert.deepEqual(await measured(runner), await measured(ada));
});

test('a pull request that changes nothing of ours says so in two lines', async () => {
  const { clone } = await candidate();
  const runner = clone('main');
  runner.git('switch', '-q', '-c', 'readme');
  runner.write('README.md', 'Words.\n');
  runner.commit('Words');
  const told = await changed(runner, 0);
  assert.equal(told.changed, false);
  assert.equal(told.comment.body.split('\n').length, 4);
  assert.match(
    told.comment.body,
    /^<!-- modelyard: gate -->\n<!-- modelyard: nothing changed -->\n\*\*Modelyard\*\*: no /,
  );
  const junit = (await ok(runner.modelyard('gate --changed --format junit'))).out;
  assert.match(junit, /tests="1" failures="0" errors="0"/);
});

test('what changes in data, features, cards and policies stands in the comment', async () => {
  const { clone } = await candidate();
  const runner = clone('main');
  runner.git('switch', '-q', '-c', 'specs');
  const lock = runner.read('rows.dataset.lock.yaml');
  runner.write(
    'rows.dataset.lock.yaml',
    lock.replace(/^rows: \d+$/m, 'rows: 4000').replace('x: {type: float', '"y|<b>": {type: float'),
  );
  runner.write(
    'late.modelcard.yaml',
    runner.read('late.modelcard.yaml').replace('limitations: none', 'limitations: many'),
  );
  runner.write('seen.features.yaml', 'features: seen\ndataset: rows\nentity: {row: id}\ntimestamp: x\nfields: {}\n');
  runner.write('default.policy.yaml', runner.read('default.policy.yaml').replace('min: 0.6', 'min: 0.7'));
  runner.commit('Change specs');
  const told = await changed(runner, 0);
  assert.deepEqual(told.data[0]?.rows, { before: 3000, after: 4000 });
  assert.deepEqual(told.data[0]?.columns, { added: ['y|<b>'], removed: ['x'], retyped: [] });
  assert.deepEqual(told.cards[0]?.changed, ['limitations']);
  assert.deepEqual(told.features[0]?.change, 'added');
  assert.deepEqual(told.policies[0]?.changed, ['production: good enough']);
  const { body } = told.comment;
  assert.match(body, /3,000 rows → 4,000 rows, column added: <code>y&#124;&#60;b&#62;<\/code>, column removed: `x`/);
  assert.match(body, /what `origin\/main` asks for holds as well/);
  assert.doesNotMatch(body, /<b>/);
});

test('a gate report with other bytes is refused, and one that was made to fit does not follow from the scores', async () => {
  const { clone } = await candidate();
  const runner = clone('candidate');
  const file = (await changed(runner, 0)).aliases[0]?.report ?? '';
  const alias = 'registry/late/production.alias.yaml';
  const before = runner.read(file);
  runner.write(file, before.replace(/"value": 0\.\d+/, '"value": 0.99'));
  runner.commit('Look better');
  const [moved] = (await changed(runner, 1)).aliases;
  assert.deepEqual(
    moved?.problems.map(({ code }) => code),
    ['report-changed'],
  );

  const text = before.replace(/("name": "good enough"[\s\S]*?"value": )0\.\d+/, '$10.99');
  const hash = createHash('sha256').update(text).digest('hex');
  const fitting = file.replace(/[0-9a-f]{12}\.json$/, `${hash.slice(0, 12)}.json`);
  runner.git('rm', '-q', file);
  runner.write(fitting, text);
  runner.write(alias, runner.read(alias).replace(/^gates: .*$/m, `gates: ${hash}`));
  runner.commit('Look better still');
  const [again] = (await changed(runner, 1)).aliases;
  assert.deepEqual(
    again?.problems.map(({ code }) => code),
    ['report-differs'],
  );
  assert.match(again?.problems[0]?.message ?? '', /`good enough`: the report says 0\.99/);
});

test('metrics that do not follow from the scores are refused', async () => {
  const { clone } = await candidate();
  const runner = clone('candidate');
  const file = 'registry/late/v2.version.yaml';
  runner.write(file, runner.read(file).replace(/roc_auc: \{value: 0\.\d+/, 'roc_auc: {value: 0.97'));
  runner.commit('Round up');
  const [moved] = (await changed(runner, 1)).aliases;
  assert.ok(
    moved?.problems.some(
      ({ code, message }) => code === 'metric-differs' && /roc_auc of late:2 is .* by its file/.test(message),
    ),
  );
});

test('facts of the base cannot be edited', async () => {
  const { clone } = await candidate();
  const runner = clone('main');
  runner.git('switch', '-q', '-c', 'edit');
  const file = 'registry/late/v1.version.yaml';
  runner.write(file, runner.read(file).replace('semver: 1.0.0', 'semver: 1.0.1'));
  runner.commit('Edit');
  const told = await changed(runner, 1);
  assert.deepEqual(
    told.problems.map(({ code, file: of }) => [code, of]),
    [['version-edited', file]],
  );
  assert.match(told.comment.body, /### ❌ Modelyard: the registry was edited/);
});

test('a policy that is weakened in the same branch does not let its version through', async () => {
  const team = await candidate();
  await team.branch('weak', async () => {
    const policy = team.ada.read('default.policy.yaml');
    team.ada.write('default.policy.yaml', policy.replace('min: 0.6', 'min: 0.1').replace(/^.*not worse.*\n/m, ''));
    team.ada.write('late.modelcard.yaml', team.ada.read('late.modelcard.yaml').replace('roc_auc: 0.8', 'roc_auc: 0.2'));
    team.ada.commit('Ask for less');
    await team.train(-1);
    assert.equal((await team.ada.modelyard('models promote late:3 --alias production')).code, 1);
    await ok(team.ada.modelyard('models promote late:3 --alias production --policy-from HEAD'));
    team.ada.commit('The third version');
  });
  team.ada.git('switch', '-q', 'main');
  const runner = team.clone('weak');
  const [moved] = (await changed(runner, 1, '--policy-from', 'origin/main')).aliases;
  assert.ok(moved?.problems.some(({ code }) => code === 'rules-differ'));
  assert.deepEqual(
    moved?.gates.filter(({ status }) => status !== 'passed').map(({ name, status }) => [name, status]),
    [
      ['good enough', 'unknown'],
      ['not worse', 'unknown'],
    ],
  );
  assert.match(
    (await runner.modelyard('gate --changed --format markdown')).out,
    /### ❌ Modelyard: `production` of `late` may not move/,
  );
});

test('an alias that is moved by hand, or taken away, is refused; a free one is only told', async () => {
  const { clone } = await candidate();
  const runner = clone('candidate');
  const alias = 'registry/late/production.alias.yaml';
  runner.write(alias, runner.read(alias).replace(/^gates: .*\n/m, ''));
  runner.write('registry/late/tried.alias.yaml', runner.read(alias).replace('alias: production', 'alias: tried'));
  runner.commit('By hand');
  const told = await changed(runner, 1);
  const [guarded, free] = told.aliases;
  assert.deepEqual(
    guarded?.problems.map(({ code }) => code),
    ['alias-without-gates'],
  );
  assert.deepEqual([free?.alias, free?.guarded, free?.allowed, free?.from, free?.to], ['tried', false, true, null, 2]);
  runner.git('rm', '-q', alias);
  runner.commit('Away');
  const [gone] = (await changed(runner, 1)).aliases;
  assert.deepEqual([gone?.to, gone?.problems[0]?.code], [null, 'alias-without-gates']);
});

test('scores that are nowhere leave the gates unknown, and unknown is not passed', async () => {
  const { clone, place } = await candidate();
  const runner = clone('candidate');
  runner.write(
    'modelyard.yaml',
    runner.read('modelyard.yaml').replace(/^remote: .*$/m, `remote: file://${join(place, 'empty')}`),
  );
  mkdirSync(join(place, 'empty'), { recursive: true });
  const [moved] = (await changed(runner, 1)).aliases;
  assert.equal(moved?.allowed, false);
  assert.equal(moved?.gates.find(({ name }) => name === 'not worse')?.status, 'unknown');
  assert.deepEqual(moved?.problems[0]?.code, 'bytes-missing');
  assert.match((await runner.modelyard('gate --changed')).out, /small .* from the version file/);
});

test('a shallow clone, an unknown branch and a folder without git cannot be judged', async (t) => {
  const { clone } = await candidate();
  const shallow = await clone('candidate', '--depth', '1').modelyard('gate --changed');
  assert.equal(shallow.code, 2);
  assert.match(shallow.err, /fetch-depth: 0/);
  const runner = clone('candidate');
  assert.deepEqual([(await runner.modelyard('gate --changed --against nowhere')).code], [2]);
  assert.match((await runner.modelyard('gate late:2 --changed')).err, /takes no model/);
  assert.match(
    (await runner.modelyard('gate late:2 --alias production --against main')).err,
    /`--against` is about `--changed`/,
  );
  assert.match((await runner.modelyard('gate')).err, /A version and an alias are missing/);
  const alone = testProject(t, '#- readme.md\n');
  assert.match((await alone.modelyard('gate --changed')).err, /no commit in git/);
});

test('files that are not committed are named and not looked at', async () => {
  const { clone } = await candidate();
  const runner = clone('candidate');
  const alias = 'registry/late/production.alias.yaml';
  runner.write(alias, runner.read(alias).replace('version: 2', 'version: 1'));
  const told = await changed(runner, 0);
  assert.deepEqual(told.uncommitted, [alias]);
  assert.match((await runner.modelyard('gate --changed')).out, /production\.alias\.yaml is not committed/);
});

test('a clone without data and store finds the same problems, from its locks', async () => {
  const { ada, clone } = await candidate();
  const wrong = (one: Clone) =>
    one.write('late.pipeline.yaml', one.read('late.pipeline.yaml').replace('columns: {x: x}', 'columns: {x: tenure}'));
  const runner = clone('main');
  const before = ada.read('late.pipeline.yaml');
  for (const one of [ada, runner]) wrong(one);
  const problems = async (one: Clone) => {
    const said = await one.modelyard('validate --format json');
    return said.json<{ problems: { code: string; message: string; range: unknown }[] }>().problems;
  };
  const [here, there] = [await problems(ada), await problems(runner)];
  ada.write('late.pipeline.yaml', before);
  assert.ok(
    here.some(({ message }) => message.includes('tenure')),
    JSON.stringify(here),
  );
  assert.deepEqual(
    there.filter(({ code }) => code !== 'lock-stands-in'),
    here,
  );
});

test('a merge of the branch, as GitHub checks it out, is judged against what it goes to', async () => {
  const { clone } = await candidate();
  const runner = clone('main');
  runner.write('README.md', 'Words.\n');
  runner.commit('main goes on');
  runner.git('push', '-q', 'origin', 'HEAD:refs/heads/later');
  runner.git('fetch', '-q');
  runner.git('switch', '-q', '--detach', 'origin/later');
  runner.git('merge', '-q', '--no-ff', '-m', 'Merge', 'origin/candidate');
  const told = await changed(runner, 0, '--policy-from', 'origin/later');
  assert.equal(told.base.commit, runner.git('rev-parse', 'origin/later'));
  assert.deepEqual([told.aliases[0]?.to, told.aliases[0]?.allowed], [2, true]);
});

test('the way back is judged as well, and says why', async () => {
  const { clone } = await candidate();
  const runner = clone('candidate');
  await ok(runner.modelyard(['models', 'rollback', 'late', '--alias', 'production', '--reason', 'slow | on <ARM>']));
  const told = await changed(runner, 0, '--against', 'origin/candidate');
  const [back] = told.aliases;
  assert.deepEqual([back?.from, back?.to, back?.reason, back?.allowed], [2, 1, 'slow | on <ARM>', true]);
  assert.match(told.comment.body, /Back to an earlier version: slow &#124; on &#60;ARM&#62;/);
  runner.write(back?.file ?? '', runner.read(back?.file ?? '').replace('version: 1', 'version: 2'));
  runner.commit('Not so');
  assert.equal((await changed(runner, 1, '--against', 'origin/candidate')).allowed, false);
});

test('files that cannot be read are refused and named, and nothing crashes', async () => {
  const { clone } = await candidate();
  const runner = clone('candidate');
  const [moved] = (await changed(runner, 0)).aliases;
  const [alias, report, version] = [moved?.file ?? '', moved?.report ?? '', 'registry/late/v2.version.yaml'];
  const codes = async (file: string, text: string): Promise<readonly string[]> => {
    const before = runner.read(file);
    runner.write(file, text);
    runner.commit('Break');
    const said = await changed(runner, 1);
    runner.write(file, before);
    runner.commit('Mend');
    return said.aliases.flatMap(({ problems }) => problems.map(({ code }) => code));
  };
  assert.deepEqual(await codes(alias, 'model_alias: [\n'), ['alias-unreadable']);
  assert.deepEqual(await codes(version, '\u0000\u0001'), ['version-missing']);
  assert.deepEqual(await codes('default.policy.yaml', 'policy: default\napplies_to: ["*"]\naliases: 3\n'), [
    'policy-broken',
  ]);
  const nan = await codes(version, runner.read(version).replace(/roc_auc: \{value: [\d.]+/, 'roc_auc: {value: .nan'));
  assert.ok(nan.includes('report-differs') && nan.includes('metric-differs'), nan.join(', '));
  for (const text of [
    '{}',
    '[]',
    runner.read(report).replace(/"rule": \{/, '"rule": 7, "other": {'),
    runner.read(report).replace(/"figures": \[/, '"figures": [7, '),
  ]) {
    const hash = createHash('sha256').update(text).digest('hex');
    runner.write(report.replace(/[0-9a-f]{12}\.json$/, `${hash.slice(0, 12)}.json`), text);
    const found = await codes(alias, runner.read(alias).replace(/^gates: .*$/m, `gates: ${hash}`));
    assert.deepEqual(found, ['report-changed'], text.slice(0, 40));
  }
  const second = runner.read('default.policy.yaml').replace('policy: default', 'policy: other');
  runner.write('other.policy.yaml', second);
  runner.commit('Two policies');
  assert.deepEqual(
    (await changed(runner, 1)).aliases[0]?.problems.map(({ code }) => code),
    ['policy-ambiguous'],
  );
});

test('approvals are counted again, and nobody approves a move of their own', { skip: noKeys ?? false }, async (t) => {
  const repo = await decisions(t, ONE_APPROVAL);
  repo.git('switch', '-q', '-c', 'promote');
  repo.as(repo.ben);
  await ok(repo.modelyard('models approve flight-delay:2 --alias production'));
  repo.as(repo.ada);
  await promotion(repo, 2, { gates: [SMALL] });
  repo.commit('Promote flight-delay v2');
  const told = async (code: number) => {
    const said = await repo.modelyard('gate --changed --policy-from main --format json');
    assert.equal(said.code, code, said.err + said.out);
    follows('gate-changed', said.json());
    return said.json<ChangedResult>();
  };
  const { approvals } = (await told(0)).aliases[0]!;
  assert.deepEqual([approvals?.status, approvals?.count, approvals?.given[0]?.by], ['passed', 1, repo.ben.key]);
  const file = approvals?.given[0]?.file ?? '';
  repo.write(`#- ${file}\n${repo.read(file).replace(/^at: .*$/m, 'at: 2026-11-20T00:00:00Z')}`);
  repo.commit('Another time');
  const [refused] = (await told(1)).aliases;
  assert.equal(refused?.approvals?.status, 'waiting');
  assert.ok(refused?.problems.some(({ code }) => code === 'approvals-missing'));
  assert.match(
    (await repo.modelyard('gate --changed --format markdown')).out,
    /- void: `ben@example\.org \([0-9a-f]{16}\)`: /,
  );
});

const SMALL: ReportedGate = {
  ...{ name: 'small', status: 'passed', reason: 'good', evidence: [], seconds: 0 },
  rule: { kind: 'size', name: 'small', size: 50_000_000 },
  figures: [{ name: 'size', value: 812345, unit: 'B', max: 50_000_000 }],
};

/** How long gates took is this machine's. */
function withoutTimes(result: ChangedResult): unknown {
  return JSON.parse(JSON.stringify(result, (key, value: unknown) => (key === 'seconds' ? 0 : value)));
}
