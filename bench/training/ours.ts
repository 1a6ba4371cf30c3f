// node ours.ts FOLDER TABLE THREADS: trains on a table that training.py made, and prints seconds and AUC as JSON.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSession } from '../../engine/src/adapters/onnx/session.ts';
import { startCrew } from '../../engine/src/adapters/trainer/startCrew.ts';
import { learnerNamed, learnerParams } from '../../engine/src/catalog/learners.ts';
import { boost } from '../../engine/src/learning/boost.ts';
import { memoryNeed } from '../../engine/src/learning/memoryNeed.ts';
import { exportModel } from '../../engine/src/learning/onnx/exportModel.ts';
import { boostingParams } from '../../engine/src/learning/params.ts';
import { type InputColumn, Table } from '../../engine/src/learning/table.ts';
import { weightedRocAuc } from '../../engine/src/math/metrics/weighted.ts';

interface About {
  readonly columns: readonly InputColumn[];
  readonly rows: Readonly<Record<string, number>>;
}

process.env['ORT_DISABLE_TELEMETRY'] = '1';
const [folder = '', name = '', threads = '1'] = process.argv.slice(2);
const about = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as About;
const flights = name === 'flights';
const given = flights ? { rounds: 300, max_leaves: 63, early_stopping: 20 } : { rounds: 100, max_leaves: 31 };
const params = boostingParams(learnerParams(learnerNamed('gradient-boosting'), given));

const train = rowsOf('train');
const validation = flights ? rowsOf('validation') : { columns: [], labels: new Uint8Array() };
const shape = {
  columns: about.columns,
  trainRows: train.labels.length,
  validationRows: validation.labels.length,
};

const start = performance.now();
const crew = await startCrew({
  bytes: memoryNeed({ shape, scores: 1, maxLeaves: params.maxLeaves }),
  threads: Number(threads),
});
const table = new Table(shape, crew);
for (const [i, values] of train.columns.entries()) table.values('train', i).set(values);
for (const [i, values] of validation.columns.entries()) table.values('validation', i).set(values);
const binned = table.bin(params);
const { ensemble, bestRound } = await boost({
  table: binned,
  arena: table.arena,
  crew,
  task: 'binary',
  classes: 2,
  goals: {
    train: { labels: train.labels, weights: undefined },
    validation: { labels: validation.labels, weights: undefined },
  },
  params,
});
const seconds = (performance.now() - start) / 1000;
crew.dismiss();

const test = rowsOf('test');
const { bytes } = exportModel({
  ensemble,
  columns: about.columns,
  target: 'y',
  output: { task: 'binary', label: 'boolean', classes: ['false', 'true'], probability: 'float' },
  producer: { name: 'bench', version: '1' },
});
const session = await openSession(bytes, 'model');
const inputs = about.columns.map((column, i) => [
  column.name,
  column.kind === 'numbers'
    ? Float32Array.from(test.columns[i]!)
    : Array.from(test.columns[i]!, (code) => column.categories[code] ?? ''),
]);
const answers = await session.run(Object.fromEntries(inputs), test.labels.length);
const auc = weightedRocAuc(test.labels, answers['y_probability'] as Float32Array);
console.log(JSON.stringify({ seconds, auc, rounds: bestRound }));

function rowsOf(part: string): { columns: (Float32Array | Int32Array)[]; labels: Uint8Array } {
  const { buffer, byteOffset } = readFileSync(join(folder, `${name}.${part}.bin`));
  const rows = about.rows[part]!;
  const at = (i: number) => byteOffset + 4 * i * rows;
  return {
    columns: about.columns.map(({ kind }, i) =>
      kind === 'numbers' ? new Float32Array(buffer, at(i), rows) : new Int32Array(buffer, at(i), rows),
    ),
    labels: Uint8Array.from(new Float32Array(buffer, at(about.columns.length), rows)),
  };
}
