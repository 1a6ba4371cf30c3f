import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import {
  asText,
  EvaluationError,
  evaluate,
  evaluateTemplate,
} from '../../../../engine/src/language/expressions/evaluate.ts';
import { parseExpression } from '../../../../engine/src/language/expressions/parse.ts';
import { Secret } from '../../../../engine/src/language/expressions/secret.ts';
import { parseTemplate } from '../../../../engine/src/language/expressions/template.ts';

const contexts = {
  params: { n: 3, x: 0.5, name: 'a', on: true, none: null, list: [1, 2, 3] },
  steps: {
    train: { model: { kind: 'model', sha256: 'abc' }, metrics: { roc_auc: 0.7, 'odd name': 1 } },
    skipped: { data: null },
  },
  secrets: { TOKEN: new Secret('s3cret') },
};

function computed(text: string): unknown {
  const { ast, problems } = parseExpression(text);
  assert.deepEqual(problems, []);
  const value = evaluate(ast!, contexts);
  return value instanceof EvaluationError ? `${value.start}-${value.end}: ${value.message}` : value;
}

function values(cases: Readonly<Record<string, unknown>>): void {
  for (const [text, expected] of Object.entries(cases)) assert.deepEqual(computed(text), expected, text);
}

test('literals, members and operators by precedence', () => {
  values({
    "'it''s'": "it's",
    '"say ""x"""': 'say "x"',
    '1 + 2 * 3': 7,
    '(1 + 2) * 3': 9,
    '-2 - -3': 1,
    '7 % 4 / 2': 1.5,
    '1e3': 1000,
    'params.n > 2 && !(params.x >= 1) || false': true,
    "params['name'] == 'a'": true,
    'params.list[2]': 3,
    "steps.train.metrics['odd name']": 1,
    'steps.train.model == steps.train.model': true,
    '1 == "1"': false,
    "'a' < 'b'": true,
    true: true,
  });
});

test('functions', () => {
  values({
    "if(params.on, 'yes', 1 / 0)": 'yes',
    'len(params.list)': 3,
    "len('aü😀')": 3,
    'len(params)': 6,
    'min(3, params.x, 2)': 0.5,
    'max(params.list)': 3,
    'min(params.list[0], 1)': 1,
    'contains(params.list, 2)': true,
    "contains('abc', 'bd')": false,
    'hash(\'a\') == hash("a")': true,
    "hash('a')": 'ac8d8342bbb2362d13f0a559a3621bb407011368895164b628a54f7fc33fc43c',
    'always()': true,
  });
});

test('null: arithmetic, functions and members give null, order is false, equality compares', () => {
  values({
    'null + 1': null,
    '-params.none': null,
    'len(params.none)': null,
    'min(1, null)': null,
    'contains(params.list, null)': null,
    'if(null, 1, 2)': null,
    'if(true, null, 2)': null,
    'steps.skipped.data.anything[0]': null,
    'null < 1': false,
    'null >= null': false,
    '!(null < 1)': true,
    'null == null': true,
    'params.none != null': false,
    '0 == null': false,
  });
});

test('null in conditions follows SQL, so that what is not known is not met', () => {
  values({
    'null && false': false,
    'null && true': null,
    'true || null': true,
    'null || false': null,
    '!null': null,
    'false && 1 / 0 > 1': false,
  });
});

test('what has no value says why and where', () => {
  values({
    '1 / 0': '4-5: Division by zero',
    'params.gone': '0-11: There is no `gone` in it',
    'params.toString': '0-15: There is no `toString` in it',
    'params.list[3]': '12-13: The list has 3 items, counted from 0',
    'params.name + 1': '0-11: This is a text, not a number',
    '!params.n': '1-9: This is a number, not true or false',
    'params.n < params.name': '0-22: a number and a text have no order',
    'nothing.here': '0-7: There is no `nothing` here',
    '1e308 * 10': '0-10: The result is too large for a number',
    'nope(1)': '0-7: There is no function `nope`',
    'len(1, 2)': '0-9: It is written len(value)',
  });
});

