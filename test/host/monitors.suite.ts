import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { suite, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { RowNode } from '../../client/src/views/rowTree.ts';
import type { CheckRecord } from '../../engine/src/ports/monitorStore.ts';
import { COMMANDS } from '../../server/src/protocol.ts';
import { checkRecord } from '../kit/checkRecord.ts';
import { hoverText } from './answers.ts';
import { extension } from './exports.ts';
import { addressOf, closeAll, eventually, show, spot } from './workspace.ts';

const FILE = 'ships.monitor.yaml';
const OTHER = 'fares.monitor.yaml';
const SPEC = `monitor: ships
model: ships@production
current: { dataset: ships }
drift:
  share: 30%
alert:
  - { notify: editor }
`;

suite('monitors', () => {
  suiteTeardown(async () => {
    for (const path of [FILE, OTHER]) await vscode.workspace.fs.delete(addressOf(path)).then(undefined, () => {});
    await closeAll();
  });

  test('a new spec is a row that was not checked yet, with a task and a lens that checks it', async () => {
    await vscode.workspace.fs.writeFile(addressOf(FILE), Buffer.from(SPEC));
    await vscode.commands.executeCommand('modelyard.monitors.focus');
    const row = await eventually(
      'the row',
      () => monitorRow(),
      (found) => found !== undefined,
    );
    assert.equal(row?.row.look.description, 'not checked yet');
    const tasks = await vscode.tasks.fetchTasks({ type: 'modelyard' });
    assert.ok(tasks.some(({ name }) => name === 'monitor ships'));
    await show(FILE);
    assert.deepEqual(await eventually('the lens', lenses, (found) => found.length > 0), ['Check now']);
  });

  test('a check that another process makes is seen in the panel, the spec, the status bar and a hover', async () => {
    await write({ check: drifted() });
    const row = await eventually(
      'the check',
      () => monitorRow(),
      (found) => /drifted/.test(found?.row.look.description ?? ''),
    );
    assert.match(row?.row.look.description ?? '', /^3 of 8 drifted, since /);
    assert.equal(row?.row.look.icon?.id, 'warning');
    const below = await (await extension()).views.monitors.provider.getChildren(row);
    assert.deepEqual(
      below?.map((one) => (one as RowNode).row.look.description),
      ['3 of 8 drifted, ships:1'],
    );
    const { monitors } = await extension();
    await eventually(
      'what the status bar knows',
      () => monitors.known,
      (known) => known[0]?.monitor.since !== null && known.length === 1,
    );
    const shown = await eventually('the lenses', lenses, (found) => found.length === 3);
    assert.deepEqual(shown, ['Check now', 'Open report', '1 check, of 2001-05-14']);
    const document = await show(FILE);
    const text = await eventually(
      'the hover',
      () => hoverText(document.uri, spot(document, '30%', 1)),
      (found) => /3 of 8 drifted/.test(found),
    );
    assert.match(text, /505,569 rows/);
    const hints = await vscode.commands.executeCommand<readonly vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      new vscode.Range(0, 0, document.lineCount, 0),
    );
    assert.ok(hints.some(({ label }) => label === '3 of 8 drifted'));
  });

  test('an alert that fires is known to the window, and a monitor that is muted is quiet', async () => {
    await write({ fired: { monitor: 'ships', at: Date.now() } });
    const { monitors, server } = await extension();
    await eventually(
      'the alert',
      () => monitors.known[0]?.monitor.fired,
      (fired) => typeof fired === 'string',
    );
    const root = addressOf('').toString().replace(/\/$/, '');
    await server.request('workspace/executeCommand', {
      command: 'modelyard.operation',
      arguments: [{ root, line: ['monitor', 'mute', 'ships', '--for', '7d'] }],
    });
    const muted = await eventually(
      'the mute',
      () => monitorRow(),
      (found) => /muted/.test(found?.row.look.description ?? ''),
    );
    assert.match(muted?.row.look.context ?? '', /^monitor\.checked\.muted/);
    await vscode.commands.executeCommand('modelyard.unmuteMonitor', muted);
    await eventually(
      'no mute',
      () => monitorRow(),
      (found) => !/muted/.test(found?.row.look.description ?? 'muted'),
    );
  });

  test('a spec that comes has a row, and takes it with it when it goes', async () => {
    await vscode.workspace.fs.writeFile(
      addressOf(OTHER),
      Buffer.from(SPEC.replace('monitor: ships', 'monitor: fares')),
    );
    await eventually(
      'another row',
      () => monitorRow('fares'),
      (found) => found !== undefined,
    );
    const { monitors } = await extension();
    await eventually(
      'both known',
      () => monitors.known,
      (known) => known.length === 2,
    );
    await vscode.workspace.fs.delete(addressOf(OTHER));
    await eventually(
      'no other row',
      () => monitorRow('fares'),
      (found) => found === undefined,
    );
    await eventually(
      'one known',
      () => monitors.known,
      (known) => known.length === 1,
    );
  });
});

function drifted(): CheckRecord {
  const headline = 'Drift: 3 of 8 inputs changed, the limit is 30%';
  return checkRecord('c'.repeat(32), { verdict: 'drift', headline, drifted: 3 });
}

async function monitorRow(name = 'ships'): Promise<RowNode | undefined> {
  const found = (await (await extension()).views.monitors.provider.getChildren()) ?? [];
  return found.find(({ row }) => row.look.label === name);
}

async function lenses(): Promise<readonly string[]> {
  const found = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    addressOf(FILE),
    10,
  );
  const ours = found.filter(({ command }) => command?.command === '' || isOurs(command?.command));
  return ours.map(({ command }) => command?.title ?? '');
}

function isOurs(command: string | undefined): boolean {
  return command === COMMANDS.checkMonitor || command === COMMANDS.openDriftReport;
}

/** As another process does, such as a check in a terminal. */
async function write(written: { readonly check?: CheckRecord; readonly fired?: object }): Promise<void> {
  const found = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'modelyard')!;
  const words = ['bin/node.mjs', 'test/kit/writeMonitors.ts', addressOf('').fsPath];
  await new Promise<void>((resolve, reject) => {
    const child = execFile(process.execPath, words, { cwd: found.extensionPath }, (error) =>
      error === null ? resolve() : reject(error),
    );
    child.stdin?.end(JSON.stringify(written));
  });
}
