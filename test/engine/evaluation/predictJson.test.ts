import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predictJson } from '../../../engine/src/evaluation/predictJson.ts';
import { Failure } from '../../../engine/src/failure.ts';
import type { Signature } from '../../../engine/src/ports/learner.ts';
import type { ModelInput, OpenModel } from '../../../engine/src/ports/modelRuntime.ts';

const signature: Signature = {
  inputs: { distance: 'float', origin: 'string' },
  outputs: { late: { task: 'binary', label: 'boolean', classes: ['false', 'true'], probability: 'float' } },
};

/** Late from 500 miles on; a missing distance counts as none. */
const model = {
  async predict(inputs: Readonly<Record<string, Float32Array | readonly string[]>>) {
    const far = Float32Array.from(inputs['distance'] as Float32Array, (value) => (value >= 500 ? 1 : 0));
    return { late: far, late_probability: far.map((value) => value * 0.75) };
  },
} as unknown as OpenModel;

async function answers(...chunks: string[]): Promise<readonly string[]> {
  async function* stream() {
    yield* chunks;
  }
  return Array.fromAsync(predictJson(stream(), model, signature));
}

test('each line is answered with its own members, digit for digit', async () => {
  const line = '{"id": 9007199254740993, "distance": 600, "origin": "ORD"}';
  assert.deepEqual(await answers(`${line}\n`), [
    '{"id": 9007199254740993, "distance": 600, "origin": "ORD","predicted_late":true,"late_probability":0.75}',
  ]);
});

test('lines may be cut anywhere, blank ones are passed over, the last needs no end', async () => {
  const rows = await answers('{"distance": 1, "ori', 'gin": "A"}\n\n{"distance": null, "origin"', ': null}');
  assert.deepEqual(
    rows.map((row) => JSON.parse(row).predicted_late),
    [false, false],
  );
});

test('an array of rows is as good as lines', async () => {
  const rows = await answers('[{"distance": 900, "origin": "A"},\n', ' {"distance": true, "origin": 7}]');
  assert.deepEqual(
    rows.map((row) => JSON.parse(row).predicted_late),
    [true, false],
  );
});

test('what has come is answered before more is waited for', async () => {
  async function* never() {
    yield '{"distance": 1, "origin": "A"}\n';
    await new Promise(() => {});
  }
  const { value } = await predictJson(never(), model, signature)[Symbol.asyncIterator]().next();
  assert.equal(JSON.parse(value ?? '').predicted_late, false);
});

for (const [what, input, reason, named] of [
  ['no JSON', '{"distance": 1, "origin": "A"}\n{oops}\n', 'not-json', /Line 2/],
  ['no object', '5\n', 'not-a-row', /Row 1/],
  ['a row without an input', '{"distance": 1, "origin": "A"}\n{"distance": 1}\n', 'missing-input', /Row 2.*origin/],
  ['text where a number is expected', '{"distance": "far", "origin": "A"}', 'input-type', /row 1.*distance.*"far"/],
] as const)
  test(`${what} is refused by its line`, async () => {
    await assert.rejects(answers(input), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.reason, reason);
      assert.match(error.message, named);
      return true;
    });
  });

/** Doubles every number it is given, whatever its columns are called. */
function tableModel(seen: unknown[]): OpenModel {
  let types: Signature['inputs'] = {};
  const predict = async (inputs: Readonly<Record<string, ModelInput>>) => {
    seen.push([types, inputs]);
    const [first] = Object.values(inputs);
    return { prediction: Float64Array.from(first as Float64Array, (value) => value * 2) };
  };
  return {
    predict,
    table: {
      inputs: undefined,
      outputs: undefined,
      takes: (given: Signature['inputs']) => {
        types = given;
      },
      learn: async () => ({ prediction: { task: 'regression', label: 'float' } }),
    },
  } as unknown as OpenModel;
}

test('a model that takes any columns gets those of the rows, with their types and nulls', async () => {
  async function* stream() {
    yield '{"x": 0.1, "name": null, "on": true}\n{"x": null, "name": "b", "on": null}\n';
  }
  const seen: unknown[] = [];
  const nothing = { inputs: {}, outputs: {} };
  const lines = await Array.fromAsync(predictJson(stream(), tableModel(seen), nothing));
  assert.deepEqual(lines, [
    '{"x": 0.1, "name": null, "on": true,"prediction":0.2}',
    '{"x": null, "name": "b", "on": null,"prediction":null}',
  ]);
  assert.deepEqual(seen, [
    [
      { x: 'double', name: 'string', on: 'boolean' },
      { x: Float64Array.of(0.1, Number.NaN), name: [null, 'b'], on: Float64Array.of(1, Number.NaN) },
    ],
  ]);
});
