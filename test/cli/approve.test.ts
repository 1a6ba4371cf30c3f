import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import type { Approved } from '../../engine/src/operations/models/approve.ts';
import { ownersOf } from '../../engine/src/registry/approvals/codeOwners.ts';
import { countApprovals } from '../../engine/src/registry/approvals/countApprovals.ts';

import { rulesOfMove } from '../../engine/src/registry/policies/rulesOfMove.ts';
import { parseVersionFile } from '../../engine/src/registry/versionFile.ts';
import { type Decisions, decisions, noKeys, ONE_APPROVAL } from '../kit/decisions.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';

const skip = noKeys ?? false;
const APPROVE = 'models approve flight-delay:2 --alias production';

/** Approvals of a move of production to version 2, as who is at work here would count them. */
async function counted({ host, root, read }: Decisions) {
  const around = { files: host.files, git: host.git(root), root };
  const rules = await rulesOfMove(around, { model: 'flight-delay', alias: 'production' });
  const file = 'registry/flight-delay/v2.version.yaml';
  const candidate = parseVersionFile(read(file), file);
  return countApprovals({ host, root }, { rules, candidate, alias: 'production' });
}

const whys = async (repo: Decisions) => (await counted(repo))?.void.map(({ why }) => why);

test('an approval is signed, named by its key, and counts when somebody else moves the alias', { skip }, async (t) => {
  const repo = await decisions(t, ONE_APPROVAL);
  const before = await counted(repo);
  assert.deepEqual([before?.status, before?.asks, before?.needed], ['waiting', '1 of role approver', 1]);
  repo.as(repo.ben);
  const said = await repo.modelyard(`${APPROVE} --format json`);
  assert.equal(said.code, 0, said.err);
  outputSchemas()('models-approve', said.json());
  const { file, by, signed, approvals } = said.json<Approved>();
  assert.deepEqual([by, signed, approvals.status], [repo.ben.key, true, 'passed']);
  assert.equal(file, `registry/flight-delay/approvals/v2-production-${repo.ben.key}.approval.yaml`);
  repo.as(repo.ada);
  assert.deepEqual(
    (await counted(repo))?.given.map((one) => [one.by, one.signed]),
    [[repo.ben.key, true]],
  );
  assert.equal((await repo.modelyard('validate')).code, 0);
});

test('line ends and another number do not make an approval void', { skip }, async (t) => {
  const repo = await decisions(t, ONE_APPROVAL);
  repo.as(repo.ben);
  const { file } = (await repo.modelyard(`${APPROVE} --format json`)).json<Approved>();
  repo.as(repo.ada);
  repo.write(
    `#- registry/flight-delay/v3.version.yaml\n${repo.read('registry/flight-delay/v2.version.yaml').replace('version: 2', 'version: 3')}`,
  );
  repo.write(
    `#- ${file.replace('v2-', 'v3-')}\n${repo.read(file).replace('version: 2', 'version: 3').replaceAll('\n', '\r\n')}`,
  );
  const rules = await rulesOfMove(
    { files: repo.host.files, git: repo.host.git(repo.root), root: repo.root },
    { model: 'flight-delay', alias: 'production' },
  );
  const third = 'registry/flight-delay/v3.version.yaml';
  const candidate = parseVersionFile(repo.read(third), third);
  const found = await countApprovals(repo, { rules, candidate, alias: 'production' });
  assert.deepEqual([found?.status, found?.void], ['passed', []]);
});

test('who made the version, or moves the alias, does not approve it', { skip }, async (t) => {
  const repo = await decisions(t, ONE_APPROVAL.replace('ben.key, cleo.key', 'ada.key, ben.key'));
  // The versions are by ada@example.org, who signs with a key that allowed_signers gives her.
  const own = await repo.modelyard(APPROVE);
  assert.equal(own.code, 2);
  assert.match(own.err, /You made flight-delay:2/);
  assert.equal(existsSync(`${repo.folder}/registry/flight-delay/approvals`), false);
  repo.as(repo.ben);
  await repo.modelyard(APPROVE);
  assert.deepEqual(await whys(repo), ['self-approval: they move the alias']);
  repo.as(repo.cleo);
  assert.equal((await counted(repo))?.status, 'passed');
  repo.write(
    `#- registry/flight-delay/v2.version.yaml\n${repo.read('registry/flight-delay/v2.version.yaml').replace('by: ada@example.org', `by: ${repo.ben.key}`)}`,
  );
  assert.deepEqual(await whys(repo), ['self-approval: they made this version']);
});

