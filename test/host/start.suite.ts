import assert from 'node:assert/strict';
import { suite, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { addressOf, closeAll, eventually } from './workspace.ts';

const FOLDER = 'Zum Anfang ä';
/** Half a minute where nothing else runs; tests share their machine. */
const TRAINED_WITHIN = 60_000;

suite('getting started', () => {
  suiteTeardown(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(addressOf(FOLDER), { recursive: true });
  });

  test('a sample project is made and shown, and trains its first model', async function () {
    this.timeout(TRAINED_WITHIN + 10_000);
    const began = Date.now();
    await vscode.commands.executeCommand('modelyard.createSample', { parent: addressOf(FOLDER).toString() });
    assert.match(vscode.window.activeTextEditor?.document.uri.path ?? '', /\/flights\/flight-delay\.pipeline\.yaml$/);
    const version = addressOf(`${FOLDER}/flights/registry/flight-delay/v1.version.yaml`);
    await until('a registered model', version, TRAINED_WITHIN);
    console.log(`first trained model: ${Date.now() - began} ms after the click`);
    assert.match(await read(version), /^pipeline: flight-delay$/m);
  });

  test('a table becomes a dataset and a pipeline, whatever its path is called', async () => {
    const table = addressOf(`${FOLDER}/Köln 2024/Kündigungen neu.csv`);
    const rows = Array.from(
      { length: 400 },
      (_, row) => `${row},${(row * 7) % 31},${['a', 'b', 'c'][row % 3]},${row % 31 > 12}`,
    );
    await write(table, `id,alter,tarif,gekündigt\n${rows.join('\n')}\n`);
    const project = addressOf(`${FOLDER}/Köln 2024`).toString();
    await vscode.commands.executeCommand('modelyard.useAsDataset', {
      file: table.toString(),
      target: 'gekündigt',
      project,
    });
    const pipeline = vscode.window.activeTextEditor?.document.uri.path ?? '';
    assert.match(pipeline, /\/Köln 2024\/kundigungen-neu\.pipeline\.yaml$/);
    const dataset = await read(addressOf(`${FOLDER}/Köln 2024/kundigungen-neu.dataset.yaml`));
    assert.match(dataset, /^source: 'Kündigungen neu\.csv'$/m);
  });

  test('a second table is drafted into the project that is there', async () => {
    const table = addressOf(`${FOLDER}/Köln 2024/data/orders.csv`);
    const rows = Array.from({ length: 300 }, (_, row) => `${row % 17},${row % 2 === 0 ? 'yes' : 'no'}`);
    await write(table, `size,returned\n${rows.join('\n')}\n`);
    await vscode.commands.executeCommand('modelyard.useAsDataset', { file: table.toString(), target: 'returned' });
    const folder = await vscode.workspace.fs.readDirectory(addressOf(`${FOLDER}/Köln 2024`));
    const specs = folder.map(([name]) => name).filter((name) => name.endsWith('.yaml'));
    assert.deepEqual(specs.sort(), [
      'kundigungen-neu.dataset.yaml',
      'kundigungen-neu.pipeline.yaml',
      'modelyard.yaml',
      'orders.dataset.yaml',
      'orders.pipeline.yaml',
    ]);
  });

  test('a script becomes a step of a new pipeline, and a notebook one more of it', async () => {
    const folder = `${FOLDER}/Köln 2024`;
    const script = addressOf(`${folder}/mein skript.py`);
    await write(script, 'import sys, pandas as pd\npd.read_csv("data/orders.csv").to_parquet(sys.argv[1])\n');
    await vscode.commands.executeCommand('modelyard.makeStep', { file: script.toString(), pipeline: 'eigene' });
    const editor = vscode.window.activeTextEditor!;
    assert.match(editor.document.uri.path, /\/Köln 2024\/eigene\.pipeline\.yaml$/);
    assert.equal(editor.document.lineAt(editor.selection.active.line).text, '  mein_skript:');
    const cell = {
      cell_type: 'code',
      source: 'import os\nopen(os.environ["MODELYARD_OUTPUT_REPORT"], "w")',
      metadata: {},
    };
    const notebook = addressOf(`${folder}/bericht.ipynb`);
    await write(
      notebook,
      JSON.stringify({ cells: [{ ...cell, outputs: [] }], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
    );
    await vscode.commands.executeCommand('modelyard.makeStep', { file: notebook.toString(), pipeline: 'eigene' });
    const text = await read(addressOf(`${folder}/eigene.pipeline.yaml`));
    assert.match(text, /^ {4}run: python 'mein skript\.py' \$\{\{ outputs\.argument_1 \}\}$/m);
    assert.match(text, /^ {6}orders: data\/orders\.csv$/m);
    assert.match(text, /^ {4}run: bericht\.ipynb$/m);
    await vscode.workspace.fs.delete(addressOf(`${folder}/eigene.pipeline.yaml`));
  });

  test('an ONNX file becomes a version of a name', async () => {
    const text = await read(addressOf(`${FOLDER}/flights/registry/flight-delay/v1.version.yaml`));
    const sha256 = /^sha256: (\w+)$/m.exec(text)?.[1] ?? '';
    const file = addressOf(`${FOLDER}/flights/von außen.onnx`);
    const object = `.modelyard/objects/${sha256.slice(0, 2)}/${sha256.slice(2)}`;
    await vscode.workspace.fs.copy(addressOf(`${FOLDER}/flights/${object}`), file);
    await vscode.commands.executeCommand('modelyard.registerModel', { file: file.toString(), name: 'copy' });
    const version = await read(addressOf(`${FOLDER}/flights/registry/copy/v1.version.yaml`));
    assert.match(version, new RegExp(`^sha256: ${sha256}$`, 'm'));
  });

  test('the doctor shows a page', async () => {
    await vscode.commands.executeCommand('modelyard.doctor');
    const labels = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    await eventually('the page', labels, (found) => found.some((label) => label.includes('Modelyard doctor')));
    const address = vscode.Uri.from({ scheme: 'modelyard-doctor', path: '/Modelyard doctor.md' });
    const page = await vscode.workspace.openTextDocument(address);
    assert.match(page.getText(), /^# (Everything works here|All that is needed works)/);
    assert.match(page.getText(), /^\| ok \| duckdb \| DuckDB \d/m);
  });

  test('an empty project is begun and shown', async () => {
    const folder = addressOf(`${FOLDER}/leer`);
    await vscode.workspace.fs.createDirectory(folder);
    await vscode.commands.executeCommand('modelyard.newProject', { folder: folder.toString() });
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /^project: leer$/m);
  });
});

async function until(what: string, file: vscode.Uri, within: number): Promise<void> {
  const end = Date.now() + within;
  const isThere = () =>
    vscode.workspace.fs.stat(file).then(
      () => true,
      () => false,
    );
  while (!(await isThere())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${within} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function read(file: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

async function write(file: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
}
