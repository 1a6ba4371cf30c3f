import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { type CliProcess, startCli } from '../kit/process.ts';
import { type TestProject, testProject } from '../kit/project.ts';

/** Waits until the file `go` is there, or it is gone itself. */
const WAITS = `
#- wait.mjs
import { existsSync } from 'node:fs';
console.log('waiting');
while (!existsSync('go') && existsSync('wait.mjs')) await new Promise((resolve) => setTimeout(resolve, 30));
#- waits.pipeline.yaml
pipeline: waits
steps:
  first:
    run: node wait.mjs
  second:
    run: node -e 1
    needs: [first]
`;

const OUTLIVE = ['run', 'waits', '--outlive', '--format', 'ndjson'];

describe('a run that outlives who watches it', { concurrency: 4 }, () => {
  test('is told and ends as one that runs here', async (t) => {
    const project = testProject(t, WAITS);
    project.write('go', '');
    const watched = startCli(project.folder, ['run', 'waits', '--outlive', '--format', 'json']);
    assert.equal(await watched.ended, 0, watched.said.err);
    const { run, status, steps } = JSON.parse(watched.said.out) as { run: string; status: string; steps: object[] };
    assert.deepEqual([status, steps.length], ['finished', 2]);
    assert.match(watched.said.err, /✓ second/);
    assert.equal(await statusOf(project, run), 'finished');
  });

  test('gives 1 where it failed', async (t) => {
    const project = testProject(t, WAITS.replace('node -e 1', 'node -e process.exit(3)'));
    project.write('go', '');
    const watched = startCli(project.folder, ['run', 'waits', '--outlive']);
    assert.equal(await watched.ended, 1, watched.said.err);
    assert.match(watched.said.err, /✗ second/);
    assert.match(watched.said.out, /^failed in /);
  });

  for (const signal of ['SIGKILL', 'SIGHUP', 'SIGTERM'] as const)
    test(`goes on when who watches it gets ${signal}`, async (t) => {
      const project = testProject(t, WAITS);
      const { watched, run } = await started(project, t);
      process.kill(-watched.child.pid!, signal);
      assert.equal(await watched.ended, signal === 'SIGKILL' ? signal : 130);
      if (signal !== 'SIGKILL') assert.match(watched.said.err, /goes on; `modelyard attach [0-9a-f]{8}` follows it/);
      assert.equal(await statusOf(project, run), 'running');
      project.write('go', '');
      assert.equal((await project.modelyard(`attach ${run}`)).code, 0);
      assert.equal(await statusOf(project, run), 'finished');
    });

  test('goes on when its reader leaves', async (t) => {
    const project = testProject(t, WAITS);
    const { watched, run } = await started(project, t);
    watched.child.stdout?.destroy();
    project.write('go', '');
    await watched.ended;
    assert.equal((await project.modelyard(`attach ${run}`)).code, 0);
  });

  test('is cancelled by Ctrl-C, which waits for its end', async (t) => {
    const project = testProject(t, WAITS);
    const { watched, run } = await started(project, t);
    process.kill(-watched.child.pid!, 'SIGINT');
    assert.equal(await watched.ended, 130);
    assert.match(watched.said.out, /"type":"run.finished".*"status":"cancelled".*\n$/);
    assert.equal(await statusOf(project, run), 'cancelled');
  });

  test('is resumed in the same way, with what it tells from then on', async (t) => {
    const project = testProject(t, WAITS);
    const { watched, run } = await started(project, t);
    process.kill(-watched.child.pid!, 'SIGINT');
    await watched.ended;
    project.write('go', '');
    const again = startCli(project.folder, ['resume', run, '--outlive', '--format', 'ndjson']);
    assert.equal(await again.ended, 0, again.said.err);
    const types = again.said.out.split('\n').filter((line) => /"run\.(started|finished)"/.test(line));
    assert.equal(types.length, 2);
    assert.match(types[0] ?? '', /"resumed":true/);
  });

  test('is refused as one that runs here', async (t) => {
    const project = testProject(t, WAITS);
    const wrong = startCli(project.folder, ['run', 'wait', '--outlive']);
    assert.equal(await wrong.ended, 2);
    assert.match(wrong.said.err, /Did you mean `waits`/);
    const both = startCli(project.folder, ['run', 'waits', '--outlive', '--detach']);
    assert.equal(await both.ended, 2);
  });

  test('says that its process was killed, and how it goes on', async (t) => {
    const project = testProject(t, WAITS);
    const { watched, run } = await started(project, t);
    const log = project.read(`.modelyard/runs/${run}/events.ndjson`);
    assert.match(log, /waiting/);
    process.kill(await processOf(project, run), 'SIGKILL');
    assert.equal(await watched.ended, 1);
    assert.match(watched.said.err, /ended before the run did\.\nnext: `modelyard resume/);
  });
});

async function started(project: TestProject, t: TestContext): Promise<{ watched: CliProcess; run: string }> {
  const watched = startCli(project.folder, OUTLIVE);
  t.after(() => project.write('go', ''));
  await watched.until(/waiting/);
  const run = /"run":"([0-9a-f]{32})"/.exec(watched.said.out)?.[1];
  assert.ok(run, watched.said.out);
  return { watched, run };
}

async function statusOf(project: TestProject, run: string): Promise<string> {
  return (await project.modelyard(`runs show ${run} --format json`)).json<{ status: string }>().status;
}

async function processOf(project: TestProject, run: string): Promise<number> {
  const { default: Database } = await import('better-sqlite3');
  const db = new Database(`${project.folder}/.modelyard/runs.db`, { readonly: true });
  const pid = db.prepare(`SELECT pid FROM leases JOIN runs ON run = no WHERE id = ?`).pluck().get(run) as number;
  db.close();
  return pid;
}