test('a policy that changes after the approval makes it void, and so does one that this branch weakens', {
  skip,
}, async (t) => {
  const repo = await decisions(t, ONE_APPROVAL);
  repo.as(repo.ben);
  await repo.modelyard(APPROVE);
  repo.as(repo.ada);
  repo.commit('approved');
  const policy = repo.read('default.policy.yaml');
  repo.git('checkout', '-q', '-b', 'weaker');
  repo.commit('weaker', `#- default.policy.yaml\n${policy.replace('50MB', '500MB')}`);
  const weaker = await counted(repo);
  assert.equal(weaker?.status, 'waiting');
  assert.deepEqual(
    weaker?.void.map(({ why }) => why),
    ['what the policy asks of production is something else since'],
  );
  repo.commit('no approvals', `#- default.policy.yaml\n${policy.replace(/ {4}approvals.*\n/, '')}`);
  assert.equal((await counted(repo))?.status, 'waiting', 'the branch cannot take away what main asks for');
  repo.commit(
    'another role',
    `#- default.policy.yaml\n${policy.replace(/approver: \[.*\]/, `approver: [${repo.ada.key}]`)}`,
  );
  assert.match(String(await whys(repo)), /^$|something else since/);
  repo.git('checkout', '-q', 'main');
  repo.commit('stricter', `#- default.policy.yaml\n${policy.replace('50MB', '5MB')}`);
  assert.deepEqual(await whys(repo), ['what the policy asks of production is something else since']);
});

test('another model under the number, or other evidence, makes it void', { skip }, async (t) => {
  const repo = await decisions(t, ONE_APPROVAL);
  repo.as(repo.ben);
  await repo.modelyard(APPROVE);
  repo.as(repo.ada);
  const version = 'registry/flight-delay/v2.version.yaml';
  const text = repo.read(version);
  repo.write(`#- ${version}\n${text.replace(/sha256: a/, 'sha256: b')}`);
  assert.deepEqual(await whys(repo), ['flight-delay:2 is another model since']);
  repo.write(`#- ${version}\n${text.replace('evidence: {}', `evidence: {scores: ${'c'.repeat(64)}}`)}`);
  assert.deepEqual(await whys(repo), ['the evidence (scores) is another since']);
});

test('a forged approval does not count: edited, of another key, of a stranger, unsigned', { skip }, async (t) => {
  const repo = await decisions(t, ONE_APPROVAL);
  repo.as(repo.ben);
  const { file } = (await repo.modelyard(`${APPROVE} --format json`)).json<Approved>();
  const text = repo.read(file);
  repo.as(repo.ada);
  const says = async (forged: string, at = file) => {
    repo.write(`#- ${at}\n${forged}`);
    return whys(repo);
  };
  assert.deepEqual(await says(text.replace(/^at: .*$/m, 'at: 2020-01-01T00:00:00Z')), [
    'its signature is not of what it says',
  ]);
  assert.deepEqual(await says(text.replace(/^by: .*$/m, `by: ${repo.cleo.key}`)), [
    'its signature is not of what it says',
  ]);
  assert.deepEqual(await says(text.replace(/signature: [\s\S]*$/, '')), ['it is not signed']);
  assert.deepEqual(await says(text.replace(/signature: [\s\S]*$/, 'signature: nonsense')), [
    'its signature is no SSH signature',
  ]);
  assert.match(String(await says('approval: [')), /approval\.yaml/);
  assert.deepEqual(await says(text), []);
  const dora = await repo.person('dora');
  repo.as(dora);
  const stranger = await repo.modelyard(APPROVE);
  assert.equal(stranger.code, 2);
  assert.match(stranger.err, /allowed_signers on main does not name your key/);
  // A name that this branch gives to a key of its own is none that main knows.
  repo.git('checkout', '-q', '-b', 'own');
  repo.commit(
    'own signer',
    `#- registry/allowed_signers\n${repo.read('registry/allowed_signers')}${dora.line.replace('dora@', 'ben@')}\n`,
  );
  assert.match((await repo.modelyard(APPROVE)).err, /does not name your key/);
});

test('one person counts once, and who lacks the role not at all', { skip }, async (t) => {
  const repo = await decisions(t, ONE_APPROVAL.replace('count: 1', 'count: 2').replace('cleo.key', 'ben@example.org'));
  const second = await repo.person('benjamin');
  repo.commit(
    'his other key',
    `#- registry/allowed_signers\n${repo.read('registry/allowed_signers')}${second.line.replace('benjamin@', 'ben@')}\n`,
  );
  for (const who of [repo.ben, { ...second, email: repo.ben.email }]) {
    repo.as(who);
    assert.equal((await repo.modelyard(APPROVE)).code, 0);
  }
  repo.as(repo.cleo);
  assert.match((await repo.modelyard(APPROVE)).err, /do not have role approver/);
  repo.as(repo.ada);
  const found = await counted(repo);
  assert.deepEqual([found?.status, found?.count, found?.needed], ['waiting', 1, 2]);
  assert.match(String(found?.void.map(({ why }) => why)), /^the same person as ben@example\.org, who is counted$/);
});

