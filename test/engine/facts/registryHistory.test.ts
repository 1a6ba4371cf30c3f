import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { localFiles } from '../../../engine/src/adapters/files/localFiles.ts';
import { localGit } from '../../../engine/src/adapters/git/localGit.ts';
import { checkProject } from '../../../engine/src/checks/all.ts';
import { FactGatherer } from '../../../engine/src/facts/factGatherer.ts';
import { loadProject } from '../../../engine/src/project/load.ts';
import { parseAliasFile } from '../../../engine/src/registry/aliasFile.ts';
import { type Decisions, decisions, noKeys, ONE_APPROVAL, promotion } from '../../kit/decisions.ts';
import { noGit } from '../../kit/registry.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const skip = noKeys ?? false;
const NO_APPROVALS = ONE_APPROVAL.replace(/ {4}approvals.*\n/, '');
const CODES = ['registry-edited', 'alias-without-gates', 'approval-void'];
const ALIAS = 'registry/flight-delay/production.alias.yaml';
const V1 = 'registry/flight-delay/v1.version.yaml';

interface Found {
  readonly problems: readonly {
    readonly file: string;
    readonly code: string;
    readonly severity: string;
    readonly message: string;
  }[];
}

/** What `validate` says of history, in the folder given. */
async function said(repo: Pick<Decisions, 'modelyard'>, ...more: readonly string[]) {
  const { problems } = (await repo.modelyard(['validate', '--format', 'json', ...more])).json<Found>();
  return problems.filter(({ code }) => CODES.includes(code));
}

const short = (problems: Found['problems']) =>
  problems.map(({ file, code, severity }) => [file.slice(9), code, severity]);

test('a version file that is not as it was registered is wrong, committed or not, with or without data', {
  skip,
}, async (t) => {
  const repo = await decisions(t, NO_APPROVALS);
  assert.deepEqual(await said(repo), []);
  const text = repo.read(V1);
  repo.write(`#- ${V1}\n${text.replace('0.7134', '0.9')}`);
  assert.deepEqual(short(await said(repo)), [['flight-delay/v1.version.yaml', 'registry-edited', 'error']]);
  repo.commit('Better figures');
  const [problem] = await said(repo, '--no-data');
  assert.match(problem?.message ?? '', /git checkout [0-9a-f]{8} -- registry\/flight-delay\/v1\.version\.yaml/);
  repo.write(`#- ${V1}\n${text.replaceAll('\n', '\r\n')}`);
  assert.deepEqual(await said(repo), []);
});

test('a version that only this branch has may still change; in a shallow clone nothing is said', {
  skip,
}, async (t) => {
  const repo = await decisions(t, NO_APPROVALS);
  repo.git('checkout', '-q', '-b', 'work');
  const third = 'registry/flight-delay/v3.version.yaml';
  repo.commit('Register', `#- ${third}\n${repo.read(V1).replace('version: 1', 'version: 3')}`);
  repo.commit('Again', `#- ${third}\n${repo.read(third).replace('0.7134', '0.8')}`);
  repo.commit('Edited', `#- ${V1}\n${repo.read(V1).replace('0.7134', '0.9')}`);
  assert.deepEqual(short(await said(repo)), [['flight-delay/v1.version.yaml', 'registry-edited', 'error']]);
  const clone = temporaryFolder(t);
  execFileSync('git', ['clone', '-q', '--depth', '1', `file://${repo.folder}`, clone]);
  assert.deepEqual(await said(repo, '--project', clone), []);
});

test('an alias moved by hand is wrong, before and after the commit; promoted it is right', { skip }, async (t) => {
  const repo = await decisions(t, NO_APPROVALS);
  await promotion(repo, 1);
  assert.deepEqual(await said(repo), [], 'a promotion that is not committed yet is pending');
  repo.commit('Promote v1');
  assert.deepEqual(await said(repo), []);
  const byHand = repo
    .read(ALIAS)
    .replace('version: 1', 'version: 2')
    .replace(/sha256: a(0+)1/, 'sha256: a$12')
    .replace(/gates.*\n/, 'previous: 1\n');
  repo.write(`#- ${ALIAS}\n${byHand}`);
  const pending = await said(repo);
  assert.deepEqual(short(pending), [['flight-delay/production.alias.yaml', 'alias-without-gates', 'error']]);
  assert.match(
    pending[0]!.message,
    /moved by hand and not committed.*modelyard models promote flight-delay:2 --alias production/,
  );
  const commit = repo.commit('By hand');
  assert.match((await said(repo))[0]!.message, new RegExp(`What commit ${commit.slice(0, 8)} did does not hold`));
});

