import assert from 'node:assert/strict';
import { closeSync, existsSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startCli } from '../kit/process.ts';
import { testProject } from '../kit/project.ts';

/** Waits in its second step until the file `go` is there. */
const WAITS = `
#- wait.sh
trap '' HUP
while [ ! -e go ]; do echo waiting; sleep 0.05; done
#- waits.pipeline.yaml
pipeline: waits
steps:
  first:
    run: 'true'
  second:
    run: sh wait.sh
    needs: [first]
`;

describe('the command line as a process', { concurrency: 4 }, () => {
  test('a detached run goes on by itself: attach follows it, cancel stops it, resume finishes it', async (t) => {
    const project = testProject(t, WAITS);
    const detached = startCli(project.folder, ['run', 'waits', '--detach', '--format', 'json']);
    assert.equal(await detached.ended, 0, detached.said.err);
    const { run, status } = JSON.parse(detached.said.out) as { run: string; status: string };
    assert.equal(status, 'running');
    const follower = startCli(project.folder, ['attach', run, '--format', 'ndjson']);
    await follower.until(/waiting/);
    const cancelled = await project.modelyard(`cancel ${run} --format json`);
    assert.deepEqual(cancelled.json(), { run, status: 'cancelled' });
    assert.equal(await follower.ended, 1);
    assert.match(follower.said.out, /"type":"run.finished".*"status":"cancelled".*\n$/);
    const again = await project.modelyard(`cancel ${run}`);
    assert.equal(again.code, 1);
    assert.match(again.err, /is not running: it is cancelled/);
    project.write('go', '');
    assert.equal((await project.modelyard(`resume ${run}`)).code, 0);
    const attached = await project.modelyard(`attach ${run} --format ndjson`);
    assert.equal(attached.code, 0);
    const ends = attached.events().flatMap((event) => (event.type === 'run.finished' ? [event.status] : []));
    assert.deepEqual(ends, ['cancelled', 'finished']);
  });

  test('a detached run that cannot begin says why', async (t) => {
    const project = testProject(t, WAITS);
    project.write('go', '');
    const { run } = (await project.modelyard('run waits --format json')).json<{ run: string }>();
    const detached = startCli(project.folder, ['run', 'waits', '--detach', '--run-id', run]);
    assert.equal(await detached.ended, 2);
    assert.match(detached.said.err, /error: .*\nnext: /);
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    test(`${signal} ends the programs, keeps what is finished and leaves nothing behind`, async (t) => {
      const project = testProject(t, WAITS);
      const running = startCli(project.folder, ['run', 'waits', '--format', 'ndjson']);
      await running.until(/waiting/);
      running.child.kill(signal);
      assert.equal(await running.ended, 130, running.said.err);
      assert.match(running.said.out, /"type":"run.finished".*"status":"cancelled".*\n$/);
      assert.deepEqual(readdirSync(join(project.folder, '.modelyard/tmp')), []);
      assert.ok(!existsSync(join(project.folder, '.modelyard/runs.db-wal')), 'the database is closed');
    });

  test('a reader that leaves is no error; a run whose reader leaves is cancelled', async (t) => {
    const project = testProject(t, WAITS);
    const list = startCli(project.folder, ['runs', 'list']);
    list.child.stdout?.destroy();
    assert.equal(await list.ended, 0);
    assert.equal(list.said.err, '');
    const running = startCli(project.folder, ['run', 'waits', '--format', 'ndjson']);
    await running.until(/run.started/);
    running.child.stdout?.destroy();
    assert.equal(await running.ended, 130);
    const { runs } = (await project.modelyard('runs list --format json')).json<{ runs: { status: string }[] }>();
    assert.deepEqual(
      runs.map((run) => run.status),
      ['cancelled'],
    );
  });

  test('a reader of the progress that leaves does not disturb the run', async (t) => {
    const project = testProject(t, WAITS);
    const running = startCli(project.folder, ['run', 'waits', '--format', 'json']);
    running.child.stderr?.destroy();
    project.write('go', '');
    assert.equal(await running.ended, 0);
    assert.equal((JSON.parse(running.said.out) as { status: string }).status, 'finished');
  });

  test('a result that cannot be written is an error', { skip: !existsSync('/dev/full') }, async (t) => {
    const project = testProject(t, WAITS);
    const full = openSync('/dev/full', 'w');
    const list = startCli(project.folder, ['runs', 'list'], { stdout: full });
    closeSync(full);
    assert.equal(await list.ended, 2);
    assert.match(list.said.err, /could not be written: .*ENOSPC/);
  });

  test('a program has the secrets its step names, and no others', async (t) => {
    const project = testProject(
      t,
      `
#- spy.pipeline.yaml
pipeline: spy
steps:
  spy:
    run: sh -c 'env | grep -c MODELYARD_SECRET_; echo has $TOKEN; test "$TOKEN" = hunter2hunter2'
    env: {TOKEN: "\${{ secrets.TOKEN }}"}
`,
    );
    const variables = { MODELYARD_SECRET_TOKEN: 'hunter2hunter2', MODELYARD_SECRET_OTHER: 'swordfish' };
    const spy = startCli(project.folder, ['run', 'spy', '--format', 'ndjson'], { variables });
    assert.equal(await spy.ended, 0, spy.said.out);
    assert.match(spy.said.out, /"line":"0"/);
    assert.match(spy.said.out, /"line":"has \*\*\*"/);
  });
});
