import assert from 'node:assert/strict';
import { suite, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { addressOf, closeAll, eventually } from './workspace.ts';

suite('commands', () => {
  suiteTeardown(closeAll);

  test('what can be run is offered as tasks: the checks, each pipeline, each dataset to lock', async () => {
    const all = await vscode.tasks.fetchTasks({ type: 'modelyard' });
    const names = all.map(({ name }) => name);
    for (const name of ['validate', 'run survival', 'lock ships']) assert.ok(names.includes(name), names.join(', '));
    assert.ok(!names.some((name) => name.includes('build')), 'the pipeline of another tool is none of ours');
  });

  test('a run to a step runs what the step needs and nothing after it', async () => {
    const argument = { root: addressOf('').toString(), pipeline: 'survival', step: 'split' };
    const task = await taskOf('modelyard.runToStep', argument);
    assert.deepEqual(task.definition, { type: 'modelyard', command: 'run', pipeline: 'survival', until: 'split' });
  });

  test('locking writes the lock beside the dataset', async () => {
    await taskOf('modelyard.lockData', { root: addressOf('').toString(), dataset: 'ships' });
    const lock = addressOf('ships.dataset.lock.yaml');
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(lock));
    assert.match(text, /^dataset_lock: ships$/m);
    await vscode.workspace.fs.delete(lock);
  });

  test('a project in a folder below, of any name, is checked as a task of its own', async () => {
    const folder = addressOf('zwei Äpfel');
    await write('zwei Äpfel/modelyard.yaml', 'project: apples\n');
    try {
      const all = await vscode.tasks.fetchTasks({ type: 'modelyard' });
      const task = all.find(({ name }) => name === 'validate (zwei Äpfel)');
      assert.ok(task, all.map(({ name }) => name).join(', '));
      const ended = nextEnd();
      await vscode.tasks.executeTask(task);
      assert.equal((await ended).exitCode, 0);
    } finally {
      await vscode.workspace.fs.delete(folder, { recursive: true });
    }
  });

  test('a task of tasks.json runs what it says', async () => {
    const task = {
      label: 'fewer',
      type: 'modelyard',
      command: 'run',
      pipeline: 'survival',
      until: 'split',
      problemMatcher: [],
    };
    await write('.vscode/tasks.json', JSON.stringify({ version: '2.0.0', tasks: [task] }));
    try {
      await eventually(
        'the task',
        () => vscode.tasks.fetchTasks(),
        (all) => all.some(({ name }) => name === 'fewer'),
      );
      const ended = nextEnd();
      await vscode.commands.executeCommand('workbench.action.tasks.runTask', 'fewer');
      const { execution, exitCode } = await ended;
      assert.equal(execution.task.name, 'fewer');
      assert.equal(exitCode, 0);
    } finally {
      await vscode.workspace.fs.delete(addressOf('.vscode'), { recursive: true });
    }
  });
});

async function write(path: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(addressOf(path), new TextEncoder().encode(text));
}

/** Carries out a command that starts a task; comes back with the task, which ended well. */
async function taskOf(command: string, argument: unknown): Promise<vscode.Task> {
  const ended = nextEnd();
  await vscode.commands.executeCommand(command, argument);
  const { exitCode, execution } = await ended;
  assert.equal(exitCode, 0);
  return execution.task;
}

function nextEnd(): Promise<vscode.TaskProcessEndEvent> {
  return new Promise((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess((event) => {
      listener.dispose();
      resolve(event);
    });
  });
}
