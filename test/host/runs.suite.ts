import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { addressOf, closeAll, eventually } from './workspace.ts';

const FILES = {
  'waits.pipeline.yaml': 'pipeline: waits\nsteps:\n  first:\n    run: sh wait.sh\n',
  'wait.sh': 'while [ ! -e go ]; do sleep 0.05; done\n',
} as const;

/** Real runs: each waits in its step until the file `go` is there. */
suite('runs', () => {
  suiteSetup(async () => {
    for (const [name, text] of Object.entries(FILES)) await write(name, text);
  });

  teardown(async () => {
    await write('go', '');
    for (const execution of vscode.tasks.taskExecutions) execution.terminate();
    await eventually('all runs', endedRuns, (all) => all.every(Boolean));
    await vscode.workspace.fs.delete(addressOf('go'));
    for (const terminal of vscode.window.terminals) terminal.dispose();
  });

  suiteTeardown(async () => {
    for (const name of Object.keys(FILES)) await vscode.workspace.fs.delete(addressOf(name));
    await closeAll();
  });

  test('a run goes on when its task is terminated', async () => {
    const { run, execution } = await begin();
    const ended = nextEnd();
    execution.terminate();
    await ended;
    assert.doesNotMatch(await eventsOf(run), /run\.finished/);
    await write('go', '');
    await eventually(
      'the end',
      () => eventsOf(run),
      (text) => /"run\.finished".*"status":"finished"/.test(text),
    );
  });

  test('Ctrl-C in the terminal cancels the run', async () => {
    const { run } = await begin();
    const ended = nextEnd();
    const terminal = vscode.window.terminals.find(({ name }) => name.includes('run waits'));
    assert.ok(terminal, vscode.window.terminals.map(({ name }) => name).join(', '));
    terminal.sendText('\u0003', false);
    assert.equal(await ended, 130);
    assert.match(await eventsOf(run), /"run\.finished".*"status":"cancelled"/);
  });

  test('a second start of the same pipeline waits for the first', async () => {
    const first = await begin();
    const second = await begin(/run\.queued/);
    assert.notEqual(second.run, first.run);
    assert.match(await eventsOf(second.run), new RegExp(`"after":{"run":"${first.run}"`));
    await write('go', '');
    await eventually(
      'its end',
      () => eventsOf(second.run),
      (text) => /"run\.finished".*"status":"finished"/.test(text),
    );
  });

  test('the command cancels a run by its id', async () => {
    const { run } = await begin();
    await vscode.commands.executeCommand('modelyard.cancelRun', { root: addressOf('').toString(), run });
    assert.match(await eventsOf(run), /"run\.finished".*"status":"cancelled"/);
  });

  test('every pipeline and every step of it is a task', async () => {
    const names = (await vscode.tasks.fetchTasks({ type: 'modelyard' })).map(({ name }) => name);
    for (const name of ['run waits', 'run waits to first', 'run survival to train', 'lock ships', 'validate'])
      assert.ok(names.includes(name), `${name} is not among ${names.join(', ')}`);
  });
});

interface Begun {
  readonly run: string;
  readonly execution: vscode.TaskExecution;
}

/** Starts the pipeline as its lens does, and waits until the run's events say so. */
async function begin(until = /step\.started/): Promise<Begun> {
  const before = new Set(await runs());
  const started = nextStart();
  await vscode.commands.executeCommand('modelyard.runPipeline', {
    root: addressOf('').toString(),
    pipeline: 'waits',
  });
  const execution = await started;
  const run = await eventually(
    'the run',
    async () => (await runs()).find((one) => !before.has(one)),
    (found) => found !== undefined,
  );
  assert.ok(run);
  await eventually(
    'its events',
    () => eventsOf(run),
    (text) => until.test(text),
  );
  return { run, execution };
}

async function runs(): Promise<readonly string[]> {
  const folder = addressOf('.modelyard/runs');
  const found = await vscode.workspace.fs.readDirectory(folder).then(
    (all) => all,
    () => [],
  );
  return found.map(([name]) => name);
}

async function endedRuns(): Promise<readonly boolean[]> {
  return Promise.all((await runs()).map(async (run) => (await eventsOf(run)).includes('run.finished')));
}

async function eventsOf(run: string): Promise<string> {
  const file = addressOf(`.modelyard/runs/${run}/events.ndjson`);
  return vscode.workspace.fs.readFile(file).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => '',
  );
}

function write(name: string, text: string): Thenable<void> {
  return vscode.workspace.fs.writeFile(addressOf(name), Buffer.from(text));
}

function nextStart(): Promise<vscode.TaskExecution> {
  return new Promise((resolve) => {
    const listener = vscode.tasks.onDidStartTask(({ execution }) => {
      listener.dispose();
      resolve(execution);
    });
  });
}

function nextEnd(): Promise<number | undefined> {
  return new Promise((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess(({ exitCode }) => {
      listener.dispose();
      resolve(exitCode);
    });
  });
}
