import { answersOf } from '../../learning/ensemble.ts';
import { parityBroken } from '../../learning/learningFailures.ts';
import type { SignatureOutput } from '../../ports/learner.ts';
import { openSession } from '../onnx/session.ts';
import type { ParitySample } from './paritySample.ts';

export interface ParityRequest {
  readonly bytes: Uint8Array;
  readonly target: string;
  readonly output: SignatureOutput;
  readonly sample: ParitySample;
  /** Raw scores of the trainer, a value a row of the part that was sampled. */
  readonly scores: readonly Float64Array[];
}

/** For a regression relative to the spread of its answers where that is above 1. */
const LIMIT = 1e-4;
const ROWS_AT_ONCE = 16_384;

/** Scores the sample through the exported bytes and compares; a `Failure` where they differ by more than 1e-4. */
export async function checkParity(request: ParityRequest): Promise<{ maxDifference: number; rows: number }> {
  const { bytes, target, output, sample, scores } = request;
  const session = await openSession(bytes, 'the exported model');
  const names = answerNames(target, output);
  const expected = answersOf(
    output.task,
    scores.map((score) => Float64Array.from(sample.rows, (row) => score[row]!)),
  );
  const scale = output.task === 'regression' ? Math.max(1, spread(expected[0]!)) : 1;
  let maxDifference = 0;
  try {
    for (let from = 0; from < sample.rows.length; from += ROWS_AT_ONCE) {
      const to = Math.min(sample.rows.length, from + ROWS_AT_ONCE);
      const inputs = Object.entries(sample.inputs).map(([name, values]) => [name, values.slice(from, to)]);
      const answers = await session.run(Object.fromEntries(inputs), to - from);
      for (const [k, name] of names.entries()) {
        const given = answers[name] as Float32Array;
        for (let i = 0; i < given.length; i++) {
          const difference = Math.abs(given[i]! - expected[k]![from + i]!) / scale;
          // NaN is a difference too.
          if (!(difference <= maxDifference)) maxDifference = difference;
        }
      }
    }
  } finally {
    await session.release();
  }
  if (!(maxDifference <= LIMIT)) throw parityBroken(maxDifference, LIMIT);
  return { maxDifference, rows: sample.rows.length };
}

function answerNames(target: string, { task, classes = [] }: SignatureOutput): readonly string[] {
  if (task === 'regression') return [target];
  if (task === 'binary') return [`${target}_probability`];
  return classes.map((name) => `${target}_probability_${name}`);
}

function spread(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
