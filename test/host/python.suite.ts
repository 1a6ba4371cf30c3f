import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { AskConsent } from '../../client/src/python/askConsent.ts';
import { MARK } from '../../client/src/python/loggingCell.ts';
import { extension, rows, rowsBelow } from './exports.ts';
import { addressOf, closeAll, eventually } from './workspace.ts';

/** Made by `npm run test:python`. */
const PYTHON = join(__dirname, '../../mlflow-venv/bin/python');
const SETTING = 'terminal.integrated.env.linux';
const FILES = ['env.txt', 'train.py', 'explore.ipynb', '.vscode', 'program.py', '.env', '.modelyard/service.json'];

suite('your own Python', () => {
  suiteSetup(async () => {
    await (await extension()).python.runs.refresh();
  });

  suiteTeardown(async () => {
    await closeAll();
    await vscode.commands.executeCommand('modelyard.stopLoggingPythonRuns');
    const { process: of } = service();
    if (of !== undefined) process.kill(of.pid, 'SIGTERM');
    for (const file of FILES) await remove(file);
  });

  test('without consent, terminals are told nothing', async () => {
    assert.equal((await extension()).python.consent.now, 'ask');
    assert.equal((await terminalVariables())['MLFLOW_TRACKING_URI'], undefined);
  });

  test('the question is asked once, where programs use mlflow, and a no is kept', async () => {
    const { consent } = (await extension()).python;
    const asked: string[] = [];
    const say = async (text: string, ...buttons: readonly string[]) => {
      asked.push(text);
      return buttons.find((button) => button === 'Never Here');
    };
    const asking = new AskConsent({ consent, given: async () => assert.fail('nobody said yes'), say });
    await write('program.py', 'print(1)\n');
    await asking.ask(addressOf(''), [addressOf('program.py')]);
    assert.deepEqual([asked.length, consent.now], [0, 'ask']);
    await write('program.py', 'import mlflow\n');
    for (const _ of [1, 2]) await asking.ask(addressOf(''), [addressOf('program.py')]);
    assert.deepEqual([asked.length, consent.now], [1, 'off']);
    assert.match(asked[0] ?? '', /^Log this project’s Python runs here\?/);
  });

  test('after consent, a new terminal has the address of a service that answers', async () => {
    await vscode.commands.executeCommand('modelyard.logPythonRuns');
    const { MLFLOW_TRACKING_URI: url = '', MLFLOW_TRACKING_TOKEN: token = '' } = await terminalVariables();
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.deepEqual([url, token], [service().url, service().token]);
    const answer = await fetch(`${url}/version`, { headers: { Authorization: `Bearer ${token}` } });
    assert.equal(answer.status, 200);
  });

  test('a service that has gone is back at its address when a terminal opens', async () => {
    const before = service();
    process.kill(before.process?.pid ?? 0, 'SIGKILL');
    await eventually(
      'the end of the service',
      () => lives(before.process?.pid ?? 0),
      (it) => !it,
    );
    const { MLFLOW_TRACKING_URI: url = '' } = await terminalVariables();
    assert.equal(url, before.url);
    const answers = () =>
      fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      );
    await eventually('the service', answers, (ok) => ok);
  });

  test('F5 gives a program the address, and one that says its own keeps it', async () => {
    const launch = { type: 'debugpy', request: 'launch', name: 'own', program: addressOf('program.py').fsPath };
    const found = await resolved({ ...launch, env: { A: '1' } });
    assert.deepEqual(found['env'], {
      MLFLOW_TRACKING_URI: service().url,
      MLFLOW_TRACKING_TOKEN: service().token,
      A: '1',
    });
    const own = { MLFLOW_TRACKING_URI: 'http://theirs' };
    assert.deepEqual((await resolved({ ...launch, env: own }))['env'], own);
    await write('.env', 'MLFLOW_TRACKING_URI=http://theirs\n');
    assert.equal((await resolved(launch))['env'], undefined);
    assert.notEqual((await resolved({ ...launch, envFile: '' }))['env'], undefined);
    await remove('.env');
  });

  test('the cell that tells a notebook stands in it once, without the token', async () => {
    await write('explore.ipynb', NOTEBOOK);
    const notebook = await vscode.workspace.openNotebookDocument(addressOf('explore.ipynb'));
    await vscode.window.showNotebookDocument(notebook);
    for (const _ of [1, 2]) await vscode.commands.executeCommand('modelyard.logNotebookRuns');
    const cells = notebook.getCells().map(({ document }) => document.getText());
    assert.equal(cells.length, 2);
    assert.ok(cells[0]?.startsWith(MARK));
    await notebook.save();
    const saved = readFileSync(addressOf('explore.ipynb').fsPath, 'utf8');
    assert.ok(saved.includes(MARK) && !saved.includes(service().token) && !saved.includes(service().url));
  });

  test('what a script logs with mlflow becomes a run, with no line of it changed', async function () {
    if (!existsSync(PYTHON)) this.skip();
    this.timeout(120_000);
    await write('train.py', 'import mlflow\nmlflow.log_metric("auc", 0.75)\n');
    // What nobody sees is asked for when it is seen.
    await vscode.commands.executeCommand('modelyard.experiments.focus');
    const terminal = vscode.window.createTerminal({ name: 'train', shellPath: '/bin/sh' });
    terminal.sendText(`"${PYTHON}" train.py; exit`);
    await ended(terminal);
    const found = await eventually(
      'the run in the side panel',
      () => rowsBelow('experiments', 'Default'),
      (all) => all.length > 0,
    );
    assert.match(JSON.stringify(found.map(({ row }) => row.look)), /auc|0\.75/);
    assert.ok((await rows('experiments')).some(({ row }) => row.look.label === 'Default'));
  });

  test('an address that settings give to terminals is left', async () => {
    await setting(SETTING, { MLFLOW_TRACKING_URI: 'http://theirs' });
    await (await extension()).python.runs.refresh();
    const variables = await terminalVariables();
    assert.equal(variables['MLFLOW_TRACKING_URI'], 'http://theirs');
    assert.equal(variables['MLFLOW_TRACKING_TOKEN'], undefined);
    await setting(SETTING, undefined);
  });

  test('who takes their consent back has new terminals without variables', async () => {
    await (await extension()).python.runs.refresh();
    assert.notEqual((await terminalVariables())['MLFLOW_TRACKING_URI'], undefined);
    await vscode.commands.executeCommand('modelyard.stopLoggingPythonRuns');
    assert.equal((await terminalVariables())['MLFLOW_TRACKING_URI'], undefined);
    const launch = { type: 'debugpy', request: 'launch', name: 'own', program: addressOf('program.py').fsPath };
    assert.equal((await resolved(launch))['env'], undefined);
  });

  test('the selected interpreter is that of our tasks, as it is now', async () => {
    const interpreter = async () => {
      const [task] = await vscode.tasks.fetchTasks({ type: 'modelyard' });
      return (task?.execution as vscode.ProcessExecution | undefined)?.options?.env?.['MODELYARD_PYTHON'];
    };
    assert.equal(await interpreter(), undefined);
    // Where the Python extension is not installed, no one may set it but the file's author.
    await write('.vscode/settings.json', '{"python.defaultInterpreterPath": "${workspaceFolder}/.venv/bin/python"}');
    await eventually('the interpreter', interpreter, (file) => file === addressOf('.venv/bin/python').fsPath);
    await write('.vscode/settings.json', '{}');
    await eventually('no interpreter', interpreter, (file) => file === undefined);
  });
});

