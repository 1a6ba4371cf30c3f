import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSession } from '../../../engine/src/adapters/onnx/session.ts';
import { answersOf, type ColumnValues, type Ensemble, scoreRows } from '../../../engine/src/learning/ensemble.ts';
import { exportModel } from '../../../engine/src/learning/onnx/exportModel.ts';
import { inspectModel } from '../../../engine/src/learning/onnx/inspect.ts';
import { MessageWriter, readFields } from '../../../engine/src/learning/onnx/protobuf.ts';
import { chainedNodeCount } from '../../../engine/src/learning/onnx/treeNodes.ts';
import type { InputColumn } from '../../../engine/src/learning/table.ts';
import type { SignatureOutput, Task } from '../../../engine/src/ports/learner.ts';
import type { ModelInput } from '../../../engine/src/ports/modelRuntime.ts';
import { mixedRows, numbers, trainRows } from '../../kit/boosting.ts';

process.env['ORT_DISABLE_TELEMETRY'] = '1';

const PRODUCER = { name: 'modelyard', version: '1' };
const OUTPUTS: Readonly<Record<Task, SignatureOutput>> = {
  binary: { task: 'binary', label: 'boolean', classes: ['false', 'true'], probability: 'float' },
  multiclass: { task: 'multiclass', label: 'string', classes: ['low', 'middle', 'hïgh'], probability: 'float' },
  regression: { task: 'regression', label: 'float' },
};

for (const task of ['binary', 'multiclass', 'regression'] as const)
  for (const encoding of ['chains', 'sets'] as const)
    test(`${task}, categories as ${encoding}: ONNX Runtime answers as the trainer, missing and unseen values included`, async () => {
      const { inputs, rows } = mixedRows(task, 4000);
      const { ensemble } = await trainRows({ task, inputs, train: rows, params: { rounds: 20 } });
      const { columns } = mixedRows(task, 3000, 8).rows;
      const { bytes, signature } = exportAs(ensemble, inputs, task, encoding);
      assert.deepEqual(signature.inputs, {
        a: 'float',
        b: 'float',
        c: 'float',
        few: 'float',
        small: 'string',
        large: 'string',
      });
      const answers = await answersFrom(bytes, feeds(inputs, columns), 3000);
      const expected = answersOf(task, scoreRows(ensemble, columns, 3000));
      for (const [k, name] of probabilityNames(task).entries())
        for (let row = 0; row < 3000; row++) {
          const size = task === 'regression' ? 1000 : 1;
          const difference = Math.abs((answers[name] as Float32Array)[row]! - expected[k]![row]!) / size;
          assert.ok(difference < 2e-6, `${name} of row ${row} differs by ${difference}`);
        }
      assert.deepEqual(
        labelsOf(task, [...(answers['y'] as Float32Array)].slice(0, 50)),
        labelsOf(task, expectedLabels(task, expected).slice(0, 50)),
      );
    });

test('integer classes come back as integers, and the classes may have any numbers', async () => {
  const { inputs, rows } = mixedRows('multiclass', 2000);
  const { ensemble } = await trainRows({ task: 'multiclass', inputs, train: rows, params: { rounds: 3 } });
  const output: SignatureOutput = {
    task: 'multiclass',
    label: 'integer',
    classes: ['-7', '0', '9007199254740993'],
    probability: 'float',
  };
  const { bytes } = exportModel({ ensemble, columns: inputs, target: 'y', output, producer: PRODUCER });
  const answers = await answersFrom(bytes, feeds(inputs, rows.columns), 2000);
  assert.deepEqual([...new Set(answers['y'] as Float64Array)].sort(), [-7, 0, 2 ** 53]);
});

test('the same model gives the same bytes', async () => {
  const make = async () => {
    const { inputs, rows } = mixedRows('binary', 1000);
    const { ensemble } = await trainRows({ task: 'binary', inputs, train: rows, params: { rounds: 3 } });
    return exportAs(ensemble, inputs, 'binary', 'chains').bytes;
  };
  assert.deepEqual(await make(), await make());
});

