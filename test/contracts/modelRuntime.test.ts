import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { onnxRuntime } from '../../engine/src/adapters/onnx/onnxRuntime.ts';
import { Failure } from '../../engine/src/failure.ts';
import { ML_DOMAIN, modelBytes, node, port, tensor } from '../../engine/src/learning/onnx/graph.ts';
import { MessageWriter } from '../../engine/src/learning/onnx/protobuf.ts';
import { onnxModel } from '../kit/onnxModel.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const runtime = onnxRuntime({ threads: 2 });

test('a model of ours says its inputs, outputs and signature, and predicts', async (t) => {
  const model = await opened(t, onnxModel(2));
  assert.deepEqual(model.inputs, [{ name: 'x', type: 'float', shape: [undefined] }]);
  assert.deepEqual(
    model.outputs.map(({ name, type }) => [name, type]),
    [
      ['late', 'boolean'],
      ['late_probability', 'float'],
    ],
  );
  assert.equal(model.signature?.outputs['late']?.task, 'binary');
  const { late, late_probability: probability } = await model.predict({ x: Float32Array.of(-1, 0.5) }, 2);
  assert.deepEqual([...(late as Float64Array)], [0, 1]);
  assert.ok(Math.abs((probability as Float32Array)[1]! - 1 / (1 + Math.exp(-1))) < 1e-6);
});

test('predictions asked at once come back each with its own answer, and the event loop goes on', async (t) => {
  const model = await opened(t, onnxModel(1));
  let turns = 0;
  const ticking = setInterval(() => turns++, 1);
  const rows = 400_000;
  const asked = [1, 2, 3].map((x) => model.predict({ x: new Float32Array(rows).fill(x) }, rows));
  const answers = await Promise.all(asked);
  clearInterval(ticking);
  for (const [i, answer] of answers.entries())
    assert.ok(Math.abs((answer['late_probability'] as Float32Array)[rows - 1]! - 1 / (1 + Math.exp(-i - 1))) < 1e-6);
  assert.ok(turns > 0);
});

test('rows shared among threads come back in their order', async (t) => {
  const model = await opened(
    t,
    foreign({
      nodes: [node('Identity', ['text'], ['text_out']), node('Identity', ['x'], ['x_out'])],
      inputs: [port('text', 'string', [undefined]), port('x', 'float', [undefined])],
      outputs: [port('text_out', 'string', [undefined]), port('x_out', 'float', [undefined])],
    }),
  );
  const text = Array.from({ length: 9001 }, (_, row) => `row ${row}`);
  const x = Float32Array.from(text, (_, row) => row);
  const answers = await model.predict({ text, x }, 9001);
  assert.deepEqual(answers, { text_out: text, x_out: x });
});

test('no rows give no answers', async (t) => {
  const model = await opened(t, onnxModel(1));
  const answer = await model.predict({ x: new Float32Array() }, 0);
  assert.equal(answer['late_probability']?.length, 0);
});

test('columns of shape [N, 1] and of other types of numbers and texts are fed', async (t) => {
  const types = ['float', 'int64', 'boolean', 'string'] as const;
  const model = await opened(
    t,
    foreign({
      nodes: types.map((type) => node('Identity', [type], [`${type}_out`])),
      inputs: types.map((type) => port(type, type, [undefined, 1])),
      outputs: types.map((type) => port(`${type}_out`, type, [undefined, 1])),
    }),
  );
  assert.deepEqual(model.inputs[0]!.shape, [undefined, 1]);
  assert.equal(model.signature, undefined);
  const given = {
    float: Float32Array.of(1.5, -2),
    int64: Float32Array.of(3, 4),
    boolean: Float32Array.of(0, 1),
    string: ['a', ''],
  };
  const answers = await model.predict(given, 2);
  assert.deepEqual(
    Object.values(answers).map((values) => [...values]),
    [
      [1.5, -2],
      [3, 4],
      [0, 1],
      ['a', ''],
    ],
  );
  await refused(model.predict({ ...given, int64: Float32Array.of(3, Number.NaN) }, 2), 'model-input', /int64.*row 2/s);
  await refused(model.predict({ ...given, string: Float32Array.of(1, 2) }, 2), 'model-input', /string/);
  await refused(model.predict({ float: given.float }, 2), 'missing-input', /int64/);
});

