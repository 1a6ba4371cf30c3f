import { count } from '../../../engine/src/language/figures.ts';
import type { Predicted } from '../../../engine/src/operations/predict.ts';

/** Rows that went to standard output are the result themselves. */
export function predictedText({ rows, model, output }: Predicted): string {
  return output === '-' ? '' : `${count(rows)} rows predicted by ${model} into ${output}`;
}
