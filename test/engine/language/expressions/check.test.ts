import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkExpression } from '../../../../engine/src/language/expressions/check.ts';
import { parseExpression } from '../../../../engine/src/language/expressions/parse.ts';
import {
  type ContextTypes,
  either,
  fits,
  typeName,
  typeOf,
} from '../../../../engine/src/language/expressions/types.ts';

const contexts: ContextTypes = {
  params: {
    kind: 'map',
    fields: {
      rounds: { kind: 'integer' },
      rate: { kind: 'float' },
      name: { kind: 'string' },
      on: { kind: 'boolean' },
      list: { kind: 'list', items: { kind: 'integer' } },
    },
  },
  steps: {
    kind: 'map',
    fields: {
      train: {
        kind: 'map',
        fields: { model: { kind: 'model' }, metrics: { kind: 'map', fields: {}, rest: { kind: 'float' } } },
      },
      own: { kind: 'any' },
    },
  },
  secrets: { kind: 'map', fields: {}, rest: { kind: 'secret' } },
};

function check(text: string) {
  const { ast } = parseExpression(text);
  return checkExpression(ast!, contexts);
}

/** The type of a right expression. */
function typed(text: string): string {
  const { type, problems } = check(text);
  assert.deepEqual(problems, [], text);
  return typeName(type);
}

/** The code of the only problem, what it underlines and the likeliest name. */
function wrong(text: string): readonly (string | undefined)[] {
  const { problems } = check(text);
  assert.equal(problems.length, 1, `${text} ${JSON.stringify(problems)}`);
  const [{ code, start, end, candidates }] = problems as [(typeof problems)[number]];
  return candidates === undefined ? [code, text.slice(start, end)] : [code, text.slice(start, end), candidates[0]];
}

test('types follow the operators', () => {
  const cases = {
    'params.rounds * 2': 'integer',
    'params.rounds / 2': 'float',
    'params.rounds + params.rate': 'float',
    '-params.rate': 'float',
    'params.rounds > 1 && params.on': 'boolean',
    'steps.train.model': 'model',
    'steps.train.metrics.anything': 'float',
    'params.list[0]': 'integer',
    'params.list': 'list<integer>',
    'if(params.on, 1, 0.5)': 'float',
    'if(params.on, null, 1)': 'integer',
    "if(params.on, 'a', 1)": 'any',
    'min(params.list)': 'integer',
    'hash(params.name)': 'string',
    'steps.own.whatever[0].x': 'any',
    'null + 1': 'any',
    'params.name == null': 'boolean',
    'secrets.TOKEN': 'secret',
  };
  for (const [text, type] of Object.entries(cases)) assert.equal(typed(text), type, text);
});

test('unknown names are shown on the name, with the name that was meant first', () => {
  assert.deepEqual(wrong('param.rounds'), ['unknown-context', 'param', 'params']);
  assert.deepEqual(wrong('params.round'), ['unknown-param', 'round', 'rounds']);
  assert.deepEqual(wrong("params['round']"), ['unknown-param', "'round'", 'rounds']);
  assert.deepEqual(wrong('steps.trian.model'), ['unknown-step', 'trian', 'train']);
  assert.deepEqual(wrong('steps.train.modle'), ['unknown-output', 'modle', 'model']);
  assert.deepEqual(wrong('lenn(params.list)'), ['unknown-function', 'lenn', 'len']);
  assert.deepEqual(wrong('toString.x'), ['unknown-context', 'toString', 'params']);
});

test('operations that cannot be right are shown on what does not fit', () => {
  const cases = {
    'params.name > 1': 'params.name > 1',
    'params.name + 1': 'params.name + 1',
    'params.on - 1': 'params.on',
    '!params.rounds': 'params.rounds',
    'params.rounds && params.on': 'params.rounds',
    "params.rounds == 'a'": "params.rounds == 'a'",
    'params.on < params.on': 'params.on < params.on',
    'params.name.length': 'length',
    'params.list.x': 'x',
    "params.list['0']": "'0'",
    'params[params.name]': 'params.name',
    'len(1)': '1',
    'len()': 'len()',
    'if(params.name, 1, 2)': 'params.name',
    "contains('a', 1)": '1',
    'max(params.list, 1)': 'params.list',
    'hash(secrets.A)': 'secrets.A',
    "secrets.A == 'x'": "secrets.A == 'x'",
  };
  for (const [text, at] of Object.entries(cases)) assert.deepEqual(wrong(text), ['expression-type', at], text);
});

test('which types fit a place', () => {
  assert.ok(fits({ kind: 'integer' }, { kind: 'float' }) && !fits({ kind: 'float' }, { kind: 'integer' }));
  assert.ok(fits({ kind: 'any' }, { kind: 'table' }) && fits({ kind: 'null' }, { kind: 'table' }));
  assert.ok(!fits({ kind: 'list', items: { kind: 'string' } }, { kind: 'list', items: { kind: 'integer' } }));
  assert.deepEqual(typeOf([1, 2.5]), { kind: 'list', items: { kind: 'float' } });
  assert.deepEqual(either({ kind: 'string' }, { kind: 'integer' }), { kind: 'any' });
});
