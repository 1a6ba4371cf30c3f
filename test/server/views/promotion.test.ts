import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { signingKeyId } from '../../../engine/src/adapters/git/signingKey.ts';
import { openHost } from '../../../engine/src/adapters/host.ts';
import { gitAtOnce } from '../../../engine/src/operations/promotion/page/gitAtOnce.ts';
import { loadProject } from '../../../engine/src/project/load.ts';
import { viewAnswers } from '../../../server/src/data/answers/views.ts';
import { newViewMemory } from '../../../server/src/data/viewMemory.ts';
import type { ViewQuestion, ViewQuestions } from '../../../server/src/views/viewQuestions.ts';
import { noKeys } from '../../kit/decisions.ts';
import { type GitProject, gitProject } from '../../kit/gitProject.ts';
import { noGit } from '../../kit/registry.ts';

const signal = new AbortController().signal;
const MOVE = { model: 'sigmoid', version: 2, alias: 'production' };

test('a move says what it would change, by which policy, and that nothing is known yet', async (t) => {
  const project = await gitProject(t, { versions: 2 });
  const page = await ask(t, project, 'promotion', MOVE);
  assert.deepEqual([page.now, page.report, page.pending, page.withdrawn], [null, null, null, null]);
  assert.equal(page.guard.kind, 'rules');
  const { policies, gates, approvals, rollback } = page.guard;
  assert.deepEqual(
    policies.map(({ name, place, at }) => [name, place.file, at?.ref]),
    [['default', 'default.policy.yaml', 'main']],
  );
  assert.deepEqual(gates, [{ kind: 'size', name: 'small', size: 50_000_000 }]);
  assert.deepEqual([approvals, rollback], [null, 'none']);
  assert.equal(page.change?.file, 'registry/sigmoid/production.alias.yaml');
  assert.equal(page.change.message, 'Promote sigmoid v2 to production');
  assert.deepEqual(
    page.change.lines.map(({ kind, text }) => `${kind} ${text.replace(/[0-9a-f]{64}/, 'HASH')}`),
    [
      'added model_alias: sigmoid',
      'added alias: production',
      'added version: 2',
      'added sha256: HASH',
      'added since: (time of the move)',
      'added gates: (sha256 of the gate report)',
    ],
  );
  assert.deepEqual([page.history, page.holds, page.evidence.isHere], [[], 0, true]);
  assert.deepEqual(page.otherAliases, ['strict', 'gated']);
});

test('what was promoted is told with its report, and each hold of the alias with its commit', async (t) => {
  const project = await gitProject(t, { versions: 2 });
  const moved = async (version: number) => {
    const { code, err } = await project.modelyard(`models promote sigmoid:${version} --alias production`);
    assert.equal(code, 0, err);
    return project.git('rev-parse', 'HEAD');
  };
  const first = await moved(1);
  const before = await ask(t, project, 'promotion', MOVE);
  assert.equal(before.now?.version, 1);
  assert.ok(before.change?.lines.some(({ kind, text }) => kind === 'removed' && text === 'version: 1'));
  const second = await moved(2);
  const page = await ask(t, project, 'promotion', MOVE);
  assert.deepEqual([page.now?.version, page.now?.previous, page.change], [2, 1, null]);
  assert.equal(page.report?.allowed, true);
  assert.deepEqual(
    page.history.map(({ version, commit, end }) => [version, commit, end]),
    [
      [2, second, null],
      [1, first, 'promoted'],
    ],
  );
  const back = await project.modelyard('models rollback sigmoid --alias production --reason leaks');
  assert.equal(back.code, 0, back.err);
  // It rests on the report of its first time, which the audit lets it where the policy asks no gate for the way back.
  assert.equal((await project.modelyard('audit verify')).code, 0);
  const history = await ask(t, project, 'aliasHistory', { model: 'sigmoid', alias: 'production' });
  assert.deepEqual(
    history.map(({ version, end, reason, by }) => [version, end, reason, by]),
    [
      [1, null, 'leaks', 'Ada'],
      [2, 'rolled back', null, 'Ada'],
      [1, 'promoted', null, 'Ada'],
    ],
  );
});

test('a move that is written and not committed is pending', async (t) => {
  const project = await gitProject(t, { versions: 2 });
  await project.modelyard('models promote sigmoid:1 --alias production');
  const file = 'registry/sigmoid/production.alias.yaml';
  project.write(file, project.read(file).replace('version: 1', 'version: 2'));
  const page = await ask(t, project, 'promotion', MOVE);
  assert.deepEqual([page.now?.version, page.pending], [1, 2]);
});

test('a weaker policy in the working tree is judged beside the one that decides', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  project.write('default.policy.yaml', project.read('default.policy.yaml').replaceAll('50MB', '90MB'));
  const { guard } = await ask(t, project, 'promotion', { ...MOVE, version: 1 });
  assert.equal(guard.kind, 'rules');
  assert.deepEqual(
    guard.policies.map(({ at }) => at?.ref ?? 'here'),
    ['main', 'here'],
  );
  assert.equal(guard.gates.length, 2);
});

test('what no policy names is unguarded, and two that are equally specific tell nothing', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  const free = await ask(t, project, 'promotion', { ...MOVE, version: 1, alias: 'mine' });
  assert.deepEqual(free.guard, { kind: 'none' });
  project.write('twin.policy.yaml', project.read('default.policy.yaml').replace('policy: default', 'policy: twin'));
  const { guard } = await ask(t, project, 'promotion', { ...MOVE, version: 1 });
  assert.equal(guard.kind, 'unknown');
  assert.match(guard.message, /default.*twin/);
});