test('values on a bound, the next float and infinities take the side they took in training', async () => {
  const bound = Math.fround(0.1);
  const next = Math.fround(bound + 1e-8);
  const ensemble = stump({ threshold: [bound, 0, 0], missingLeft: [1, 0, 0] });
  assert.deepEqual(await stumpAnswers(ensemble, [bound, next, Number.NaN, -Infinity, Infinity]), [1, 2, 1, 1, 2]);
  const missing = stump({ threshold: [Infinity, 0, 0], missingLeft: [0, 0, 0] });
  assert.deepEqual(await stumpAnswers(missing, [5, Infinity, Number.NaN]), [1, 1, 2]);
});

test('a model without a tree answers its base', async () => {
  const ensemble: Ensemble = { task: 'regression', base: [7.5], trees: [] };
  assert.deepEqual(await stumpAnswers(ensemble, [1, Number.NaN]), [7.5, 7.5]);
});

test('a column without any category takes every text', async () => {
  const inputs: InputColumn[] = [...numbers('x'), { kind: 'categories', name: 'c', categories: [] }];
  const ensemble = stump({ threshold: [0, 0, 0], missingLeft: [0, 0, 0] });
  const { bytes } = exportModel({
    ensemble,
    columns: inputs,
    target: 'y',
    output: OUTPUTS.regression,
    producer: PRODUCER,
  });
  const answers = await answersFrom(bytes, { x: Float32Array.of(-1, 1), c: ['', 'any'] }, 2);
  assert.deepEqual([...(answers['y'] as Float32Array)], [1, 2]);
});

test('protocol buffer fields are read back as they were written', () => {
  const message = new MessageWriter()
    .int(1, 300)
    .int(2, -1)
    .text(3, 'é')
    .float(4, 1.5)
    .bytes(5, new MessageWriter().int(1, 2 ** 40));
  const read = [...readFields(message.finish())];
  assert.deepEqual(
    read.map(({ number, kind }) => [number, kind]),
    [
      [1, 'int'],
      [2, 'int'],
      [3, 'bytes'],
      [4, 'fixed'],
      [5, 'bytes'],
    ],
  );
  assert.equal(read[0]!.kind === 'int' && read[0]!.value, 300n);
  assert.equal(read[1]!.kind === 'int' && BigInt.asIntN(64, read[1]!.value), -1n);
});

test('a file that is no model is told from one, however it is cut', async () => {
  const whole = exportModel({
    ensemble: stump({ threshold: [0, 0, 0], missingLeft: [0, 0, 0] }),
    columns: numbers('x'),
    target: 'y',
    output: OUTPUTS.regression,
    producer: PRODUCER,
  }).bytes;
  assert.equal(inspectModel(whole).kind, 'model');
  for (const text of ['', 'PAR1', '{"a": 1}', 'not a model at all\n'.repeat(40)])
    assert.equal(inspectModel(new TextEncoder().encode(text)).kind, 'not-onnx');
  for (let length = 0; length < whole.length; length += 7)
    assert.ok(['not-onnx', 'model'].includes(inspectModel(whole.subarray(0, length)).kind));
});

test('a tensor in another file is found wherever it hides', () => {
  const tensor = new MessageWriter()
    .int(1, 4)
    .int(2, 1)
    .bytes(13, new MessageWriter().text(1, 'location').text(2, '../w.bin'))
    .int(14, 1);
  const constant = new MessageWriter()
    .text(4, 'Constant')
    .bytes(5, new MessageWriter().text(1, 'value').bytes(5, tensor));
  const nested = new MessageWriter().bytes(5, new MessageWriter().bytes(6, new MessageWriter().bytes(1, constant)));
  for (const graph of [
    new MessageWriter().bytes(5, tensor),
    new MessageWriter().bytes(1, constant),
    new MessageWriter().bytes(1, nested),
  ])
    assert.deepEqual(inspectModel(new MessageWriter().int(1, 8).bytes(7, graph).finish()), {
      kind: 'model',
      metadata: {},
      external: '../w.bin',
    });
});

