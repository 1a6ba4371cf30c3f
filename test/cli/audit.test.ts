import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { localGit } from '../../engine/src/adapters/git/localGit.ts';
import type { AuditResult } from '../../engine/src/operations/audit/readAudit.ts';
import { auditRegistry } from '../../engine/src/registry/audit/auditRegistry.ts';
import type { GateReport } from '../../engine/src/registry/decisions/gateReport.ts';
import { rulesOfMove } from '../../engine/src/registry/policies/rulesOfMove.ts';
import { type Decisions, decisions, noKeys, ONE_APPROVAL, promotion } from '../kit/decisions.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { testProject } from '../kit/project.ts';
import { versionFile } from '../kit/registryFiles.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const skip = noKeys ?? false;
const ALIAS = 'registry/flight-delay/production.alias.yaml';
const NO_APPROVALS = ONE_APPROVAL.replace(/ {4}approvals.*\n/, '');

async function audited(repo: Pick<Decisions, 'modelyard'>): Promise<AuditResult> {
  const said = await repo.modelyard('audit verify --format json');
  const result = said.json<AuditResult>();
  assert.equal(said.code, result.valid ? 0 : 1, said.err);
  return result;
}

/** Codes of what does not fit, by the subject of the commit. */
async function broken(repo: Pick<Decisions, 'modelyard'>): Promise<readonly (readonly [string, string])[]> {
  const { entries } = await audited(repo);
  return entries.flatMap(({ subject, problems }) => problems.map(({ code }) => [subject, code] as const));
}

/** A repository in which Ben has approved version 2, and Ada has promoted 1 (past approvals: before the policy) and 2. */
async function promoted(t: TestContext, policy = ONE_APPROVAL) {
  const repo = await decisions(t, policy);
  if (policy.includes('approvals')) {
    repo.as(repo.ben);
    assert.equal((await repo.modelyard('models approve flight-delay:2 --alias production')).code, 0);
    repo.as(repo.ada);
  }
  const { report } = await promotion(repo, 2);
  const commit = repo.commit('Promote flight-delay v2');
  return { repo, report, commit };
}

test('what was done by its rules is valid, and every entry says who and on what evidence', { skip }, async (t) => {
  const { repo, report, commit } = await promoted(t);
  const said = await repo.modelyard('audit verify --format json');
  outputSchemas()('audit', said.json());
  const { valid, entries, tip } = said.json<AuditResult>();
  assert.deepEqual([valid, tip, said.code], [true, commit, 0]);
  const move = entries.at(-1)!;
  assert.deepEqual(
    { what: move.what, from: move.from, version: move.version, report: move.report, approvals: move.approvals },
    { what: 'promoted', from: null, version: 2, report, approvals: [{ by: repo.ben.key, name: repo.ben.email }] },
  );
  assert.match((await repo.modelyard('audit verify')).out, /every one by its rules/);
  assert.match(
    (await repo.modelyard('audit export')).out,
    /ada +promoted production of flight-delay:2 +ben@example\.org +-/,
  );
  const csv = (await repo.modelyard('audit export --format csv')).out;
  assert.match(csv, /^at,commit,author,email/);
  assert.match(csv, new RegExp(`ben@example\\.org \\(${repo.ben.key}\\)`));
  assert.match((await repo.modelyard('audit export --format markdown')).out, /\| Gate report \|/);
  assert.equal((await repo.modelyard('audit verify flight-delay --at HEAD~1')).code, 0);
  assert.match((await repo.modelyard('audit verify --at nowhere')).err, /knows no commit/);
});

test('an alias that is moved or taken away by hand is named with its commit', { skip }, async (t) => {
  const { repo } = await promoted(t, NO_APPROVALS);
  repo.commit(
    'By hand',
    `#- ${ALIAS}\n${repo
      .read(ALIAS)
      .replace('version: 2', 'version: 1')
      .replace(/sha256: \w+/, `sha256: a${'1'.padStart(63, '0')}`)
      .replace(/gates.*\n/, 'previous: 2\n')}`,
  );
  repo.remove(ALIAS);
  repo.commit('Taken away');
  const found = await audited(repo);
  assert.deepEqual(await broken(repo), [
    ['By hand', 'alias-without-gates'],
    ['Taken away', 'alias-without-gates'],
  ]);
  assert.equal(found.brokenAt, found.entries.find(({ subject }) => subject === 'By hand')?.commit);
  const text = await repo.modelyard('audit verify');
  assert.equal(text.code, 1);
  assert.match(text.out, /alias-without-gates registry\/flight-delay\/production\.alias\.yaml/);
});

