import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { RowNode } from '../../client/src/views/rowTree.ts';
import { type FakeMlflowServer, fakeMlflowServer } from '../kit/fakeMlflowServer.ts';
import { extension, rows, rowsBelow } from './exports.ts';
import { addressOf, closeAll, eventually } from './workspace.ts';

const RUN = '2fd66872a0d1407486f3064aba82588a';
const MLRUNS: Readonly<Record<string, string>> = {
  'mlruns/7/meta.yaml': 'experiment_id: "7"\nname: fares\nlifecycle_stage: active\ncreation_time: 1790000000000\n',
  [`mlruns/7/${RUN}/meta.yaml`]: [
    `run_id: ${RUN}`,
    'run_name: sweep',
    'experiment_id: "7"',
    'user_id: ada',
    'status: 3',
    'start_time: 1790000000000',
    'end_time: 1790000042000',
    'lifecycle_stage: active',
    '',
  ].join('\n'),
  [`mlruns/7/${RUN}/metrics/rmse`]: '1790000040000 12.61 0\n',
  [`mlruns/7/${RUN}/params/alpha`]: '0.5',
  [`mlruns/7/${RUN}/artifacts/notes.txt`]: 'all is well\n',
};
const TOKEN = 's3cret-of-the-team';

suite('runs of other tools', () => {
  let server: FakeMlflowServer;

  suiteSetup(async () => {
    server = await fakeMlflowServer(TOKEN);
    await vscode.commands.executeCommand('modelyard.experiments.focus');
    for (const [path, text] of Object.entries(MLRUNS))
      await vscode.workspace.fs.writeFile(addressOf(path), Buffer.from(text));
  });

  suiteTeardown(async () => {
    server.close();
    await vscode.workspace.getConfiguration().update('modelyard.runSources', undefined, WORKSPACE);
    await vscode.workspace.fs.delete(addressOf('mlruns'), { recursive: true }).then(undefined, () => {});
    await closeAll();
  });

  test('a folder that MLflow has begun to write appears below the experiments, read-only', async () => {
    const source = await sourceRow('mlruns', 'source.mlruns');
    assert.equal(source.row.look.description, 'MLflow folder, read-only');
    const [experiment] = await rows('experiments', source);
    const [run, ...others] = await rows('experiments', experiment);
    assert.deepEqual([experiment?.row.look.label, others.length], ['fares', 0]);
    assert.deepEqual(
      [run?.run, run?.row.look.context, run?.row.look.description],
      [`${RUN}@mlruns`, 'sourceRun.finished', 'rmse 12.61, sweep'],
    );
    await vscode.commands.executeCommand('modelyard.copyId', run);
    assert.equal(await vscode.env.clipboard.readText(), RUN);
    const [artifacts] = await rows('experiments', run);
    assert.equal(artifacts?.row.look.label, 'artifacts');
    const [notes] = await rows('experiments', artifacts);
    await vscode.commands.executeCommand('modelyard.openArtifact', notes);
    assert.equal(vscode.window.activeTextEditor?.document.getText(), 'all is well\n');
  });

  test('its runs open as pages that name the experiment', async () => {
    const [experiment] = await rows('experiments', await sourceRow('mlruns', 'source.mlruns'));
    const [run] = await rows('experiments', experiment);
    await vscode.commands.executeCommand('modelyard.openRunOf', run);
    await eventually('the page', tabLabels, (labels) => labels.includes('fares 2fd6'));
  });

  test('a server that wants a token says so beside all others, and is read once it has one', async () => {
    await vscode.commands.executeCommand('modelyard.addRunSource', { place: `${server.address}/`, token: 'wrong' });
    const { host } = new URL(server.address);
    const source = await sourceRow(host, 'source.mlflow-server.added');
    const [refused] = await rows('experiments', source);
    assert.equal(refused?.row.look.context, 'message.source.token');
    assert.equal(refused?.row.opens?.command, 'modelyard.enterSourceToken');
    assert.deepEqual(
      (await rowsBelow('experiments', 'mlruns')).map(({ row }) => row.look.label),
      ['fares'],
    );

    const { sources } = await extension();
    await sources.added.setToken(server.address, TOKEN);
    const [experiment] = await eventually(
      'the experiments of the server',
      async () => rows('experiments', await sourceRow(host, 'source.mlflow-server.added')),
      (found) => found[0]?.row.look.label === 'remote-fares',
    );
    const [run] = await rows('experiments', experiment);
    assert.equal(run?.row.look.description, 'rmse 12.61, bold-finch-12');
    const kept = JSON.stringify([vscode.workspace.getConfiguration('modelyard'), sources.added.places]);
    assert.ok(!kept.includes(TOKEN), kept);
  });

  test('what is removed is gone with its token', async () => {
    const { host } = new URL(server.address);
    const source = await sourceRow(host, 'source.mlflow-server.added');
    await vscode.commands.executeCommand('modelyard.removeRunSource', source);
    await eventually(
      'no server',
      () => rows('experiments'),
      (all) => all.every(({ row }) => row.look.label !== host),
    );
    const { sources } = await extension();
    assert.equal(await sources.added.tokenOf(server.address), undefined);
  });

  test('what a team shares in the settings is there without a command', async () => {
    await vscode.workspace.fs.writeFile(
      addressOf('old/mlruns/7/meta.yaml'),
      Buffer.from(MLRUNS['mlruns/7/meta.yaml'] ?? ''),
    );
    await vscode.workspace.getConfiguration().update('modelyard.runSources', ['old', 'nowhere'], WORKSPACE);
    const source = await sourceRow('old/mlruns', 'source.mlruns.added');
    assert.equal(source.row.look.description, 'MLflow folder, read-only');
    const missing = (await rows('experiments')).find(({ row }) => row.look.context === 'message.source.retry');
    assert.match(missing?.row.look.label ?? '', /nowhere/);
    await vscode.workspace.getConfiguration().update('modelyard.runSources', undefined, WORKSPACE);
    await eventually(
      'no folder of the team',
      () => rows('experiments'),
      (all) => all.every(({ row }) => row.look.label !== 'old/mlruns'),
    );
    await vscode.workspace.fs.delete(addressOf('old'), { recursive: true });
  });

  test('an import makes them runs of the project', async () => {
    const ended = new Promise<void>((resolve) => {
      const listener = vscode.tasks.onDidEndTask(({ execution }) => {
        if (execution.task.name !== 'import mlruns') return;
        listener.dispose();
        resolve();
      });
    });
    await vscode.commands.executeCommand('modelyard.importRuns', await sourceRow('mlruns', 'source.mlruns'));
    await ended;
    const [experiment] = await eventually(
      'the experiment of the project',
      async () =>
        (await rows('experiments')).filter(
          ({ row }) => row.look.context === 'experiment' && row.look.label === 'fares',
        ),
      (found) => found.length === 1,
    );
    await vscode.commands.executeCommand('modelyard.deleteRun', { ...experiment, run: RUN });
  });
});

const WORKSPACE = vscode.ConfigurationTarget.Workspace;

function sourceRow(label: string, context: string): Promise<RowNode> {
  return eventually(
    `the source ${label}`,
    async () => (await rows('experiments')).filter(({ row }) => row.look.label === label),
    ([found]) => found?.row.look.context === context,
  ).then(([found]) => found!);
}

function tabLabels(): readonly string[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
}