function stump(root: { threshold: readonly number[]; missingLeft: readonly number[] }): Ensemble {
  return {
    task: 'regression',
    base: [0],
    trees: [
      {
        target: 0,
        round: 0,
        column: [0, -1, -1],
        categories: [undefined, undefined, undefined],
        left: [1, 0, 0],
        right: [2, 0, 0],
        value: [0, 1, 2],
        gain: [1, 0, 0],
        ...root,
      },
    ],
  };
}

async function stumpAnswers(ensemble: Ensemble, x: readonly number[]): Promise<number[]> {
  const { bytes } = exportModel({
    ensemble,
    columns: numbers('x'),
    target: 'y',
    output: OUTPUTS.regression,
    producer: PRODUCER,
  });
  const answers = await answersFrom(bytes, { x: Float32Array.from(x) }, x.length);
  return [...(answers['y'] as Float32Array)];
}

/** Sets are chosen for large models; copies of the trees that add nothing make it one. */
function exportAs(ensemble: Ensemble, columns: readonly InputColumn[], task: Task, encoding: 'chains' | 'sets') {
  const silent = ensemble.trees.map((tree) => ({ ...tree, value: tree.value.map(() => 0) }));
  const times = encoding === 'chains' ? 0 : Math.ceil(20_001 / chainedNodeCount(ensemble));
  const trees = [...ensemble.trees, ...Array.from({ length: times }, () => silent).flat()];
  const exported = exportModel({
    ensemble: { ...ensemble, trees },
    columns,
    target: 'y',
    output: OUTPUTS[task],
    producer: PRODUCER,
  });
  const inspection = inspectModel(exported.bytes);
  assert.equal(
    inspection.kind === 'model' && inspection.metadata['modelyard.oldest_onnxruntime'],
    encoding === 'chains' ? '1.13.0' : '1.20.0',
  );
  return exported;
}

async function answersFrom(bytes: Uint8Array, inputs: Readonly<Record<string, ModelInput>>, rows: number) {
  const session = await openSession(bytes, 'test');
  try {
    return await session.run(inputs, rows);
  } finally {
    await session.release();
  }
}

/** Codes outside of the categories alternate between '' (null) and a text that training has not seen. */
function feeds(inputs: readonly InputColumn[], columns: readonly ColumnValues[]): Record<string, ModelInput> {
  return Object.fromEntries(
    inputs.map((input, i) => {
      const values = columns[i]!;
      if (input.kind === 'numbers') return [input.name, Float32Array.from(values)];
      return [input.name, Array.from(values, (code, row) => input.categories[code] ?? (row % 2 ? '' : 'unseen'))];
    }),
  );
}

function probabilityNames(task: Task): readonly string[] {
  if (task === 'regression') return ['y'];
  return task === 'binary' ? ['y_probability'] : OUTPUTS.multiclass.classes!.map((name) => `y_probability_${name}`);
}

function expectedLabels(task: Task, answers: readonly Float64Array[]): (number | string)[] {
  const [first] = answers as readonly [Float64Array];
  if (task === 'regression') return [...first];
  if (task === 'binary') return [...first].map((p) => Number(p > 0.5));
  return [...first].map((_, row) => {
    const shares = answers.map((answer) => answer[row]!);
    return OUTPUTS.multiclass.classes![shares.indexOf(Math.max(...shares))]!;
  });
}

function labelsOf(task: Task, labels: readonly (number | string)[]): readonly (number | string)[] {
  return task === 'regression' ? labels.map((label) => Math.round(Number(label))) : labels;
}
