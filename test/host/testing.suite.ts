import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import type { Exports } from '../../client/src/extension.ts';
import type { Testing } from '../../client/src/testing/registerTesting.ts';
import { addressOf, closeAll, eventually, replace, show } from './workspace.ts';

/** How tests ended, by their labels, as the Testing view was told. */
interface Results {
  readonly passed: readonly string[];
  readonly failed: ReadonlyMap<string, vscode.TestMessage>;
  readonly errored: ReadonlyMap<string, vscode.TestMessage>;
  readonly skipped: readonly string[];
  readonly output: string;
}

suite('testing view', () => {
  let testing: Testing;

  suiteSetup(async () => {
    const extension = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'modelyard');
    assert.ok(extension);
    testing = ((await extension.activate()) as Exports).testing;
    await write('checked.dataset.yaml', CHECKED);
    await write('checked.csv', BROKEN);
    await write('guarded.pipeline.yaml', GUARDED);
    await write('score.mjs', SCORE);
  });

  suiteTeardown(async () => {
    await closeAll();
    for (const file of ['checked.dataset.yaml', 'checked.csv', 'guarded.pipeline.yaml', 'score.mjs'])
      await vscode.workspace.fs.delete(addressOf(file));
  });

  test('checks and thresholds are listed at their lines, as they are typed', async () => {
    const dataset = await listed('checked');
    assert.deepEqual(linesOf(dataset), [
      '4 length is there',
      '4 length type',
      '4 length min',
      '6 enough rows',
      '8 sane length',
    ]);
    assert.deepEqual(linesOf(await listed('guarded')), ['7 skill > 0.5']);
    const before = item(dataset, 'sane length');
    const document = await show('checked.dataset.yaml');
    await replace(document, 'checks:\n', '# What must hold.\nchecks:\n');
    await eventually(
      'the line of the check',
      () => lineOf(dataset, 'sane length'),
      (line) => line === 9,
    );
    assert.equal(item(dataset, 'sane length'), before, 'its result stays');
    await closeAll();
    await eventually(
      'the line as it was',
      () => lineOf(dataset, 'sane length'),
      (line) => line === 8,
    );
  });

  test('a check that passes, one that fails, and both again when the data is mended', async () => {
    const dataset = await listed('checked');
    const first = await runOf(testing, [dataset], 0);
    assert.deepEqual([...first.failed.keys()], ['length min', 'sane length']);
    assert.ok(first.passed.includes('enough rows') && first.passed.includes('length type'), first.passed.join(', '));
    const message = first.failed.get('sane length');
    assert.equal(message?.message, '1 row fails (25%); row 3');
    assert.equal(message?.location?.range.start.line, 7);
    assert.match(first.output, /modelyard data validate checked\r\n.*✗ sane length: 1 row fails/s);
    await write('checked.csv', BROKEN.replace('-5', '5'));
    const again = await runOf(testing, [item(dataset, 'sane length')], 0);
    assert.deepEqual([again.passed, again.failed.size], [['sane length'], 0]);
  });

  test('where the data is gone nothing has failed: it could not be looked at', async () => {
    const text = await vscode.workspace.fs.readFile(addressOf('checked.csv'));
    await vscode.workspace.fs.delete(addressOf('checked.csv'));
    try {
      const { errored, failed } = await runOf(testing, [await listed('checked')], 0);
      assert.equal(failed.size, 0);
      assert.equal(errored.size, 5);
      assert.match(String(errored.get('enough rows')?.message), /checked\.csv/);
    } finally {
      await vscode.workspace.fs.writeFile(addressOf('checked.csv'), text);
    }
  });

  test('a threshold needs a finished run; the second profile makes one and holds it against that', async function () {
    this.timeout(60_000);
    const pipeline = await listed('guarded');
    const none = await runOf(testing, [pipeline], 0);
    assert.match(String(none.errored.get('skill > 0.5')?.message), /No run of `guarded` has finished/);
    const made = await runOf(testing, [pipeline], 1);
    assert.equal(
      made.failed
        .get('skill > 0.5')
        ?.message.toString()
        .replace(/run \w+/, 'run ID'),
      'skill is 0.25 in run ID; `publish` asks for > 0.5',
    );
    assert.match(made.output, /modelyard run guarded/);
    const document = await show('guarded.pipeline.yaml');
    await replace(document, '> 0.5', '> 0.2');
    await eventually(
      'the other limit',
      () => linesOf(pipeline),
      (lines) => lines[0] === '7 skill > 0.2',
    );
    const now = await runOf(testing, [pipeline], 0);
    assert.deepEqual(now.passed, ['skill > 0.2']);
    await closeAll();
  });

  test('a run that is cancelled ends, its tests skipped', async () => {
    const source = new vscode.CancellationTokenSource();
    source.cancel();
    const { skipped } = await runOf(testing, [await listed('checked')], 0, source.token);
    assert.equal(skipped.length, 5);
  });

  /** The item of a dataset or pipeline, once it is there. */
  async function listed(label: string): Promise<vscode.TestItem> {
    const find = () =>
      all(testing.controller.items)
        .flatMap((project) => all(project.children))
        .find((one) => one.label === label && one.children.size > 0);
    return (await eventually(`the tests of ${label}`, find, (found) => found !== undefined))!;
  }
});