test('reports that are deleted or changed, before or after the decision, are named', { skip }, async (t) => {
  const { repo, report } = await promoted(t, NO_APPROVALS);
  const text = repo.read(report);
  repo.commit('Figures', `#- ${report}\n${text.replace('"seconds": 0', '"seconds": 1')}`);
  repo.remove(report);
  repo.commit('Gone');
  assert.deepEqual(await broken(repo), [
    ['Figures', 'report-changed'],
    ['Gone', 'report-missing'],
  ]);
  const second = await decisions(t, NO_APPROVALS);
  const made = await promotion(second, 1);
  second.commit(
    'Other bytes',
    `#- ${made.report}\n${second.read(made.report).replace('"seconds": 0', '"seconds": 2')}`,
  );
  const third = await promotion(second, 2);
  second.remove(third.report);
  second.commit('No report');
  assert.deepEqual(await broken(second), [
    ['Other bytes', 'report-changed'],
    ['No report', 'report-missing'],
  ]);
});

test('a report that does not fit its move is named: not allowed, another champion, another version, a gate left out', {
  skip,
}, async (t) => {
  const repo = await decisions(t, NO_APPROVALS);
  const does = async (subject: string, version: number, changes: Partial<GateReport>) => {
    await promotion(repo, version, changes);
    repo.commit(subject);
  };
  await does('Not allowed', 1, { allowed: false });
  await does('Champion', 2, { champion: { version: 7, sha256: 'a'.repeat(64) } });
  await does('No gates', 1, { gates: [] });
  await does('Rules', 2, { policies: [] });
  await does('Other model', 1, { sha256: 'b'.repeat(64) });
  const codes = await broken(repo);
  assert.deepEqual(codes, [
    ['Not allowed', 'report-not-allowed'],
    ['Champion', 'champion-differs'],
    ['Champion', 'previous-differs'],
    ['No gates', 'gate-not-passed'],
    ['Rules', 'rules-differ'],
    ['Other model', 'report-of-another'],
  ]);
});

test('a version file that is edited or deleted is named, one that is put back is not', { skip }, async (t) => {
  const repo = await decisions(t, NO_APPROVALS);
  const file = 'registry/flight-delay/v1.version.yaml';
  const text = repo.read(file);
  repo.commit('Better figures', `#- ${file}\n${text.replace('0.7134', '0.9')}`);
  repo.commit('Back', `#- ${file}\n${text}`);
  repo.remove(file);
  repo.commit('Deleted');
  assert.deepEqual(await broken(repo), [
    ['Better figures', 'version-edited'],
    ['Deleted', 'version-deleted'],
  ]);
});

test('forged approvals are named: signed by the promoter, edited, taken from other rules', { skip }, async (t) => {
  const repo = await decisions(t, ONE_APPROVAL.replace('cleo.key', 'ada.key'));
  const given = [
    {
      by: repo.ben.key,
      at: '2026-11-21T08:00:00Z',
      file: `registry/flight-delay/approvals/v2-production-${repo.ben.key}.approval.yaml`,
      signed: true,
    },
  ];
  const approvals = { status: 'passed', asks: '1 of role approver', count: 1, needed: 1, given, void: [] } as const;
  await promotion(repo, 2, { approvals });
  repo.commit('Nobody agreed');
  repo.as(repo.ben);
  await repo.modelyard('models approve flight-delay:1 --alias production');
  const file = `registry/flight-delay/approvals/v1-production-${repo.ben.key}.approval.yaml`;
  await promotion(repo, 1, { by: 'somebody@example.org' });
  repo.commit('His own');
  repo.as(repo.ada);
  await promotion(repo, 2);
  repo.commit(
    'Edited',
    `#- ${file.replace('v1', 'v2')}\n${repo
      .read(file)
      .replace('version: 1', 'version: 2')
      .replace(/^sha256: .*$/m, `sha256: a${'2'.padStart(63, '0')}`)}`,
  );
  assert.deepEqual(await broken(repo), [
    ['Nobody agreed', 'approvals-missing'],
    ['Nobody agreed', 'approval-forged'],
    ['His own', 'approvals-missing'],
    ['Edited', 'approvals-missing'],
  ]);
});

