import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { problems } from './answers.ts';
import { ask, projectStatus, rows, rowsBelow, status } from './exports.ts';
import { processes } from './processes.ts';
import { addressOf, closeAll, eventually, show } from './workspace.ts';

const QUICK = `pipeline: quick
steps:
  only:
    run: node -e ""
`;
const LONG = `pipeline: long
steps:
  only:
    run: node -e "setTimeout(() => {}, 60000)"
`;

/** What befalls a project while the editor has it open. */
suite('bad input', () => {
  suiteSetup(async () => {
    write('quick.pipeline.yaml', QUICK);
    write('long.pipeline.yaml', LONG);
    await vscode.commands.executeCommand('modelyard.experiments.focus');
    assert.equal(await exitCodeOfRun('quick'), 0);
    await eventually('a run', runsOf('quick'), (runs) => runs.length === 1);
  });

  suiteTeardown(async () => {
    for (const name of ['quick.pipeline.yaml', 'long.pipeline.yaml']) rmSync(path(name), { force: true });
    // Of the run that was killed no end is told.
    rmSync(path('.modelyard'), { recursive: true });
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await closeAll();
  });

  test('a project lies on a path with spaces and letters that are not ASCII', () => {
    assert.match(addressOf('').fsPath, / /);
    assert.match(addressOf('').fsPath, /[^\x20-\x7e]/);
  });

  test('views are answered though the process that reads the data is killed while they ask', async () => {
    for (let time = 0; time < 2; time += 1) {
      await eventually(
        'the data child',
        async () => (await projectStatus())?.dataProcess,
        (pid) => pid !== undefined,
      );
      const pid = (await projectStatus())?.dataProcess;
      const asked = Promise.all(Array.from({ length: 40 }, () => ask('experiments', {})));
      await new Promise((resolve) => setTimeout(resolve, 5));
      process.kill(pid!, 'SIGKILL');
      assert.deepEqual([...new Set((await asked).map(({ kind }) => kind))], ['told']);
    }
  });

  test('a task that is killed leaves its run at work; a run that is killed is interrupted in the tree', async () => {
    const started = nextTerminalTask();
    await vscode.commands.executeCommand('modelyard.runPipeline', { root: addressOf('').toString(), pipeline: 'long' });
    const task = await started;
    await eventually('the run at work', runsOf('long'), (runs) => hasState(runs, 'running'));
    process.kill(task, 'SIGKILL');
    await eventually(
      'the end of the task',
      () => vscode.tasks.taskExecutions.length,
      (count) => count === 0,
    );
    assert.ok(hasState(await runsOf('long')(), 'running'));
    const [run] = await eventually('the process of the run', runProcesses, (all) => all.length === 1);
    process.kill(run!.pid, 'SIGKILL');
    await eventually('the run interrupted', runsOf('long'), (runs) => hasState(runs, 'interrupted'));
    for (const { pid } of processes(/setTimeout\(\(\) => \{\}, 60000\)/)) kill(pid);
  });

  test('a database that is deleted while it is open is gone from the views, and a new one is seen', async () => {
    await eventually('the runs', runsOf('quick'), (runs) => runs.length === 1);
    removeDatabase();
    await eventually(
      'no run',
      () => rows('experiments'),
      (all) => all.every(({ row }) => row.look.label !== 'quick'),
    );
    assert.equal(await exitCodeOfRun('quick'), 0);
    await eventually('the new run', runsOf('quick'), (runs) => runs.length === 1 && hasState(runs, 'finished'));
  });

  test('a database that garbage was put in place of is refused with a next step, and views recover without a reload', async () => {
    removeDatabase();
    writeFileSync(path('.modelyard/runs.db'), 'no database '.repeat(10_000));
    const [refused] = await eventually(
      'the refusal',
      () => rows('experiments'),
      (all) => all[0]?.row.look.context === 'message.refused',
    );
    assert.match(refused!.row.look.label, /runs\.db/);
    assert.ok(refused!.row.look.tooltip.length > refused!.row.look.label.length, 'no next step');
    assert.equal(await exitCodeOfRun('quick'), 2);
    removeDatabase();
    assert.equal(await exitCodeOfRun('quick'), 0);
    await eventually('the new run', runsOf('quick'), (runs) => runs.length === 1);
  });

  test('where no store can be made specs are checked all the same, and a run is refused with a next step', async () => {
    cpSync(path('data'), path('blocked/data'), { recursive: true });
    for (const name of ['ships.dataset.yaml', 'quick.pipeline.yaml']) cpSync(path(name), path(`blocked/${name}`));
    write('blocked/.modelyard', 'a file where a folder is needed');
    write('blocked/modelyard.yaml', 'project: blocked\nlanguage: 1\n');
    try {
      const below = () => rowsBelow('experiments', 'blocked');
      const [refused] = await eventually('the refusal', below, (all) => all[0]?.row.look.context === 'message.refused');
      assert.match(refused!.row.look.tooltip, /move that file away/);
      await eventually(
        'problems',
        () => problems(addressOf('blocked/ships.dataset.yaml')),
        (all) => all.some((problem) => problem.includes('column-undeclared')),
      );
      assert.equal(await exitCodeOfRun('quick', 'blocked'), 2);
      rmSync(path('blocked/.modelyard'));
      assert.equal(await exitCodeOfRun('quick', 'blocked'), 0);
      await eventually('its run', below, (all) => all[0]?.row.look.label === 'quick');
    } finally {
      rmSync(path('blocked'), { recursive: true });
    }
  });

  test('a folder that cannot be written is read, and a run is refused with a next step', async function () {
    mkdirSync(path('sealed'));
    if (!mounted(path('sealed'))) this.skip();
    try {
      cpSync(path('data'), path('sealed/data'), { recursive: true });
      for (const name of ['ships.dataset.yaml', 'quick.pipeline.yaml']) cpSync(path(name), path(`sealed/${name}`));
      write('sealed/modelyard.yaml', 'project: sealed\nlanguage: 1\n');
      execFileSync('mount', ['-o', 'remount,ro', path('sealed')]);
      await eventually(
        'no runs',
        () => ask('experiments', {}, 'sealed'),
        (told) => told.kind === 'told',
      );
      await eventually(
        'problems',
        () => problems(addressOf('sealed/ships.dataset.yaml')),
        (all) => all.some((problem) => problem.includes('column-undeclared')),
      );
      assert.equal(await exitCodeOfRun('quick', 'sealed'), 2);
    } finally {
      execFileSync('umount', ['-l', path('sealed')]);
      rmSync(path('sealed'), { recursive: true, force: true });
    }
  });

  test('200 specs that a branch switches at once are right soon afterwards, by few requests', async () => {
    const git = (...words: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...words], { cwd: path('branches') });
    const specs = Array.from({ length: 200 }, (_, index) => `branches/p${index}.pipeline.yaml`);
    const all = (key: string) => {
      for (const [index, spec] of specs.entries())
        write(spec, `pipeline: p${index}\nsteps:\n  only:\n    ${key}: node -e ""\n`);
    };
    write('branches/modelyard.yaml', 'project: branches\nlanguage: 1\n');
    all('run');
    try {
      git('init', '-q');
      git('add', '.');
      git('commit', '-qm', 'right');
      git('switch', '-qc', 'other');
      all('rum');
      git('commit', '-qam', 'wrong');
      git('switch', '-q', '-');
      await show(specs[7]!);
      await eventually(
        'all specs',
        async () => (await projectStatus('branches'))?.files,
        (files) => files === 201,
      );
      await eventually(
        'no problem',
        () => wrong(specs),
        (count) => count === 0,
      );
      const { begun } = await status();
      git('switch', '-q', 'other');
      await eventually(
        'problems of all',
        () => wrong(specs),
        (count) => count === specs.length,
      );
      git('switch', '-q', '-');
      await eventually(
        'no problems',
        () => wrong(specs),
        (count) => count === 0,
      );
      const requests = (await status()).begun - begun;
      assert.ok(requests < specs.length / 2, `${requests} requests`);
    } finally {
      await closeAll();
      rmSync(path('branches'), { recursive: true });
      await eventually(
        'one project',
        async () => (await status()).projects.length,
        (count) => count === 1,
      );
    }
  });
});

