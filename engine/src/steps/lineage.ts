import type { Lineage, ResolvedDataset, StepFacts } from '../ports/step.ts';

/** What a value that was made of the dataset came from: the dataset, and below SQL the datasets of files that it reads. */
export function lineageOf({ name, version, rows, inputs }: ResolvedDataset): Lineage {
  return { [name]: { version, rows }, ...inputs };
}

/** The same for the record of a run. */
export function datasetsRead(dataset: ResolvedDataset): NonNullable<StepFacts['datasets']> {
  return Object.entries(lineageOf(dataset)).map(([name, { version, rows }]) => ({ name, version, rows }));
}
