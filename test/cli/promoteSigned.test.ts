import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChangedResult } from '../../engine/src/operations/promotion/changed/changedResult.ts';
import type { GateReport } from '../../engine/src/registry/decisions/gateReport.ts';
import { decisions, noKeys, ONE_APPROVAL } from '../kit/decisions.ts';
import { cloneIn } from '../kit/pullRequest.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const skip = noKeys ?? false;
const PROMOTE = 'models promote flight-delay:2 --alias production';

test('two people move an alias: one approves, the other promotes and signs, and a clean clone agrees', {
  skip,
}, async (t) => {
  const repo = await decisions(t, ONE_APPROVAL);
  const bare = temporaryFolder(t);
  repo.git('clone', '-q', '--bare', '.', bare);
  repo.git('remote', 'add', 'origin', bare);
  repo.git('fetch', '-q', 'origin');
  repo.git('switch', '-q', '-c', 'promote');

  const alone = await repo.modelyard(PROMOTE);
  assert.equal(alone.code, 1, alone.err + alone.out);
  assert.match(
    alone.out,
    /next: have somebody of the role run `modelyard models approve flight-delay:2 --alias production`/,
  );
  await repo.modelyard('models approve flight-delay:2 --alias production');
  assert.equal((await repo.modelyard(PROMOTE)).code, 1, 'nobody approves a move of their own');

  repo.as(repo.ben);
  const approved = await repo.modelyard('models approve flight-delay:2 --alias production');
  assert.equal(approved.code, 0, approved.err);
  const own = await repo.modelyard(PROMOTE);
  assert.equal(own.code, 1, 'nor promotes what they alone approved');
  assert.match(own.out, /next: have somebody else promote/);
  repo.as(repo.ada);
  const said = await repo.modelyard(`${PROMOTE} --format json`);
  assert.equal(said.code, 0, said.err + said.out);

  const { report } = said.json<{ report: string }>();
  const { approvals, by } = JSON.parse(repo.read(report)) as GateReport;
  assert.deepEqual(
    [approvals?.status, approvals?.given.map((one) => [one.by, one.signed])],
    ['passed', [[repo.ben.key, true]]],
  );
  assert.equal(by, repo.ada.key);
  const files = repo.git('show', '--name-only', '--format=', 'HEAD').split('\n');
  assert.ok(
    files.some((file) => file.endsWith(`-${repo.ben.key}.approval.yaml`)),
    files.join(),
  );
  repo.git('config', 'gpg.ssh.allowedSignersFile', 'registry/allowed_signers');
  assert.match(repo.git('log', '-1', '--format=%G? %GS'), /^G ada@example\.org$/);

  repo.git('push', '-q', 'origin', 'promote');
  const folder = temporaryFolder(t);
  const runner = cloneIn(folder);
  runner.git('clone', '-q', '--branch', 'promote', bare, '.');
  const judged = await runner.modelyard('gate --changed --policy-from origin/main --format json');
  assert.equal(judged.code, 0, judged.err + judged.out);
  const [moved] = judged.json<ChangedResult>().aliases;
  assert.deepEqual([moved?.allowed, moved?.approvals?.given[0]?.by], [true, repo.ben.key]);
  assert.equal((await runner.modelyard('audit verify')).code, 0);
  assert.equal((await runner.modelyard('validate')).code, 0);
});