function path(name: string): string {
  return addressOf(name).fsPath;
}

function write(name: string, text: string): void {
  mkdirSync(join(path(name), '..'), { recursive: true });
  writeFileSync(path(name), text);
}

/** How many of them have an error. */
function wrong(specs: readonly string[]): number {
  return specs.filter((spec) =>
    vscode.languages
      .getDiagnostics(addressOf(spec))
      .some(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
  ).length;
}

function runsOf(experiment: string) {
  return () => rowsBelow('experiments', experiment);
}

function hasState(runs: Awaited<ReturnType<typeof rows>>, state: string): boolean {
  return runs[0]?.row.look.context === `run.${state}.placed`;
}

/** Runs a pipeline as a task, and gives the exit code of that. */
async function exitCodeOfRun(pipeline: string, folder = ''): Promise<number | undefined> {
  const ended = new Promise<number | undefined>((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess(({ exitCode }) => {
      listener.dispose();
      resolve(exitCode);
    });
  });
  await vscode.commands.executeCommand('modelyard.runPipeline', { root: addressOf(folder).toString(), pipeline });
  return ended;
}

/** Process of the task that is started next. */
function nextTerminalTask(): Promise<number> {
  return new Promise((resolve) => {
    const listener = vscode.tasks.onDidStartTaskProcess(({ processId }) => {
      listener.dispose();
      resolve(processId);
    });
  });
}

function runProcesses() {
  return processes(/ run long .*--quiet /);
}

function removeDatabase(): void {
  for (const name of readdirSync(path('.modelyard')))
    if (name.startsWith('runs.db')) rmSync(path(`.modelyard/${name}`));
}

function mounted(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
