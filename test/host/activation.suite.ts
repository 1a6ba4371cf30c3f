import assert from 'node:assert/strict';
import { suite, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, eventually, show } from './workspace.ts';

suite('activation', () => {
  suiteTeardown(closeAll);

  test('a folder with a modelyard.yaml activates the extension, before any file is opened', async () => {
    assert.equal(vscode.window.visibleTextEditors.length, 0);
    const extension = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'modelyard');
    assert.ok(extension, 'the extension is not installed');
    await eventually('active', () => extension.isActive, Boolean);
  });

  for (const path of ['modelyard.yaml', 'ships.dataset.yaml', 'survival.pipeline.yaml'])
    test(`${path} gets the language of specs`, async () => {
      const document = await show(path);
      await eventually(
        'language',
        () => document.languageId,
        (id) => id === 'modelyard',
      );
    });

  test("another tool's file with the ending of a pipeline stays YAML", async () => {
    await show('survival.pipeline.yaml');
    const document = await show('other/build.pipeline.yaml');
    await eventually(
      'language',
      () => languageOf(document.uri),
      (id) => id === 'yaml',
    );
  });
});

/** A change of language closes a document and opens another. */
function languageOf(address: vscode.Uri): string | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === address.toString())?.languageId;
}