test('one matrix of inputs is reported, and not fed by column', async (t) => {
  const model = await opened(
    t,
    foreign({
      nodes: [node('Identity', ['X'], ['Y'])],
      inputs: [port('X', 'float', [undefined, 4])],
      outputs: [port('Y', 'float', [undefined, 4])],
    }),
  );
  assert.deepEqual(model.inputs, [{ name: 'X', type: 'float', shape: [undefined, 4] }]);
  await refused(model.predict({ X: new Float32Array(4) }, 4), 'model-input', /\[N, 4\]/);
});

test('maps of probabilities, as scikit-learn exports them, are refused with the way out', (t) => {
  const classifier = node('ZipMap', ['X'], ['maps'], { classlabels_strings: { strings: ['a', 'b'] } }, ML_DOMAIN);
  const element = new MessageWriter().int(1, 8).bytes(2, new MessageWriter().bytes(1, new MessageWriter().int(1, 1)));
  const sequence = new MessageWriter().bytes(1, new MessageWriter().bytes(5, element));
  const output = new MessageWriter().text(1, 'maps').bytes(2, new MessageWriter().bytes(4, sequence));
  const bytes = foreign({ nodes: [classifier], inputs: [port('X', 'float', [undefined, 2])], outputs: [output] });
  return refused(openFile(t, bytes), 'not-a-model', /ZipMap/);
});

test('what is no model is refused: absent, empty, text, cut', async (t) => {
  await refused(runtime.open(join(temporaryFolder(t), 'absent.onnx')), 'not-a-model', /absent\.onnx/);
  const whole = onnxModel(1);
  for (const bytes of [new Uint8Array(), new TextEncoder().encode('a,b\n1,2\n'), whole.subarray(0, whole.length - 30)])
    await refused(openFile(t, bytes), 'not-a-model', /model\.onnx/);
});

test('weights in another file are refused', (t) => {
  const outside = new MessageWriter()
    .int(1, 1)
    .int(2, 1)
    .text(8, 'w')
    .bytes(13, new MessageWriter().text(1, 'location').text(2, '/etc/passwd'))
    .int(14, 1);
  const bytes = foreign({
    nodes: [node('Mul', ['x', 'w'], ['y'])],
    constants: [outside],
    inputs: [port('x', 'float', [undefined])],
    outputs: [port('y', 'float', [undefined])],
  });
  return refused(openFile(t, bytes), 'not-a-model', /another file.*\/etc\/passwd/);
});

test('an operator that ONNX Runtime does not have is refused by name', (t) => {
  const bytes = foreign({
    nodes: [node('Frobnicate', ['x'], ['y'])],
    inputs: [port('x', 'float', [undefined])],
    outputs: [port('y', 'float', [undefined])],
  });
  return refused(openFile(t, bytes), 'not-a-model', /Frobnicate/);
});

test('a graph that fails on its rows says so, and the model goes on', async (t) => {
  const model = await opened(
    t,
    foreign({
      nodes: [node('Reshape', ['x', 'three'], ['y'])],
      constants: [tensor('three', 'int64', [1], [3])],
      inputs: [port('x', 'float', [undefined])],
      outputs: [port('y', 'float', [3])],
    }),
  );
  await refused(model.predict({ x: new Float32Array(2) }, 2), 'model-run', /model\.onnx/);
  assert.deepEqual([...(await model.predict({ x: Float32Array.of(1, 2, 3) }, 3))['y']!], [1, 2, 3]);
});

interface Graph {
  readonly nodes: readonly MessageWriter[];
  readonly constants?: readonly MessageWriter[];
  readonly inputs: readonly MessageWriter[];
  readonly outputs: readonly MessageWriter[];
}

function foreign(graph: Graph): Uint8Array {
  const producer = { name: 'test', version: '1' };
  return modelBytes({
    name: 'foreign',
    producer,
    irVersion: 8,
    opset: 17,
    mlOpset: 3,
    constants: [],
    metadata: {},
    ...graph,
  });
}

function openFile(t: TestContext, bytes: Uint8Array) {
  const file = join(temporaryFolder(t), 'model.onnx');
  writeFileSync(file, bytes);
  return runtime.open(file);
}

async function opened(t: TestContext, bytes: Uint8Array) {
  const model = await openFile(t, bytes);
  t.after(() => model.close());
  return model;
}

async function refused(work: Promise<unknown>, reason: string, message: RegExp): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.reason, reason);
    assert.match(error.message, message);
    return true;
  });
}
