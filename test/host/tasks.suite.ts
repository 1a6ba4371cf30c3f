import assert from 'node:assert/strict';
import { suite, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { lenses } from './answers.ts';
import { addressOf, closeAll, eventually, show } from './workspace.ts';

suite('tasks', () => {
  suiteTeardown(closeAll);

  test('the task `validate` ends with 0 where nothing is wrong', async () => {
    assert.equal(await exitCodeOf(await validate()), 0);
  });

  test('the task `validate` ends with 1 where a file is wrong on disk', async () => {
    const wrong = addressOf('wrong.dataset.yaml');
    await vscode.workspace.fs.writeFile(wrong, Buffer.from('dataset: wrong\nsource: nowhere.csv\nsauce: 1\n'));
    try {
      assert.equal(await exitCodeOf(await validate()), 1);
    } finally {
      await vscode.workspace.fs.delete(wrong);
    }
  });

  test('the lens of a pipeline runs it as a task', async () => {
    const document = await show('survival.pipeline.yaml');
    const found = await eventually(
      'the lenses',
      () => lenses(document.uri),
      (all) => all.some(({ command }) => command?.command === 'modelyard.runPipeline'),
    );
    const command = found.find((lens) => lens.command?.command === 'modelyard.runPipeline')?.command;
    const ended = nextExitCode();
    await vscode.commands.executeCommand('modelyard.runPipeline', ...(command?.arguments ?? []));
    assert.equal(await ended, 0);
  });
});

async function validate(): Promise<vscode.Task> {
  const all = await vscode.tasks.fetchTasks({ type: 'modelyard' });
  const task = all.find(({ name }) => /\bvalidate\b/.test(name));
  assert.ok(task, `no task validate among ${all.map(({ name }) => name).join(', ')}`);
  return task;
}

async function exitCodeOf(task: vscode.Task): Promise<number | undefined> {
  const ended = nextExitCode();
  await vscode.tasks.executeTask(task);
  return ended;
}

function nextExitCode(): Promise<number | undefined> {
  return new Promise((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess(({ exitCode }) => {
      listener.dispose();
      resolve(exitCode);
    });
  });
}