test('a withdrawn version says why, and one that is not there is refused by name', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  await project.modelyard('models withdraw sigmoid:1 --reason leaks');
  assert.equal((await ask(t, project, 'promotion', { ...MOVE, version: 1 })).withdrawn, 'leaks');
  await assert.rejects(ask(t, project, 'promotion', { ...MOVE, version: 9 }), { reason: 'version-not-found' });
  await assert.rejects(ask(t, project, 'promotion', { ...MOVE, model: 'gone' }), { reason: 'model-not-found' });
});

test('a report that is no report, and an alias file that nobody can read, count for nothing', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  project.write('registry/sigmoid/gates/v1-production-000000000000.json', '{"at": 7');
  project.write('registry/sigmoid/gates/v1-production-000000000001.json', '[]');
  project.write('registry/sigmoid/production.alias.yaml', 'model_alias: [');
  project.commitAll();
  const page = await ask(t, project, 'promotion', { ...MOVE, version: 1 });
  assert.deepEqual([page.report, page.now, page.history], [null, null, []]);
});

test('models tell their aliases, those that a policy guards first', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  await project.modelyard('models alias sigmoid:1 mine');
  const [model] = await ask(t, project, 'models', {});
  assert.deepEqual(
    model?.aliases?.map(({ alias, version, isGuarded }) => [alias, version, isGuarded]),
    [
      ['gated', null, true],
      ['production', null, true],
      ['strict', null, true],
      ['mine', 1, false],
    ],
  );
});

test('who may approve is told by name, and why the user of this machine may not', { skip: noKeys }, async (t) => {
  const project = await gitProject(t, { versions: 1 });
  const key = (name: string) => {
    const file = join(project.folder, '.modelyard', name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]);
    return { file, line: `${name}@example.org ${readFileSync(`${file}.pub`, 'utf8').trim()}` };
  };
  const [ada, ben] = [key('ada'), key('ben')];
  const ids = await Promise.all([ada, ben].map(({ file }) => signingKeyId(file)));
  project.write('registry/allowed_signers', `${ada.line}\n${ben.line}\n`);
  project.write(
    'default.policy.yaml',
    `${project.read('default.policy.yaml').replace('rollback: {gates: none}', 'approvals: {count: 1, role: approver}')}roles: {approver: [${ids.join(', ')}]}\n`,
  );
  project.git('config', 'gpg.format', 'ssh');
  project.git('config', 'user.signingkey', ada.file);
  project.commitAll();
  const { approvers } = await ask(t, project, 'promotion', { ...MOVE, version: 1 });
  assert.deepEqual(approvers?.names, { [ids[0]!]: 'ada@example.org', [ids[1]!]: 'ben@example.org' });
  assert.deepEqual(approvers.you.ids.toSorted(), [ids[0], 'ada@example.org'].toSorted());
  assert.match(approvers.you.whyNot?.message ?? '', /^You made sigmoid:1/);
  assert.deepEqual(approvers.others, ['ben@example.org']);
  project.git('config', 'user.signingkey', ben.file);
  project.git('config', 'user.email', 'ben@example.org');
  const { approvers: of } = await ask(t, project, 'promotion', { ...MOVE, version: 1 });
  assert.deepEqual([of?.you.whyNot, of?.others], [null, []]);
});

test('a page asks git for each thing once', async () => {
  const asked: string[] = [];
  const history = {
    ...noGit.history,
    commitOf: async (ref: string) => void asked.push(`commitOf ${ref}`),
    isShallow: async () => asked.push('isShallow') > 1e9,
    defaultBranch: async () => void asked.push('defaultBranch'),
  };
  const git = gitAtOnce({ ...noGit, history, root: async () => void asked.push('root') });
  assert.deepEqual(asked.toSorted(), ['commitOf HEAD', 'defaultBranch', 'isShallow', 'root']);
  await Promise.all([git.root(), git.root(), git.history.commitOf('HEAD'), git.history.commitOf('main')]);
  await Promise.all([git.history.isShallow(), git.history.commitOf('main')]);
  assert.deepEqual(asked.slice(4), ['commitOf main']);
});

async function ask<Q extends ViewQuestion>(
  t: TestContext,
  { folder }: GitProject,
  question: Q,
  params: ViewQuestions[Q]['params'],
): Promise<ViewQuestions[Q]['answer']> {
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  const memory = newViewMemory();
  t.after(() => host.close());
  const project = await loadProject(host.files, folder);
  return viewAnswers[question]({ host, root: folder, project, ...memory }, params, signal);
}

test('the models show a move of a guarded alias as pending until it is committed', async (t) => {
  const project = await gitProject(t, { versions: 2 });
  assert.equal((await project.modelyard('models promote sigmoid:1 --alias production')).code, 0);
  const rows = async () => {
    const [model] = await ask(t, project, 'models', {});
    const alias = model?.aliases?.find((one) => one.alias === 'production');
    const held = model?.versions.filter(({ aliases }) => aliases.includes('production')).map(({ version }) => version);
    return [alias?.version, alias?.pending, held];
  };
  assert.deepEqual(await rows(), [1, undefined, [1]]);
  const file = 'registry/sigmoid/production.alias.yaml';
  const committed = project.read(file);
  project.write(file, committed.replace('version: 1', 'version: 2'));
  assert.deepEqual(await rows(), [1, { version: 2 }, [1]]);
  project.git('checkout', '--', file);
  assert.deepEqual(await rows(), [1, undefined, [1]]);
  assert.equal((await project.modelyard('models promote sigmoid:2 --alias production')).code, 0);
  assert.deepEqual(await rows(), [2, undefined, [2]]);
});
