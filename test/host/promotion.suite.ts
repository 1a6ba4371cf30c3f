import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { Exports } from '../../client/src/extension.ts';
import { hash } from '../kit/registryFiles.ts';
import { addressOf, closeAll, eventually, show } from './workspace.ts';

const POLICY = `policy: ferries
applies_to: [ferry]
aliases:
  production:
    gates:
      - {name: small, size: 5MB}
      - {name: tiny, size: 1B}
`;

const CARD = 'modelcard: ferry\nmodel: ferry:2\n';

/** A version without its bytes: what is known of it stands in the file. */
const versionText = (version: number) => `model_version: ferry
version: ${version}
semver: ${version}.0.0
created: 2026-11-20T10:00:00Z
by: ada@example.org
format: onnx
sha256: ${hash(version)}
size: 812345
signature: {inputs: {x: float}, outputs: {late: {task: binary, label: boolean, classes: ["false", "true"], probability: float}}}
dirty: false
params: {}
data: {}
features: {}
metrics: {roc_auc: {value: 0.7${version}}}
evidence: {}
environment: {}
`;

const ALIAS = `model_alias: ferry
alias: staging
version: 1
sha256: ${hash(1)}
since: 2026-11-20T10:00:00Z
`;

const FILES: Readonly<Record<string, string>> = {
  'ferries.policy.yaml': POLICY,
  'ferry.modelcard.yaml': CARD,
  'registry/ferry/v1.version.yaml': versionText(1),
  'registry/ferry/v2.version.yaml': versionText(2),
  'registry/ferry/staging.alias.yaml': ALIAS,
};

suite('promotion', () => {
  let exported: Exports;

  suiteSetup(async () => {
    const extension = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'modelyard');
    assert.ok(extension);
    exported = (await extension.activate()) as Exports;
    for (const [path, text] of Object.entries(FILES))
      await vscode.workspace.fs.writeFile(addressOf(path), new TextEncoder().encode(text));
  });

  suiteTeardown(async () => {
    await closeAll();
    for (const path of ['ferries.policy.yaml', 'ferry.modelcard.yaml', 'registry/ferry'])
      await vscode.workspace.fs.delete(addressOf(path), { recursive: true });
  });

  test('a card has lenses for its version, and the lens opens the page of the move', async () => {
    const card = await show('ferry.modelcard.yaml');
    const lenses = await eventually(
      'the lens of the card',
      () => vscode.commands.executeCommand<readonly vscode.CodeLens[]>('vscode.executeCodeLensProvider', card.uri, 9),
      (found) => found.some(({ command }) => command?.title === 'v2: promote'),
    );
    const { command } = lenses.find((one) => one.command?.title === 'v2: promote')!;
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    const tab = await eventually(
      'the page',
      () => vscode.window.tabGroups.activeTabGroup.activeTab,
      (one) => one?.input instanceof vscode.TabInputWebview,
    );
    assert.equal(tab?.label, 'ferry v2 to production');
    assert.ok(tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith('modelyard.promotion'));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  test('gates before an alias are tests of the newest version, and tell why they do not pass', async () => {
    const { controller, profiles } = exported.testing;
    const found = () => all(controller.items).flatMap((project) => all(project.children));
    const move = await eventually(
      'the gates',
      () => found().find(({ label }) => label === 'ferry to production'),
      (one) => one !== undefined && one.children.size === 2,
    );
    assert.equal(move?.description, 'gates of v2');
    assert.deepEqual(
      all(move.children).map(({ label, range }) => `${(range?.start.line ?? -1) + 1} ${label}`),
      ['6 small', '7 tiny'],
    );
    const results = new Map<string, string>();
    const createTestRun = controller.createTestRun.bind(controller);
    controller.createTestRun = (request, ...rest) => {
      const run = createTestRun(request, ...rest);
      const told =
        <A extends unknown[]>(how: string, tell: (one: vscode.TestItem, ...others: A) => void) =>
        (one: vscode.TestItem, ...others: A) => {
          results.set(one.label, how);
          tell.call(run, one, ...others);
        };
      return Object.assign(Object.create(run) as vscode.TestRun, {
        passed: told('passed', run.passed),
        failed: told('failed', run.failed),
        errored: told('errored', run.errored),
        enqueued: run.enqueued.bind(run),
        started: run.started.bind(run),
        skipped: run.skipped.bind(run),
        appendOutput: run.appendOutput.bind(run),
        end: run.end.bind(run),
      });
    };
    const { token } = new vscode.CancellationTokenSource();
    try {
      await profiles[0]?.runHandler(new vscode.TestRunRequest([move]), token);
    } finally {
      controller.createTestRun = createTestRun;
    }
    assert.deepEqual(Object.fromEntries(results), { small: 'passed', tiny: 'failed' });
  });

  test('the audit is a document that cannot be written, and says so where git remembers nothing', async () => {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.toString();
    await vscode.commands.executeCommand('modelyard.showAudit', { root });
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.scheme, 'modelyard-audit');
    assert.match(editor.document.getText(), /^# Audit of /);
  });

  test('a move that is none is refused before anything is opened', async () => {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.toString();
    const before = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length;
    void vscode.commands.executeCommand('modelyard.promoteVersion', { root, model: '--pr', version: 1, alias: 'x' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, before);
  });
});

function all(items: vscode.TestItemCollection): readonly vscode.TestItem[] {
  const found: vscode.TestItem[] = [];
  items.forEach((one) => void found.push(one));
  return found;
}