test('without a signature only where the policy says so', { skip }, async (t) => {
  const repo = await decisions(
    t,
    ONE_APPROVAL.replace('role: approver}', 'role: approver, unsigned: true}').replace('ben.key', 'eve+x@example.org'),
  );
  repo.as({ name: 'Eve', email: 'eve+x@example.org' });
  const { file, signed, approvals } = (await repo.modelyard(`${APPROVE} --format json`)).json<Approved>();
  assert.deepEqual([signed, approvals.status], [false, 'passed']);
  assert.equal(file, 'registry/flight-delay/approvals/v2-production-eve+x@example.org.approval.yaml');
  const signs = await decisions(t, ONE_APPROVAL);
  signs.as({ name: 'Eve', email: 'eve@example.org' });
  const refused = await signs.modelyard(APPROVE);
  assert.equal(refused.code, 2);
  assert.match(refused.err, /git has no SSH key to sign with/);
});

test('a key with a passphrase is not asked for without a terminal', { skip }, async (t) => {
  const repo = await decisions(t, ONE_APPROVAL);
  const locked = await repo.person('locked', ['-N', 'a passphrase']);
  repo.commit(
    'who',
    `#- default.policy.yaml\n${ONE_APPROVAL.replace('ben.key, cleo.key', locked.key)}\n#- registry/allowed_signers\n${locked.line}\n`,
  );
  repo.as(locked);
  const said = await repo.modelyard(APPROVE);
  assert.equal(said.code, 2);
  assert.match(said.err, /signing key could not be used/);
  assert.match(said.err, /ssh-add/);
});

test('what nobody has to approve is refused with the reason', { skip }, async (t) => {
  const repo = await decisions(t, ONE_APPROVAL);
  assert.match((await repo.modelyard('models approve flight-delay:2 --alias staging')).err, /No policy guards staging/);
  assert.match((await repo.modelyard('models approve flight-delay:9 --alias production')).err, /no version 9/);
  repo.commit('none', `#- default.policy.yaml\n${repo.read('default.policy.yaml').replace(/ {4}approvals.*\n/, '')}`);
  assert.match((await repo.modelyard(APPROVE)).err, /asks for no approval/);
  repo.commit(
    'owners',
    `#- default.policy.yaml\n${ONE_APPROVAL.replace(/approvals: .*/, 'approvals: {code_owners: true}').replace(/^roles.*$/m, '')}`,
  );
  assert.match((await repo.modelyard(APPROVE)).err, /code owners/);
});

test('code owners approve on the host, where the default branch names some', { skip }, async (t) => {
  const policy = ONE_APPROVAL.replace(/approvals: .*/, 'approvals: {code_owners: true}').replace(/^roles.*$/m, '');
  const repo = await decisions(t, policy);
  const before = await counted(repo);
  assert.equal(before?.status, 'waiting');
  assert.match(
    String(before?.void[0]?.why),
    /names no owner of registry\/flight-delay\/production\.alias\.yaml, default\.policy\.yaml on main/,
  );
  const owners = 'models owners flight-delay --alias production';
  assert.match((await repo.modelyard(owners)).err, /Name them with/);
  assert.match((await repo.modelyard(`${owners} --owner nobody`)).err, /is no owner/);
  const said = await repo.modelyard(`${owners} --owner @acme/approvers --format json`);
  outputSchemas()('models-owners', said.json());
  assert.match(repo.read('CODEOWNERS'), /^\/registry\/flight-delay\/production\.alias\.yaml @acme\/approvers$/m);
  assert.equal((await counted(repo))?.status, 'waiting', 'a branch cannot name its own');
  repo.commit('Owners');
  const after = await counted(repo);
  assert.deepEqual([after?.status, after?.asks, after?.void], ['left to the host', 'a review by the code owners', []]);
  assert.match((await repo.modelyard(owners)).out, /names owners already/);
  assert.match(
    (await repo.modelyard('models owners flight-delay --alias staging --owner @a')).err,
    /does not leave staging/,
  );
});

test('of the lines of CODEOWNERS that match the last counts', () => {
  const file = 'ml/registry/m/production.alias.yaml';
  const owned = [
    '*',
    '*.yaml',
    '/ml/',
    'registry/',
    'ml/registry/**',
    '**/registry',
    `/${file}`,
    'ml/**/production.alias.yaml',
  ];
  for (const pattern of owned) assert.deepEqual(ownersOf(`${pattern} @a # b`, file), ['@a'], pattern);
  for (const pattern of ['/registry/', 'ml/registry/*', 'docs/*', '# *', '*/*/*/*/*/*'])
    assert.deepEqual(ownersOf(`${pattern} @a`, file), [], pattern);
  assert.deepEqual(ownersOf('* @a\n/ml/', file), []);
});