/** Has tests run by the profile at an index; what a run tells the editor cannot be asked of it, so it is heard on its way. */
async function runOf(
  { controller, profiles }: Testing,
  include: readonly vscode.TestItem[],
  profile: number,
  token = new vscode.CancellationTokenSource().token,
): Promise<Results> {
  const passed: string[] = [];
  const skipped: string[] = [];
  const failed = new Map<string, vscode.TestMessage>();
  const errored = new Map<string, vscode.TestMessage>();
  let output = '';
  const { createTestRun } = controller;
  controller.createTestRun = (...request) => {
    const run = createTestRun.apply(controller, request);
    return {
      ...run,
      name: run.name,
      token: run.token,
      isPersisted: run.isPersisted,
      onDidDispose: run.onDidDispose,
      enqueued: (one) => run.enqueued(one),
      started: (one) => run.started(one),
      end: () => run.end(),
      addCoverage: (coverage) => run.addCoverage(coverage),
      passed(one, duration) {
        passed.push(one.label);
        run.passed(one, duration);
      },
      skipped(one) {
        skipped.push(one.label);
        run.skipped(one);
      },
      failed(one, message, duration) {
        failed.set(one.label, message as vscode.TestMessage);
        run.failed(one, message, duration);
      },
      errored(one, message, duration) {
        errored.set(one.label, message as vscode.TestMessage);
        run.errored(one, message, duration);
      },
      appendOutput(text, location, one) {
        output += text;
        run.appendOutput(text, location, one);
      },
    };
  };
  try {
    await profiles[profile]?.runHandler(new vscode.TestRunRequest(include), token);
  } finally {
    controller.createTestRun = createTestRun;
  }
  return { passed, failed, errored, skipped, output };
}

function all(items: vscode.TestItemCollection): readonly vscode.TestItem[] {
  const found: vscode.TestItem[] = [];
  items.forEach((one) => void found.push(one));
  return found;
}

/** Lines counted from 1, as editors show them. */
function linesOf(parent: vscode.TestItem): readonly string[] {
  return all(parent.children)
    .toSorted((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1))
    .map(({ label, range }) => `${(range?.start.line ?? -1) + 1} ${label}`);
}

function item(parent: vscode.TestItem, label: string): vscode.TestItem {
  const found = all(parent.children).find((one) => one.label === label);
  assert.ok(found, label);
  return found;
}

function lineOf(parent: vscode.TestItem, label: string): number {
  return (item(parent, label).range?.start.line ?? -1) + 1;
}

async function write(path: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(addressOf(path), new TextEncoder().encode(text));
}

const CHECKED = `dataset: checked
source: checked.csv
columns:
  length: { type: integer, min: 1 }
checks:
  - name: enough rows
    expect: count(*) > 3
  - name: sane length
    rows: length > 0
`;

const BROKEN = 'length\n10\n20\n-5\n30\n';

const GUARDED = `pipeline: guarded
steps:
  score:
    run: node score.mjs \${{ outputs.scores }}
    outputs: { scores: scores.json }
  publish:
    if: \${{ steps.score.scores.skill > 0.5 }}
    run: node score.mjs \${{ outputs.scores }}
    outputs: { scores: scores.json }
`;

const SCORE = `import { writeFileSync } from 'node:fs';
writeFileSync(process.argv[2], '{"skill": 0.25}');
`;
