import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkExpression } from '../../../../engine/src/language/expressions/check.ts';
import { evaluate } from '../../../../engine/src/language/expressions/evaluate.ts';
import { parseExpression } from '../../../../engine/src/language/expressions/parse.ts';
import { references, stepsNamed } from '../../../../engine/src/language/expressions/references.ts';
import { parseTemplate } from '../../../../engine/src/language/expressions/template.ts';

/** The text that the only problem underlines, and its message. */
function fault(text: string): readonly [at: string, message: string] {
  const { ast, problems } = parseExpression(text);
  assert.equal(ast, undefined);
  assert.equal(problems.length, 1);
  return [text.slice(problems[0]!.start, problems[0]!.end), problems[0]!.message];
}

test('mistakes are shown where they are, with what to write', () => {
  const cases: readonly (readonly [text: string, at: string, message: RegExp])[] = [
    ['', '', /missing/],
    ['a ? b : c', '?', /if\(condition, then, else\)/],
    ['a = 1', '=', /==/],
    ['a & b', '&', /&&/],
    ['a and b', 'and', /&&/],
    ['not a', 'not', /!/],
    ['or', 'or', /\|\|/],
    ["'open", "'open", /never closed/],
    ['a.', '.', /name is missing/],
    ['a.1', '.', /name is missing/],
    ['(a', '', /`\)` is missing/],
    ['len(a b)', 'b', /`,` is missing/],
    ['a b', 'b', /cannot stand/],
    ['1 +', '', /value is missing/],
    ['1 < 2 < 3', '<', /&&/],
    ['{a: 1}', '{', /no maps/],
    ['12345678901234567890', '12345678901234567890', /digits/],
    ['a; b', ';', /means nothing/],
  ];
  for (const [text, at, message] of cases) {
    const [found, said] = fault(text);
    assert.equal(found, at, text);
    assert.match(said, message, text);
  }
});

test('offsets are those of the text, moved by the base', () => {
  const { ast } = parseExpression(' a.b + len(c) ', 10);
  assert.deepEqual([ast?.start, ast?.end], [11, 23]);
  assert.equal(parseExpression(' ? ', 10).problems[0]?.start, 11);
});

test('what an expression reads', () => {
  const of = (text: string) =>
    references(parseExpression(text).ast!).map(({ path, start, end }) => [path.join('/'), text.slice(start, end)]);
  assert.deepEqual(of("steps.a.metrics['f 1'] > params.x && len(steps.b[0].model) > 1"), [
    ['steps/a/metrics/f 1', "steps.a.metrics['f 1']"],
    ['params/x', 'params.x'],
    ['steps/b/0/model', 'steps.b[0].model'],
  ]);
  assert.deepEqual(of('steps.a[params.i].x'), [
    ['steps/a', 'steps.a'],
    ['params/i', 'params.i'],
  ]);
  assert.deepEqual(stepsNamed(parseExpression('steps.b.x + steps.a.y - steps.b.z').ast!), ['b', 'a']);
});

test('a scalar is cut into text and expressions', () => {
  const text = "a ${{ x }}-${{ '}}' }} b";
  const { segments, whole, problems } = parseTemplate(text);
  assert.deepEqual(
    segments.map((segment) => text.slice(segment.start, segment.end)),
    ['a ', '${{ x }}', '-', "${{ '}}' }}", ' b'],
  );
  assert.deepEqual([whole, problems], [false, []]);
  assert.equal(segments[1]?.kind === 'expression' && segments[1].ast?.start, 6);
  assert.ok(parseTemplate(' ${{ x }}\n').whole);
  assert.ok(!parseTemplate('${{ x }}${{ y }}').whole && !parseTemplate('x').whole && !parseTemplate('').whole);
});

test('an expression that is never closed is a problem at its beginning', () => {
  assert.deepEqual(
    parseTemplate('ab ${{ x').problems.map(({ start, end }) => [start, end]),
    [[3, 6]],
  );
  assert.deepEqual(
    parseTemplate("${{ 'x }} and more").problems.map(({ start }) => start),
    [4],
  );
});

test('property: any text is parsed, checked and evaluated without an exception', () => {
  const pieces = fc.constantFrom(
    'a',
    'params',
    '.',
    '[',
    ']',
    '(',
    ')',
    '1',
    '.5',
    "'",
    '"',
    '&&',
    '||',
    '!',
    '-',
    '==',
    '<',
    ',',
    ' ',
    'if(',
    'len(',
    'min(',
    'null',
    'true',
    '${{',
    '}}',
    '?',
    '\u0000',
    '😀',
    '__proto__',
    'constructor',
    'hash(',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 25 }), (parts) => {
      const text = parts.join('');
      parseTemplate(text);
      const { ast, problems } = parseExpression(text);
      assert.equal(ast === undefined, problems.length > 0);
      for (const { start, end } of problems) assert.ok(start >= 0 && start <= end && end <= text.length);
      if (ast === undefined) return;
      checkExpression(ast, { params: { kind: 'map', fields: { a: { kind: 'integer' } } } });
      evaluate(ast, { params: { a: 1 } });
    }),
    { numRuns: 3000 },
  );
});

test('long and deep texts are refused, not followed', () => {
  for (const text of [
    '('.repeat(1e5),
    '!'.repeat(1e5),
    'a['.repeat(1e5),
    'a.'.repeat(1e5),
    '1+'.repeat(1e5),
    'f('.repeat(1e5),
    `'${'x'.repeat(1e5)}`,
    '${{'.repeat(1e5),
  ]) {
    assert.ok(parseExpression(text).problems.length > 0);
    parseTemplate(text);
  }
  const { ast } = parseExpression(Array(900).fill('1').join('+'));
  assert.equal(evaluate(ast!, {}), 900);
});
