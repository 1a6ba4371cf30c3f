import type { Lineage, ResolvedDataset, StepFacts } from '../ports/step.ts';

/** What a value that was made of the datasets came from: the datasets, and below SQL the datasets of files that they read. */
export function lineageOf(datasets: readonly ResolvedDataset[]): Lineage {
  return Object.assign(
    {},
    ...datasets.map(({ name, version, rows, inputs }) => ({ [name]: { version, rows }, ...inputs })),
  );
}

/** The same for the record of a run. */
export function datasetsRead(datasets: readonly ResolvedDataset[]): NonNullable<StepFacts['datasets']> {
  return Object.entries(lineageOf(datasets)).map(([name, { version, rows }]) => ({ name, version, rows }));
}