test('a secret stands in no text, no JSON and no operation', () => {
  const secret = computed('secrets.TOKEN') as Secret;
  assert.equal(secret.reveal(), 's3cret');
  assert.ok(
    ![`${secret}`, JSON.stringify({ secret }), inspect(secret, { showHidden: true })].some((text) =>
      text.includes('s3cret'),
    ),
  );
  assert.match(String(computed("secrets.TOKEN == 's3cret'")), /compared with null only/);
  assert.match(String(computed('hash(secrets.TOKEN)')), /given to no function/);
  assert.match(String(computed('len(secrets.TOKEN)')), /given to no function/);
  assert.equal(computed('secrets.TOKEN != null'), true);
  const text = evaluateTemplate(parseTemplate('Bearer ${{ secrets.TOKEN }}'), contexts);
  assert.ok(text instanceof Secret && text.reveal() === 'Bearer s3cret', 'a text with a secret in it is a secret');
});

test('a whole scalar keeps its type, inside text it becomes text', () => {
  const of = (text: string) => evaluateTemplate(parseTemplate(text), contexts);
  assert.equal(of('${{ params.n }}'), 3);
  assert.deepEqual(of('  ${{ params.list }}\n'), [1, 2, 3]);
  assert.equal(of('n=${{ params.n }} ${{ params.none }}${{ params.list }}'), 'n=3 [1,2,3]');
  assert.equal(of('plain'), 'plain');
  assert.ok(of('a ${{ params.gone }}') instanceof EvaluationError);
  assert.equal(asText(0.1), '0.1');
});

type Tree = number | null | { readonly operator: string; readonly left: Tree; readonly right: Tree };

const trees = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.integer({ min: 0, max: 9 }),
    fc.constant(null),
    fc.record({ operator: fc.constantFrom('+', '-', '*', '/', '%'), left: tie('tree'), right: tie('tree') }),
  ),
})).tree;

function written(tree: Tree): string {
  return tree === null || typeof tree === 'number'
    ? String(tree)
    : `(${written(tree.left)} ${tree.operator} ${written(tree.right)})`;
}

/** Undefined where there is no value. */
function naive(tree: Tree): number | null | undefined {
  if (tree === null || typeof tree === 'number') return tree;
  const [a, b] = [naive(tree.left), naive(tree.right)];
  if (a === undefined || b === undefined) return undefined;
  if (a === null || b === null) return null;
  if ((tree.operator === '/' || tree.operator === '%') && b === 0) return undefined;
  const result = { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '%': a % b }[tree.operator]! + 0;
  return Number.isFinite(result) ? result : undefined;
}

test('property: arithmetic is that of a naive calculator', () => {
  fc.assert(
    fc.property(trees, (tree) => {
      const value = evaluate(parseExpression(written(tree)).ast!, {});
      const expected = naive(tree);
      if (expected === undefined) assert.ok(value instanceof EvaluationError);
      else assert.equal(value, expected);
    }),
  );
});

test('property: without parentheses, precedence and order are those of JavaScript', () => {
  const operators = fc.constantFrom('+', '-', '*');
  fc.assert(
    fc.property(
      fc.nat({ max: 99 }),
      fc.array(fc.tuple(operators, fc.nat({ max: 99 })), { maxLength: 12 }),
      (first, rest) => {
        const text = [first, ...rest.flat()].join(' ');
        const expected = new Function(`return ${text}`)() as number;
        assert.equal(evaluate(parseExpression(text).ast!, {}), expected);
      },
    ),
  );
});

test('property: three truth values combine as the table of SQL says', () => {
  const truths = [true, false, null];
  const least = (a: boolean | null, b: boolean | null) =>
    a === false || b === false ? false : a === null || b === null ? null : true;
  for (const a of truths) {
    for (const b of truths) {
      assert.equal(computed(`${a} && ${b}`), least(a, b));
      const negated = least(a === null ? null : !a, b === null ? null : !b);
      assert.equal(computed(`${a} || ${b}`), negated === null ? null : !negated);
    }
  }
});
