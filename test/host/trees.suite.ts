import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { Exports } from '../../client/src/extension.ts';
import type { RowNode } from '../../client/src/views/rowTree.ts';
import { addressOf, closeAll, eventually } from './workspace.ts';

/** A model in a second, after a program that takes its time. */
const SLOW = `pipeline: slow
steps:
  wait:
    run: node -e "setTimeout(() => {}, 2500)"
  examples:
    uses: data/examples
    needs: [wait]
    with:
      from: ships
      where: fare > 0
      label: { survived: survived }
      columns: { fare: fare, class: class }
  train:
    uses: model/train
    with:
      data: \${{ steps.examples.data }}
      target: survived
      learner: gradient-boosting
      params: { rounds: 2 }
  register:
    uses: model/register
    with:
      model: \${{ steps.train.model }}
      name: ships
`;
const ADDED = ['slow.pipeline.yaml', 'registry', 'refused'];

type ViewName = 'experiments' | 'models' | 'data';

suite('side panel', () => {
  suiteSetup(async () => {
    await vscode.workspace.fs.writeFile(addressOf('slow.pipeline.yaml'), Buffer.from(SLOW));
    await vscode.commands.executeCommand('modelyard.experiments.focus');
  });

  suiteTeardown(async () => {
    await vscode.commands.executeCommand('modelyard.clearRunsFilter');
    for (const path of ADDED)
      await vscode.workspace.fs.delete(addressOf(path), { recursive: true }).then(undefined, () => {});
    await closeAll();
  });

  test('a run that a terminal starts is seen at work, with a badge, and then finished, without a question of the user', async () => {
    const running = runInTerminal('slow');
    const atWork = await eventually('the run at work', runsOf('slow'), (runs) => hasState(runs, 'running'));
    assert.match(String(item('experiments', atWork[0]!).description), /^wait|^\d of \d steps/);
    const badge = async () => (await views()).experiments.view.badge;
    await eventually('a badge', badge, (it) => it?.value === 1);
    const ended = await eventually('the run finished', runsOf('slow'), (runs) => hasState(runs, 'finished'));
    assert.equal(ended[0]?.run, atWork[0]?.run);
    assert.equal(await exitCodeOf(running), 0);
    await eventually('no badge', badge, (it) => it === undefined);
    assert.match(
      String(item('experiments', ended[0]!).accessibilityInformation?.label),
      /^Run \w{4} of slow: finished/,
    );
  });

  test('a run has steps that lead to their lines', async () => {
    const [run] = await runsOf('slow')();
    const parts = await rows('experiments', run);
    assert.deepEqual(
      parts.slice(0, 4).map(({ row }) => row.look.label),
      ['wait', 'examples', 'train', 'register'],
    );
    const { command } = item('experiments', parts[2]!);
    await vscode.commands.executeCommand(command!.command, ...command!.arguments!);
    const { document, selection } = vscode.window.activeTextEditor!;
    assert.match(document.lineAt(selection.active).text, /^ {2}train:/);
  });

  test('the version that it registered is there, and leads to its file and to its run', async () => {
    const found = await eventually(
      'the version',
      async () => {
        const [model] = await rows('models');
        return model === undefined ? [] : rows('models', model);
      },
      (versions) => versions.some(({ row }) => row.look.label === 'v1'),
    );
    const version = found.find(({ row }) => row.look.label === 'v1')!;
    assert.equal(version.row.look.context, 'version.run');
    await vscode.commands.executeCommand('modelyard.openSpecLine', version);
    assert.match(vscode.window.activeTextEditor!.document.uri.path, /\.version\.yaml$/);
    await vscode.commands.executeCommand('modelyard.copyReference', version);
    assert.equal(await vscode.env.clipboard.readText(), 'ships:1');
  });

  test('datasets say their rows and their lock', async () => {
    await eventually(
      'the dataset',
      () => rows('data'),
      (all) =>
        all.some(({ row: { look } }) => look.label === 'ships' && /rows, not locked$/.test(look.description ?? '')),
    );
  });

  test('a filter leaves some or none, and one that is wrong is told so', async () => {
    const all = await views();
    assert.equal(await all.problemOf("attributes.status = 'FINISHED'"), undefined);
    assert.match((await all.problemOf('metrics.x >')) ?? '', /\w/);
    await all.setFilter("attributes.status = 'FAILED'");
    assert.deepEqual(await rows('experiments'), []);
    assert.equal(all.experiments.view.description, "attributes.status = 'FAILED'");
    await all.setFilter("attributes.status = 'FINISHED'");
    assert.ok(hasState(await runsOf('slow')(), 'finished'));
    await vscode.commands.executeCommand('modelyard.clearRunsFilter');
    assert.equal(all.filter, '');
  });

  test('a run is deleted without the terminal, and its row goes', async () => {
    const [run] = await runsOf('slow')();
    await vscode.commands.executeCommand('modelyard.deleteRun', run);
    await eventually('no run', runsOf('slow'), (runs) => runs.every((one) => one.run !== run?.run));
  });

  let tries = 0;

  test('a store that cannot be opened is one row beside the other project, which goes on', async function () {
    this.timeout(60_000);
    // Another folder each time: a store that is open does not notice what is written over it.
    if (tries > 0)
      await vscode.workspace.fs.delete(addressOf(`refused-${tries}`), { recursive: true }).then(none, none);
    tries += 1;
    const folder = `refused-${tries}`;
    await vscode.workspace.fs.writeFile(
      addressOf(`${folder}/.modelyard/runs.db`),
      Buffer.from('no database'.repeat(100)),
    );
    await vscode.workspace.fs.writeFile(addressOf(`${folder}/modelyard.yaml`), Buffer.from(`project: ${folder}\n`));
    const projects = await eventually(
      'two projects',
      () => rows('experiments'),
      (all) => all.some(({ row }) => row.look.label === folder),
    );
    const [row] = await eventually(
      'the refusal',
      () =>
        rows(
          'experiments',
          projects.find(({ row }) => row.look.label === folder),
        ),
      (all) => /runs\.db|database/.test(all[0]?.row.look.label ?? ''),
    );
    assert.equal(row?.row.look.context, 'message.refused');
    await vscode.workspace.fs.delete(addressOf(folder), { recursive: true });
    await eventually(
      'one project',
      () => rows('experiments'),
      (all) => all.every(({ row }) => row.look.context !== 'project'),
    );
  });
});

