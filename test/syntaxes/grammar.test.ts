import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import type { IGrammar, StateStack } from 'vscode-textmate';

const require = createRequire(import.meta.url);
const { INITIAL, parseRawGrammar, Registry } = require('vscode-textmate') as typeof import('vscode-textmate');
const oniguruma = require('vscode-oniguruma') as typeof import('vscode-oniguruma');

const GRAMMAR = new URL('../../syntaxes/modelyard.tmLanguage.json', import.meta.url);

let grammar: IGrammar;

before(async () => {
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm);
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner([...patterns]),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => parseRawGrammar(readFileSync(GRAMMAR, 'utf8'), 'modelyard.tmLanguage.json'),
  });
  const loaded = await registry.loadGrammar('source.modelyard');
  assert.ok(loaded);
  grammar = loaded;
});

interface Scoped {
  readonly text: string;
  readonly scopes: readonly string[];
}

function scoped(text: string): readonly Scoped[] {
  let state: StateStack = INITIAL;
  return text
    .replace(/^\n/, '')
    .split('\n')
    .flatMap((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      return tokens.map(({ startIndex, endIndex, scopes }) => ({ text: line.slice(startIndex, endIndex), scopes }));
    });
}

/** The innermost scope of each piece that is asked for, in the order of the text. */
function has(text: string, wanted: readonly (readonly [piece: string, scope: string])[]): void {
  const all = scoped(text);
  let from = 0;
  for (const [piece, scope] of wanted) {
    const index = all.findIndex((each, at) => at >= from && each.text.trim() === piece);
    assert.notEqual(
      index,
      -1,
      `no piece \`${piece}\` after ${JSON.stringify(all.slice(0, from).at(-1)?.text)} in ${all.map((each) => JSON.stringify(each.text)).join(' ')}`,
    );
    const { scopes } = all[index]!;
    assert.ok(
      scopes.some((each) => each.startsWith(scope)),
      `\`${piece}\` is ${scopes.join(' ')}`,
    );
    from = index + 1;
  }
}

test('keys, kinds and plain values', () =>
  has(
    `
dataset: flights   # why
"odd key": 7
tags: [a b, 1.5, true]
columns: {date: {type: timestamp, nullable: false}}
gap: 18h
share: 15%
text: 'it''s'
other: &x ~
again: *x
`,
    [
      ['dataset', 'storage.type.kind'],
      ['flights', 'entity.name.type'],
      ['# why'.slice(1).trim(), 'comment.line'],
      ['"odd key"', 'entity.name.tag'],
      ['7', 'constant.numeric'],
      ['a b', 'string.unquoted'],
      ['1.5', 'constant.numeric'],
      ['true', 'constant.language.boolean'],
      ['date', 'entity.name.tag'],
      ['timestamp', 'string.unquoted'],
      ['false', 'constant.language.boolean'],
      ['18h', 'constant.numeric.quantity'],
      ['15%', 'constant.numeric.quantity'],
      ['it', 'string.quoted.single'],
      ["''", 'constant.character.escape'],
      ['&x', 'entity.name.type.anchor'],
      ['~', 'constant.language.null'],
      ['*x', 'variable.other.alias'],
    ],
  ));

test('expressions in plain, quoted and block text', () =>
  has(
    `
a: \${{ steps.train.metrics['f1'] > min(0.5, params.x) }}
b: "x \${{ env.ROOT }} y"
c: {d: "\${{ true }}"}
run: |
  python x.py --n \${{ params.n }}
e: plain \${{ run.id }} text
`,
    [
      ['${{', 'punctuation.section.embedded.begin'],
      ['steps', 'variable.language.context'],
      ['train', 'variable.other.property'],
      ["'f1'", 'string.quoted.expression'],
      ['>', 'keyword.operator.expression'],
      ['min', 'support.function.expression'],
      ['0.5', 'constant.numeric.expression'],
      ['}}', 'punctuation.section.embedded.end'],
      ['env', 'variable.language.context'],
      ['y', 'string.quoted.double'],
      ['true', 'constant.language.expression'],
      ['|', 'keyword.control.flow.block-scalar'],
      ['python x.py --n', 'string.unquoted.block'],
      ['params', 'variable.language.context'],
      ['plain', 'string.unquoted.plain'],
      ['run', 'variable.language.context'],
      ['text', 'string.unquoted.plain'],
    ],
  ));

test('SQL in plain, quoted and block values', () =>
  has(
    `
checks:
  - name: a
    rows: upper(origin) <> 'x y' and delay > 15   # note
  - expect: count(*) > 10
    name: select
  - rows: |
      -- why
      "odd name" in (1, 2)

      or b::int = \${{ params.n }}
    allow: 1%
  - {rows: "a is null", allow: 1%}
  - {where: a between 1 and 2, name: b}
`,
    [
      ['rows', 'entity.name.tag'],
      ['upper', 'support.function.sql'],
      ['origin', 'variable.other.column.sql'],
      ['<>', 'keyword.operator.sql'],
      ["'x y'", 'string.quoted.single.sql'],
      ['and', 'keyword.other.sql'],
      ['15', 'constant.numeric.sql'],
      ['note', 'comment.line'],
      ['count', 'support.function.sql'],
      ['name', 'entity.name.tag'],
      ['select', 'string.unquoted'],
      ['-- why', 'comment.line.double-dash.sql'],
      ['"odd name"', 'variable.other.quoted.sql'],
      ['in', 'keyword.other.sql'],
      ['or', 'keyword.other.sql'],
      ['int', 'storage.type.sql'],
      ['params', 'variable.language.context'],
      ['allow', 'entity.name.tag'],
      ['1%', 'constant.numeric.quantity'],
      ['is', 'keyword.other.sql'],
      ['1%', 'constant.numeric.quantity'],
      ['between', 'keyword.other.sql'],
      ['name', 'entity.name.tag'],
      ['b', 'string.unquoted'],
    ],
  ));

test('label and columns of a step are SQL, columns of a dataset are not', () => {
  has(
    `
steps:
  examples:
    with:
      label:
        late: delay > 15
      columns:
        hour: hour(date)
        # about it
        day: "dayofweek(date)"
      by: and
`,
    [
      ['late', 'entity.name.tag'],
      ['>', 'keyword.operator.sql'],
      ['hour', 'entity.name.tag'],
      ['hour', 'support.function.sql'],
      ['day', 'entity.name.tag'],
      ['dayofweek', 'support.function.sql'],
      ['by', 'entity.name.tag'],
      ['and', 'string.unquoted'],
    ],
  );
  has('columns:\n  date:\n    type: timestamp\n', [
    ['date', 'entity.name.tag'],
    ['timestamp', 'string.unquoted'],
  ]);
  has('    with: {label: {late: delay > 15}, by: time}', [
    ['late', 'entity.name.tag'],
    ['>', 'keyword.operator.sql'],
    ['by', 'entity.name.tag'],
  ]);
});

test('the marks of a merge conflict', () =>
  has('a: 1\n<<<<<<< HEAD\nb: 2\n=======\n>>>>>>> x\n', [
    ['<<<<<<< HEAD', 'markup.other.conflict'],
    ['b', 'entity.name.tag'],
    ['=======', 'markup.other.conflict'],
  ]));
