import type { SinkColumn, Values } from '../ports/dataSource.ts';
import type { SignatureOutput } from '../ports/learner.ts';
import { columnCollector } from './collect.ts';
import { predictRows } from './predictRows.ts';
import { answerValues, LABEL_TYPES } from './predictTable.ts';
import { scoredFrom } from './scoredFrom.ts';
import { keepItems, rowNumbers, type ScoredTable, type ScoringRequest, typed } from './scoring.ts';
import { writeRows } from './writeRows.ts';

/**
 * As `scoreTable`, of a model that names classes and gives no probabilities: the file has no `score`. Whole numbers may be classes or
 * quantities, which their values tell as those of any table of predictions do.
 */
export async function scoreLabels(
  request: ScoringRequest,
  [name, output]: readonly [string, SignatureOutput],
): Promise<ScoredTable> {
  const columns = columnsOf(request, output);
  const sink = await request.data.sink(request.file, columns, 'parquet');
  const sqlType = LABEL_TYPES[output.label];
  const labels = columnCollector();
  const said = columnCollector();
  const slices = request.slices.map(() => columnCollector());
  const rows = await writeRows(predictRows({ ...request, keep: keepItems(request, output) }), {
    sink,
    progress: (written) => request.progress?.(written),
    columnsOf(part, before) {
      const truth = part.kept['label'] as Values;
      const answers = answerValues(part.outputs[name], { name, output: name, sqlType });
      labels.add(truth);
      said.add(textsOf(answers, output));
      const sliced = request.slices.map((_, index) => part.kept[`slice_${index}`] as Values);
      for (const [index, values] of sliced.entries()) slices[index]?.add(values);
      const extras = request.extras.map((_, index) => part.kept[`extra_${index}`] as Values);
      const ids = part.kept['row_id'] ?? rowNumbers(before, part.rows);
      return [ids, typed(truth, output), answers, noScores(part.rows), ...extras, ...sliced];
    },
  });
  const sliced = slices.map((slice, index) => ({ name: request.slices[index]!, values: coded(slice) }));
  const task = output.classes === undefined ? undefined : output.task;
  const [target, prediction] = [labels, said].map((one) => asLabels(one, output)) as [Values, Values];
  return { rows, output, columns, scored: scoredFrom({ target, prediction, task, scores: [], slices: sliced }) };
}

function columnsOf(request: ScoringRequest, output: SignatureOutput): readonly SinkColumn[] {
  const sqlType = LABEL_TYPES[output.label];
  return [
    { name: 'row_id', sqlType: 'VARCHAR' },
    { name: 'label', sqlType },
    { name: 'prediction', sqlType },
    { name: 'score', sqlType: 'DOUBLE' },
    ...request.extras,
    ...request.slices.map((name) => ({ name, sqlType: 'VARCHAR' })),
  ];
}

function textsOf(values: Values, { label }: SignatureOutput): Values {
  if (values.kind !== 'numbers') return values;
  const text = (value: number) => (label === 'boolean' ? String(value !== 0) : String(value));
  return { kind: 'texts', values: Array.from(values.values, (value) => (Number.isNaN(value) ? null : text(value))) };
}

type Collected = ReturnType<typeof columnCollector>;

function coded(collected: Collected): Values {
  const { codes, dictionary } = collected.result();
  return { kind: 'codes', values: codes, dictionary };
}

/** Whole numbers are numbers again, of which their values tell whether they are classes. */
function asLabels(collected: Collected, { label }: SignatureOutput): Values {
  const values = coded(collected);
  if (label !== 'integer' || values.kind !== 'codes') return values;
  const numbers = values.dictionary.map(Number);
  return { kind: 'numbers', values: Float64Array.from(values.values, (code) => numbers[code] ?? Number.NaN) };
}

function noScores(rows: number): Values {
  return { kind: 'numbers', values: new Float64Array(rows).fill(Number.NaN) };
}
