import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparedArtifacts } from '../../../webviews/compare/model/artifactRows.ts';
import { dataPairs } from '../../../webviews/compare/model/dataPairs.ts';
import { differGroups, equalGroups } from '../../../webviews/compare/model/differView.ts';
import { markedLines } from '../../../webviews/compare/model/markedLines.ts';
import { comparedSlices, type SlicedRun, slicedMetrics } from '../../../webviews/compare/model/sliceComparison.ts';
import { comparedPage, differencesOf, pairedWith } from '../../kit/webviews/comparedPages.ts';
import { binaryPage } from '../../kit/webviews/samplePages.ts';

test('what differs is grouped by kind, with what is equal and what is not known', () => {
  const differences = differencesOf(['a', 'b', 'c', 'd']);
  const groups = differGroups(differences);
  assert.deepEqual(
    groups.map(({ title, caption }) => [title, caption]),
    [
      ['Parameters', '3 differ, 12 equal'],
      ['Specs', '1 differs, 3 equal'],
      ['Code', '1 differs'],
      ['Data', '1 differs, 1 equal'],
      ['Environment', '1 differs, 5 equal'],
      ['Registered versions', '1 differs, 0 equal'],
    ],
  );
  assert.deepEqual(equalGroups(differences), ['features']);
  const [params, specs, code] = groups;
  assert.deepEqual(
    params?.rows[1]?.cells.map(({ text, isChanged, isMissing }) => [text, isChanged, isMissing]),
    [
      ['airport', false, false],
      ['airport + to_', true, false],
      ['not there', true, true],
      ['airport', false, false],
    ],
  );
  assert.deepEqual(specs?.rows[0]?.cells[1], {
    text: '+4 −1',
    isChanged: true,
    isMissing: false,
    canOpen: true,
    said: 'changed: 4 lines added, 1 removed',
  });
  assert.deepEqual(
    code?.rows[0]?.cells.map(({ text }) => text),
    ['', 'the same', 'added +120 −0', 'not known'],
  );
  assert.deepEqual(
    dataPairs(differences).map(({ dataset, run, words }) => [dataset, run, words]),
    [['flights', 'b', ['14,201 rows more', 'new columns tail_number', 'other types: delay INTEGER → BIGINT']]],
  );
});

test('slices where a run loses most to the first come first', () => {
  const runs: readonly SlicedRun[] = [comparedPage('a', 0), comparedPage('b', 2), undefined];
  const choice = { column: 'origin', metric: 'roc_auc', search: '', minRows: 0, shown: 3 };
  assert.ok(slicedMetrics(runs, 'origin').some(({ name }) => name === 'roc_auc'));
  const view = comparedSlices(runs, 'higher', choice);
  assert.equal(view.rows.length, 3);
  const losses = comparedSlices(runs, 'higher', { ...choice, shown: 99 }).rows.flatMap(
    ({ cells }) => cells[1]?.difference ?? [],
  );
  assert.deepEqual(
    losses,
    losses.toSorted((a, b) => a - b),
  );
  assert.equal(view.rows[0]?.cells[1]?.verdict, 'worse');
  assert.deepEqual([view.rows[0]?.cells[0]?.verdict, view.rows[0]?.cells[2]?.text], [null, '-']);
  const lower = comparedSlices(runs, 'lower', choice);
  assert.ok((lower.rows[0]?.cells[1]?.difference ?? 0) > 0);
  assert.equal(comparedSlices(runs, 'higher', { ...choice, search: 'nowhere' }).matching, 0);
  assert.equal(comparedSlices([{ ...binaryPage(), evaluation: null }], 'higher', choice).total, 0);
});

test('slices are told on the rows of both where that is known, and why one is not', () => {
  const runs: readonly SlicedRun[] = [comparedPage('a', 0), comparedPage('b', 1)];
  const choice = { column: 'origin', metric: 'roc_auc', search: '', minRows: 0, shown: 99 };
  const unpaired = comparedSlices(runs, 'higher', choice);
  const slicing = pairedWith(1, 'origin').slices[0]!;
  const cells = new Map(
    comparedSlices(runs, 'higher', choice, [undefined, slicing]).rows.map(({ name, cells: [, cell] }) => [name, cell!]),
  );
  const [first, small, second] = slicing.values.map(({ value }) => cells.get(value ?? 'missing')!);
  assert.deepEqual([first!.difference, first!.verdict, first!.interval], [0.004, 'better', '[0.001, 0.010]']);
  assert.deepEqual([second!.verdict, second!.interval], ['same', '[−0.002, 0.010]']);
  const before = unpaired.rows.find(({ name }) => name === slicing.values[1]!.value)!.cells[1]!;
  assert.deepEqual(small, { ...before, unpaired: 'they share 12 rows; 30 are needed' });
});

test('files are told apart by their bytes, and where a run has none', () => {
  const row = (path: string, sha256: string) => ({ path, sha256, size: 1, isHere: true });
  const rows = comparedArtifacts(
    [
      [row('same', 'a'), row('other', 'a'), row('only', 'a'), row('unknown', '')],
      [row('same', 'a'), row('other', 'b'), row('unknown', '')],
    ],
    '',
  );
  assert.deepEqual(
    rows.map(({ path, state }) => [path, state]),
    [
      ['other', 'differs'],
      ['unknown', 'differs'],
      ['only', 'missing'],
      ['same', 'same'],
    ],
  );
  assert.equal(comparedArtifacts([[row('same', 'a')]], 'SAM').length, 1);
});

test('of two texts the changed lines are shown, with some around them', () => {
  const lines = Array.from({ length: 30 }, (_, line) => `${line}\n`);
  const { lines: marked, added, removed } = markedLines(lines.join(''), lines.with(15, 'x\n').join(''));
  assert.deepEqual([added, removed], [1, 1]);
  assert.deepEqual(
    marked.map((line) => (line.kind === 'folded' || line.kind === 'cut' ? line.lines : `${line.kind} ${line.text}`)),
    [
      11,
      ...[
        'same 11',
        'same 12',
        'same 13',
        'same 14',
        'removed 15',
        'added x',
        'same 16',
        'same 17',
        'same 18',
        'same 19',
      ],
      10,
    ],
  );
  assert.deepEqual(markedLines('a\n', 'a\n').lines, [{ kind: 'folded', lines: 1 }]);
});

test('of texts with little in common no line is marked, and what is beyond the shown lines is no equal line', () => {
  const text = (of: string, lines: number) => Array.from({ length: lines }, (_, at) => `${of}${at}\n`).join('');
  assert.deepEqual(markedLines(text('a', 1000), text('b', 900)), { added: 900, removed: 1000, lines: [] });
  const many = text('a', 6000);
  const { lines, added, removed } = markedLines(many, many.replaceAll(/^a\d*[05]$/gm, 'x').replaceAll(/^x\n/gm, ''));
  assert.deepEqual([lines.length, added, removed], [2001, 0, 1200]);
  assert.deepEqual(lines.at(-1), { kind: 'cut', lines: 4000 });
});
