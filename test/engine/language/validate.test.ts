import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kind } from '../../../engine/src/language/kinds.ts';
import type { Problem } from '../../../engine/src/language/problem.ts';
import type { Schema } from '../../../engine/src/language/schema.ts';
import { parseTree } from '../../../engine/src/language/tree.ts';
import { validateSpec } from '../../../engine/src/language/validate.ts';
import split from '../../../schemas/steps/data-split.schema.json' with { type: 'json' };

const steps = (uses: string) => (uses === 'data/split' ? (split as Schema) : undefined);

function problemsOf(text: string): Problem[] {
  const tree = parseTree(text);
  return [...tree.problems, ...validateSpec(tree.firstKey as Kind, tree, steps)];
}

/** The only problem of the text: its code, the text it underlines, and what would mend it. */
function only(text: string): readonly [code: string, at: string, replacement?: string] {
  const tree = parseTree(text);
  const problems = problemsOf(text);
  assert.equal(problems.length, 1, JSON.stringify(problems, null, 1));
  const { code, range, data } = problems[0]!;
  const at = text.slice(tree.lines.offset(range.start), tree.lines.offset(range.end));
  return data?.replacement === undefined ? [code, at] : [code, at, data.replacement];
}

const dataset = (rest: string) => `dataset: flights\nsource: a.csv\n${rest}\n`;
const step = (rest: string) => `pipeline: p\nsteps:\n  a: {${rest}}\n`;

test('specs as the contract shows them have no problems', () => {
  const clean = [
    'project: flights\nlanguage: 1\nmodelyard: ">=0.1"\nenv: [DATA_ROOT]\nenvironments: {ci: {params: {rounds: 20}, sources: {flights: data/sample.parquet}}}\nexclude: [archive/**]\n',
    dataset(
      'timestamp: date\nkeep: hash\ncolumns:\n  delay: {type: integer, unit: minute, known_after: 18h}\nchecks:\n  - {name: enough rows, expect: count(*) > 100000}\n  - {rows: origin <> destination, allow: 0.1%}\n  - {unique: [a, b]}\n  - {in: {status: [open, closed]}}\nreports: {samples: masked}',
    ),
    'features: airport\ndataset: flights\nentity: {airport: origin}\ntimestamp: date\navailable_after: 18h\nfields:\n  n: {sql: count(*), window: 24h, type: integer}\n',
    'pipeline: flight-delay\nparams: {seed: 7, rounds: {type: integer, default: 300, min: 1}}\nsteps:\n  split:\n    uses: data/split\n    with: {data: "${{ steps.a.data }}", by: time, validation: 15%, test: 0.15, gap: 18h}\n  own:\n    run: python train.py ${{ params.seed }}\n    inputs: {code: train.py, data: {from: "${{ steps.split.train }}", as: csv}}\n    outputs: {model: model.onnx}\n    python: {venv: .venv}\n    needs: [split]\n    if: ${{ params.seed > 1 }}\n    retries: 2\n    timeout: 15m\n    cache: false\n    matrix: {seed: [1, 2]}\n    env: {TOKEN: "${{ secrets.TOKEN }}"}\n',
  ];
  for (const text of clean) assert.deepEqual(problemsOf(text), []);
});

test('an unknown key is shown on the key, with the key that was meant', () => {
  assert.deepEqual(only(dataset('timstamp: date')), ['unknown-key', 'timstamp', 'timestamp']);
  assert.deepEqual(only(dataset('columns: {a: {typ: integer}}')), ['unknown-key', 'typ', 'type']);
  assert.deepEqual(only(dataset('zzz: 1')), ['unknown-key', 'zzz']);
});

test('a misspelt key that is required is one problem, not two', () => {
  assert.deepEqual(only('dataset: flights\nsorce: a.csv\n'), ['unknown-key', 'sorce', 'source']);
  assert.deepEqual(only(step('use: data/split')), ['unknown-key', 'use', 'uses']);
});

test('a missing key is shown on what lacks it', () => {
  assert.deepEqual(only('dataset: flights\n'), ['missing-key', 'dataset']);
  assert.deepEqual(only(step('uses: data/split, with: {by: time}')), ['missing-key', 'with']);
  assert.deepEqual(only(step('needs: [b]')), ['missing-key', 'a']);
  assert.deepEqual(only(dataset('checks:\n  - name: x')), ['missing-key', 'name']);
});

test('a step without `with` lacks what its schema asks for', () => {
  const problems = problemsOf(step('uses: data/split'));
  assert.deepEqual(
    problems.map(({ code, data }) => [code, data?.missing]),
    [
      ['missing-key', 'data'],
      ['missing-key', 'by'],
    ],
  );
});

test('keys of another branch are said to belong there', () => {
  assert.deepEqual(only(step('uses: other, inputs: {}')), ['unknown-key', 'inputs']);
  assert.match(problemsOf(step('uses: other, inputs: {}'))[0]!.message, /goes with `run`, not with `uses`/);
  assert.match(problemsOf(step('uses: other, run: x'))[0]!.message, /`run` does not go with `uses`/);
});