test('a policy that is weakened with the move does not let it pass', { skip }, async (t) => {
  const repo = await decisions(t, ONE_APPROVAL);
  repo.write(`#- default.policy.yaml\n${NO_APPROVALS.replace('ben.key, cleo.key', repo.ada.key)}`);
  await promotion(repo, 2, { approvals: null });
  repo.commit('Weaker');
  assert.deepEqual(await broken(repo), [['Weaker', 'approvals-missing']]);
  const other = await decisions(t, NO_APPROVALS);
  other.git('checkout', '-q', '-b', 'old');
  await promotion(other, 2);
  other.commit('Promote by the old rules');
  other.git('checkout', '-q', 'main');
  other.commit(
    'Stricter',
    `#- default.policy.yaml\n${NO_APPROVALS.replace('50MB', '5MB').replace('ben.key, cleo.key', other.ben.key)}`,
  );
  other.git('merge', '-q', '--no-ff', '-m', 'Merge old', 'old');
  assert.deepEqual(await broken(other), [['Merge old', 'rules-differ']]);
});

test('moves that a squash or a merge brings at once count as one, each with its report', { skip }, async (t) => {
  const repo = await decisions(t, NO_APPROVALS);
  await promotion(repo, 1);
  repo.commit('Promote v1');
  repo.git('checkout', '-q', '-b', 'work');
  repo.commit('Register v3', versionFile('flight-delay', 3));
  await promotion(repo, 2);
  repo.commit('Promote v2');
  await promotion(repo, 3);
  repo.commit('Promote v3');
  repo.git('checkout', '-q', 'main');
  repo.git('merge', '-q', '--squash', 'work');
  repo.commit('Squashed');
  assert.deepEqual(await broken(repo), []);
  const last = (await audited(repo)).entries
    .filter(({ subject }) => subject === 'Squashed')
    .find(({ what }) => what === 'promoted');
  assert.deepEqual([last?.from, last?.version], [1, 3]);
});

test('the way back leads to what held the alias, without gates where the policy says so, and not forth again', {
  skip,
}, async (t) => {
  const repo = await decisions(t, NO_APPROVALS);
  await promotion(repo, 1);
  repo.commit('Promote v1');
  const first = repo.read(ALIAS);
  await promotion(repo, 2);
  repo.commit('Promote v2');
  const second = repo.read(ALIAS);
  const back = (text: string) => `#- ${ALIAS}\n${text.replace(/gates: .*\n/, 'reason: it refused rows\n')}`;
  repo.commit('Back to v1', back(first));
  assert.deepEqual(await broken(repo), []);
  assert.equal((await audited(repo)).entries.at(-1)?.reason, 'it refused rows');
  repo.commit('Forth to v2', back(second));
  assert.deepEqual(await broken(repo), [['Forth to v2', 'rollback-refused']]);
  const strict = await decisions(t, NO_APPROVALS.replace(/ {4}rollback.*\n/, ''));
  await promotion(strict, 1);
  strict.commit('Promote v1');
  const held = strict.read(ALIAS);
  await promotion(strict, 2);
  strict.commit('Promote v2');
  strict.commit('Back', back(held));
  assert.deepEqual(await broken(strict), [['Back', 'alias-without-gates']]);
});

test('a free alias goes anywhere; one that is guarded later was free before', { skip }, async (t) => {
  const repo = await decisions(t, NO_APPROVALS.replace('production', 'staging'));
  await repo.modelyard('models alias flight-delay:1 production');
  repo.commit('Free');
  repo.commit('Guarded', `#- default.policy.yaml\n${NO_APPROVALS}`);
  const { entries, valid } = await audited(repo);
  assert.deepEqual([valid, entries.at(-1)?.what], [true, 'pointed']);
});

