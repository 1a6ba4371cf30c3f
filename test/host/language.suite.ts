import assert from 'node:assert/strict';
import { suite, suiteTeardown, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { completions, definitions, hoverText, lenses, problems, renameEdit } from './answers.ts';
import { addressOf, closeAll, eventually, replace, show, spot } from './workspace.ts';

const PIPELINE = 'survival.pipeline.yaml';

suite('language', () => {
  teardown(closeAll);
  suiteTeardown(closeAll);

  test('a mistake is marked with its code and place while it stands', async () => {
    const document = await show(PIPELINE);
    await replace(document, 'from: ships', 'from: sheeps');
    await eventually(
      'a problem',
      () => problems(document.uri),
      (all) => all.some((problem) => /^15:13 unknown-dataset .*sheeps/.test(problem)),
    );
    await replace(document, 'from: sheeps', 'from: ships');
    await eventually(
      'no problem',
      () => problems(document.uri),
      (all) => all.length === 0,
    );
  });

  test('a problem of a closed file is told too', async () => {
    const path = 'ships.dataset.yaml';
    await eventually(
      'the hint on undeclared columns',
      () => problems(addressOf(path)),
      (all) => all.some((problem) => problem.includes('column-undeclared')),
    );
  });

  test('a column of the data is offered', async () => {
    const document = await show(PIPELINE);
    await replace(document, 'class: class\n', 'class: class\n        age: \n');
    const at = spot(document, 'age: ', 'age: '.length);
    const labels = await eventually(
      'the columns',
      () => completions(document.uri, at),
      (all) => all.includes('age'),
    );
    assert.ok(labels.includes('fare'));
    assert.ok(!labels.includes('split'), 'steps are no columns');
  });

  test('a column tells its type and values', async () => {
    const document = await show(PIPELINE);
    const at = spot(document, 'fare: fare', 'fare: '.length);
    await eventually(
      'the hover',
      () => hoverText(document.uri, at),
      (text) => /fare/.test(text) && /float|double/i.test(text),
    );
  });

  test('a name leads to the file that declares it', async () => {
    const document = await show(PIPELINE);
    const found = await eventually(
      'the definition',
      () => definitions(document.uri, spot(document, 'data: ships', 'data: '.length)),
      (all) => all.length === 1,
    );
    assert.equal(found[0]?.uri.toString(), addressOf('ships.dataset.yaml').toString());
    assert.equal(found[0]?.range.start.line, 0);
  });

  test('renaming a dataset edits both files', async () => {
    const document = await show(PIPELINE);
    const edit = await renameEdit(document.uri, spot(document, 'data: ships', 'data: '.length), 'passengers');
    const byFile = new Map(edit.entries().map(([uri, edits]) => [vscode.workspace.asRelativePath(uri), edits.length]));
    assert.equal(byFile.get(PIPELINE), 2);
    assert.equal(byFile.get('ships.dataset.yaml'), 1);
  });

  test('formatting puts a file into shape', async () => {
    const document = await show('ships.dataset.yaml');
    const shape = document.getText();
    await replace(document, 'source: data/ships.csv', 'source:    data/ships.csv   ');
    await vscode.commands.executeCommand('editor.action.formatDocument');
    await eventually(
      'the text',
      () => document.getText(),
      (text) => text === shape,
    );
  });

  test('a pipeline has a lens that runs it', async () => {
    const document = await show(PIPELINE);
    const found = await eventually(
      'the lenses',
      () => lenses(document.uri),
      (all) => all.some(({ command }) => command?.command === 'modelyard.runPipeline'),
    );
    const run = found.find(({ command }) => command?.command === 'modelyard.runPipeline');
    assert.equal(run?.command?.title, 'Run pipeline');
    const known = new Set(await vscode.commands.getCommands(true));
    const unknown = found.map(({ command }) => command?.command).filter((name) => !known.has(name ?? ''));
    assert.deepEqual(unknown, [], 'lenses without anybody who carries them out');
  });

  test('a dataset counts its references', async () => {
    const document = await show('ships.dataset.yaml');
    await eventually(
      'the lens',
      () => lenses(document.uri),
      (all) => all.some(({ command }) => command?.title === '2 references'),
    );
  });
});
