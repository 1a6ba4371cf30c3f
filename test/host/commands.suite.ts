import assert from 'node:assert/strict';
import { suite, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { addressOf, closeAll } from './workspace.ts';

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
});

/** Carries out a command that starts a task; comes back with the task, which ended well. */
async function taskOf(command: string, argument: unknown): Promise<vscode.Task> {
  const ended = new Promise<vscode.TaskProcessEndEvent>((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess((event) => {
      listener.dispose();
      resolve(event);
    });
  });
  await vscode.commands.executeCommand(command, argument);
  const { exitCode, execution } = await ended;
  assert.equal(exitCode, 0);
  return execution.task;
}