function none(): void {}

async function views(): Promise<Exports['views']> {
  const extension = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'modelyard');
  return ((await extension!.activate()) as Exports).views;
}

/** Rows as the editor is told them. */
async function rows(name: ViewName, of?: RowNode): Promise<readonly RowNode[]> {
  return (await (await views())[name].provider.getChildren(of)) ?? [];
}

function item(name: ViewName, node: RowNode): vscode.TreeItem {
  const extension = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'modelyard');
  return (extension!.exports as Exports).views[name].provider.getTreeItem(node) as vscode.TreeItem;
}

function runsOf(experiment: string): () => Promise<readonly RowNode[]> {
  return async () => {
    const found = (await rows('experiments')).find(({ row }) => row.look.label === experiment);
    return found === undefined ? [] : rows('experiments', found);
  };
}

function hasState(runs: readonly RowNode[], state: string): boolean {
  return runs[0]?.row.look.context === `run.${state}.placed`;
}

/** As a user does in a terminal: the editor knows nothing of it. */
function runInTerminal(pipeline: string): ChildProcess {
  const extension = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'modelyard')!;
  const program = join(extension.extensionPath, 'dist/cli.js');
  return spawn(process.execPath, [program, 'run', pipeline], {
    cwd: addressOf('').fsPath,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: 'ignore',
  });
}

function exitCodeOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', resolve));
}