test('without ssh-keygen nobody can tell, and that is said', { skip }, async (t) => {
  const { repo, commit } = await promoted(t);
  const git = localGit(repo.folder, { keygen: 'no-such-ssh-keygen' });
  const audit = await auditRegistry({ files: repo.host.files, git, root: repo.root }, commit);
  const [problem] = audit?.entries.at(-1)?.problems ?? [];
  assert.equal(problem?.code, 'approvals-unknown');
  assert.match(problem?.message ?? '', /nobody can tell whether it is signed: ssh-keygen is not there/);
});

test('a project below the root of its repository is audited as any other', { skip }, async (t) => {
  const { repo } = await promoted(t, NO_APPROVALS);
  const outer = temporaryFolder(t);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: outer, encoding: 'utf8' });
  git('init', '-q', '-b', 'main');
  for (const key of ['user.name', 'user.email', 'commit.gpgsign']) git('config', key, repo.git('config', key));
  cpSync(repo.folder, join(outer, 'ml'), { recursive: true, filter: (path) => !/\.git$|\.modelyard$/.test(path) });
  const commit = (subject: string) => {
    git('add', '-A');
    git('commit', '-q', '-m', subject);
  };
  commit('Moved in');
  const inside = {
    modelyard: (line: string | readonly string[]) =>
      repo.modelyard([...(typeof line === 'string' ? line.split(' ') : line), '--project', join(outer, 'ml')]),
  };
  assert.deepEqual(await broken(inside), []);
  writeFileSync(join(outer, 'ml/registry/flight-delay/v1.version.yaml'), '');
  commit('Emptied');
  assert.deepEqual(await broken(inside), [['Emptied', 'version-edited']]);
});

test('without git nobody can tell, and bytes that are no text do not lead astray', { skip }, async (t) => {
  const said = await testProject(t, '').modelyard('audit verify');
  assert.deepEqual([said.code, /no history here/.test(said.err)], [2, true]);
  const { repo } = await promoted(t, NO_APPROVALS);
  const name = `${repo.git('rev-parse', `HEAD:${ALIAS}`)} blob 4`;
  put(repo, 'registry/flight-delay/gates/a.json', Buffer.from([0xff, 0xfe, 10, ...Buffer.from(`${name}\nodd\n`)]));
  put(repo, 'registry/flight-delay/odd.alias.yaml', Buffer.from([0xff, 0, 0x80]));
  repo.commit('Odd bytes');
  assert.deepEqual(await broken(repo), []);
  put(repo, ALIAS, Buffer.from([0xff, 0, 0x80]));
  repo.commit('Odd alias');
  assert.deepEqual(await broken(repo), [['Odd alias', 'alias-unreadable']]);
});

function put({ folder }: Pick<Decisions, 'folder'>, path: string, bytes: Uint8Array): void {
  writeFileSync(join(folder, path), bytes);
}

test('policies that the settings exclude, and those of a project below, are not asked', { skip }, async (t) => {
  const repo = await decisions(t, NO_APPROVALS);
  const other = NO_APPROVALS.replace('default', 'other')
    .replace('50MB', '1B')
    .replace('ben.key, cleo.key', repo.ada.key);
  repo.write(`#- nested/modelyard.yaml\nproject: nested\nlanguage: 1\n#- nested/other.policy.yaml\n${other}`);
  repo.write(`#- old/other.policy.yaml\n${other}`);
  repo.commit('Others', '#- modelyard.yaml\nproject: small\nlanguage: 1\nexclude: ["old/**"]\n');
  const rules = await rulesOfMove(
    { files: repo.host.files, git: repo.host.git(repo.root), root: repo.root },
    { model: 'flight-delay', alias: 'production' },
  );
  assert.equal(rules.base?.policy, 'default');
  await promotion(repo, 1);
  repo.commit('Promote v1');
  assert.deepEqual(await broken(repo), []);
});

test('a cut-off history is refused with what to do', { skip }, async (t) => {
  const { repo } = await promoted(t, NO_APPROVALS);
  const clone = temporaryFolder(t);
  execFileSync('git', ['clone', '-q', '--depth', '1', `file://${repo.folder}`, clone]);
  const said = await repo.modelyard(['audit', 'verify', '--project', clone]);
  assert.equal(said.code, 2);
  assert.match(said.err, /fetch-depth: 0/);
});