test('a wrong type is shown on the value, with the value that was meant', () => {
  assert.deepEqual(only(dataset('columns: {a: {nullable: yes}}')), ['wrong-type', 'yes', 'true']);
  assert.deepEqual(only(dataset('description: 12')), ['wrong-type', '12', '"12"']);
  assert.deepEqual(only(dataset('key: id')), ['wrong-type', 'id', '[id]']);
  assert.deepEqual(only(dataset('reports:')), ['wrong-type', 'reports']);
  assert.deepEqual(only(dataset('timestamp:\n  a: 1\n  b: 2')), ['wrong-type', 'timestamp']);
  assert.deepEqual(only(step('run: x, timeout: 5')), ['wrong-type', '5']);
  assert.deepEqual(only('dataset: flights\nsource: 5\n'), ['wrong-type', '5', '"5"']);
});

test('values are judged by their list, their limits and their format', () => {
  assert.deepEqual(only(dataset('columns: {a: {type: timestmp}}')), ['not-one-of', 'timestmp', 'timestamp']);
  assert.deepEqual(only(step('run: x, retries: 1000')), ['out-of-range', '1000', '100']);
  assert.deepEqual(only(dataset('key: []')), ['out-of-range', '[]']);
  assert.deepEqual(only(step('run: x, timeout: 5 minutes')), ['bad-format', '5 minutes']);
  assert.deepEqual(only(dataset('checks: [{rows: a, allow: 150%}]')), ['bad-format', '150%']);
  assert.deepEqual(only(dataset('checks: [{rows: a, allow: 1.5}]')), ['bad-format', '1.5']);
  assert.deepEqual(only(dataset('key: [a, b, a]')), ['duplicate-value', 'a']);
  assert.deepEqual(only(step('uses: data/split, with: {data: x, by: tme}')), ['not-one-of', 'tme', 'time']);
});

test('names are written as SQL and expressions can hold them', () => {
  assert.deepEqual(only('dataset: Flights-2001\nsource: a\n'), ['bad-format', 'Flights-2001', 'flights_2001']);
  assert.deepEqual(only('pipeline: Flight Delay\nsteps: {a: {run: x}}\n'), [
    'bad-format',
    'Flight Delay',
    'flight-delay',
  ]);
  assert.deepEqual(only('pipeline: p\nsteps: {trainModel: {run: x}}\n'), ['bad-format', 'trainModel', 'train_model']);
});

test('an expression is a hole where one may stand, and a problem where not', () => {
  assert.deepEqual(problemsOf(step('run: x, retries: "${{ params.n }}", matrix: {a: "${{ params.list }}"}')), []);
  assert.deepEqual(problemsOf(step('run: x, timeout: "${{ params.n }}m"')), []);
  assert.deepEqual(only(step('run: x, retries: "${{ params.n }}0"')), ['wrong-type', '"${{ params.n }}0"']);
  assert.deepEqual(only(step('uses: "${{ params.x }}"')), ['bad-format', '"${{ params.x }}"']);
  assert.deepEqual(only('dataset: "${{ params.x }}"\nsource: a\n'), ['bad-format', '"${{ params.x }}"']);
  assert.deepEqual(problemsOf('dataset: a\nsource: ${{ env.ROOT }}\n'), []);
});

test('steps that the catalog does not have are not judged inside', () => {
  assert.deepEqual(problemsOf(step('uses: other/step, with: {anything: 1}')), []);
});

test('a project of a newer language is refused by its number', () => {
  assert.deepEqual(only('project: x\nlanguage: 2\n'), ['language-too-new', '2']);
  assert.deepEqual(only('project: x\nlanguage: 0\n'), ['out-of-range', '0', '1']);
});

test('an empty file lacks its first key', () => {
  const tree = parseTree('# nothing yet\n');
  assert.deepEqual(
    validateSpec('dataset', tree).map(({ code, data }) => [code, data?.missing]),
    [['missing-key', 'dataset']],
  );
});

test('in broken YAML nothing is missing, and only what stands before the break is judged', () => {
  assert.deepEqual(only('dataset: flights\nsource: "a.csv\ncolumns: 3\n'), ['yaml-syntax', '"']);
  const codes = problemsOf('dataset: flights\nkeep: cpy\nkey: [a\n').map(({ code }) => code);
  assert.deepEqual(codes, ['yaml-syntax', 'not-one-of']);
});

test('SQL that YAML cuts without an error is one problem, with quotes as fix', () => {
  const check = (text: string) => dataset(`checks: [{${text}}]`);
  assert.deepEqual(only(check('rows: a in (1, 2), allow: 1%')), ['sql-cut-by-yaml', 'a in (1, 2)', "'a in (1, 2)'"]);
  assert.deepEqual(only(check('expect: max(f(a, b), 2) > 1, name: n')), [
    'sql-cut-by-yaml',
    'max(f(a, b), 2) > 1',
    "'max(f(a, b), 2) > 1'",
  ]);
  assert.deepEqual(only(dataset("checks:\n  - rows: a like ' #%'")), [
    'sql-cut-by-yaml',
    "a like ' #%'",
    "'a like '' #%'''",
  ]);
  assert.deepEqual(problemsOf(dataset('checks:\n  - rows: a in (1, 2) # why (so\n  - {rows: "a in (1, 2)"}')), []);
  assert.deepEqual(only(dataset('checks:\n  - rows: "a" > 1'))[0], 'yaml-syntax');
});
