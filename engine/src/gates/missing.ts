import type { GateAnswer } from '../ports/gate.ts';
import type { ModelVersion } from '../ports/modelRegistry.ts';
import { unknown } from './answers.ts';

/** A version that carries no scores: nobody measured it when it was registered. */
export function scoresMissing({ name, version }: ModelVersion): GateAnswer {
  return unknown(
    'scores-missing',
    `${name}:${version} carries no scores of test rows`,
    'Measure the model with model/evaluate before model/register, and promote the version that it registers.',
  );
}

/** A version of an older Modelyard, one whose predictions were measured and not the model, or one that was registered from a file. */
export function testRowsMissing({ name, version, pipeline }: ModelVersion): GateAnswer {
  return unknown(
    'test-rows-missing',
    `${name}:${version} does not carry the test rows that it was measured on`,
    pipeline === undefined
      ? 'Measure the model in a pipeline, by model/evaluate with `data` before model/register, and promote the version that it registers.'
      : `Run \`modelyard run ${pipeline}\` again, with \`data\` in its model/evaluate, and promote the version that it registers: the same model is kept, with its test rows.`,
  );
}
