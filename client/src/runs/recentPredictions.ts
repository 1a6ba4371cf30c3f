import type { Memento } from 'vscode';
import type { PredictDefinition } from '../contributions.ts';

/** A prediction that was made in this workspace. */
export interface Prediction extends Pick<PredictDefinition, 'model' | 'input' | 'output'> {
  /** Address of the project's folder. */
  readonly root: string;
  /** Address of the rows. */
  readonly rows: string;
}

/** The newest first. */
export function recentPredictions(memento: Memento): readonly Prediction[] {
  return memento.get<readonly Prediction[]>(KEY, []);
}

export async function rememberPrediction(made: Prediction, memento: Memento): Promise<void> {
  const others = recentPredictions(memento).filter((one) => keyOf(one) !== keyOf(made));
  await memento.update(KEY, [made, ...others].slice(0, MOST));
}

const KEY = 'modelyard.predictions';
const MOST = 5;

function keyOf({ root, model, input }: Prediction): string {
  return `${root} ${model} ${input}`;
}