/** Variables of a terminal that is opened now. */
async function terminalVariables(): Promise<Readonly<Record<string, string>>> {
  await remove('env.txt');
  const terminal = vscode.window.createTerminal({ name: 'variables', shellPath: '/bin/sh' });
  terminal.sendText('env > env.new && mv env.new env.txt; exit');
  await ended(terminal);
  const lines = readFileSync(addressOf('env.txt').fsPath, 'utf8').split('\n');
  return Object.fromEntries(lines.map((line) => [line.replace(/=.*/s, ''), line.replace(/^[^=]*=/, '')]));
}

function ended(terminal: vscode.Terminal): Promise<void> {
  return new Promise((resolve) => {
    const listener = vscode.window.onDidCloseTerminal((closed) => {
      if (closed !== terminal) return;
      listener.dispose();
      resolve();
    });
  });
}

/** The launch configuration as a debugger would be given it; none is started. */
async function resolved(launch: vscode.DebugConfiguration): Promise<vscode.DebugConfiguration> {
  let found: vscode.DebugConfiguration | undefined;
  const last = vscode.debug.registerDebugConfigurationProvider('debugpy', {
    resolveDebugConfigurationWithSubstitutedVariables(_, configuration) {
      found = configuration;
      return undefined;
    },
  });
  try {
    await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], launch);
  } finally {
    last.dispose();
  }
  if (found === undefined) throw new Error('the launch configuration was not resolved');
  return found;
}

interface Service {
  readonly url: string;
  readonly token: string;
  readonly process?: { readonly pid: number };
}

function service(): Service {
  return JSON.parse(readFileSync(addressOf('.modelyard/service.json').fsPath, 'utf8')) as Service;
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function setting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Workspace);
}

async function write(path: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(addressOf(path), new TextEncoder().encode(text));
}

async function remove(path: string): Promise<void> {
  await Promise.resolve(vscode.workspace.fs.delete(addressOf(path), { recursive: true })).catch(() => {});
}

const NOTEBOOK = JSON.stringify({
  cells: [{ cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: ['import mlflow\n'] }],
  metadata: { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } },
  nbformat: 4,
  nbformat_minor: 5,
});