test('a report that is deleted later, or a gate that was not asked, is wrong where the alias stands on it', {
  skip,
}, async (t) => {
  const repo = await decisions(t, NO_APPROVALS);
  await promotion(repo, 1, { gates: [] });
  repo.commit('Promote v1');
  assert.match((await said(repo))[0]!.message, /gate `small` did not pass/);
  await promotion(repo, 2);
  repo.commit('Promote v2');
  assert.deepEqual(await said(repo), []);
  const { gates } = parseAliasFile(repo.read(ALIAS), ALIAS);
  repo.remove(`registry/flight-delay/gates/v2-production-${gates?.slice(0, 12)}.json`);
  repo.commit('Tidy up');
  assert.match((await said(repo))[0]!.message, /the gate report was changed or deleted afterwards/);
});

test('an alias that was free when it moved is asked to be promoted again', { skip }, async (t) => {
  const repo = await decisions(t, NO_APPROVALS.replace('production', 'staging'));
  await repo.modelyard('models alias flight-delay:1 production');
  repo.commit('Free');
  assert.deepEqual(await said(repo), []);
  repo.commit('Guarded', `#- default.policy.yaml\n${NO_APPROVALS}`);
  const [problem] = await said(repo);
  assert.deepEqual([problem?.code, problem?.severity], ['alias-without-gates', 'warning']);
  assert.match(problem?.message ?? '', /No policy guarded `production`.*promote again/);
});

test('a void approval is told until the move is made, and held then', { skip }, async (t) => {
  const repo = await decisions(t, ONE_APPROVAL);
  repo.as(repo.ben);
  await repo.modelyard('models approve flight-delay:2 --alias production');
  repo.as(repo.ada);
  repo.commit('Approved');
  assert.deepEqual(await said(repo), []);
  const policy = repo.read('default.policy.yaml');
  repo.commit('Stricter', `#- default.policy.yaml\n${policy.replace('50MB', '5MB')}`);
  const [problem] = await said(repo);
  assert.deepEqual([problem?.code, problem?.severity], ['approval-void', 'warning']);
  assert.match(problem?.message ?? '', /what the policy asks of production is something else since/);
  repo.commit('As before', `#- default.policy.yaml\n${policy}`);
  await promotion(repo, 2);
  repo.commit('Promote v2');
  repo.commit('Stricter again', `#- default.policy.yaml\n${policy.replace('50MB', '5MB')}`);
  assert.deepEqual(await said(repo), []);
});

test('an editor is told anew when HEAD is another, and asks git little when it is not', { skip }, async (t) => {
  const repo = await decisions(t, NO_APPROVALS);
  const git = localGit(repo.folder);
  let asked = 0;
  const changesOf: typeof git.history.changesOf = (...given) => {
    asked += 1;
    return git.history.changesOf(...given);
  };
  const counting = { ...noGit, root: () => git.root(), history: { ...git.history, changesOf } };
  const gatherer = new FactGatherer({ root: repo.folder, files: localFiles(), git: counting, variables: {} });
  t.after(() => gatherer.close());
  const problems = async () => {
    const project = await loadProject(localFiles(), repo.folder, {});
    const facts = await gatherer.collect(project);
    return { facts, found: checkProject(await gatherer.gather(project)).filter(({ code }) => CODES.includes(code)) };
  };
  assert.deepEqual((await problems()).found, []);
  const before = asked;
  writeFileSync(join(repo.folder, V1), repo.read(V1).replace('0.7134', '0.9'));
  assert.deepEqual(
    (await problems()).found.map(({ code }) => code),
    ['registry-edited'],
  );
  assert.equal(asked, before);
  repo.commit('Committed');
  assert.deepEqual(
    (await problems()).found.map(({ code }) => code),
    ['registry-edited'],
  );
  assert.ok(asked > before);
});
