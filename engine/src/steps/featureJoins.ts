import type { FeatureJoin } from '../data/features/joinFeatures.ts';
import { type FeatureView, readView } from '../data/features/view.ts';
import { readingOf } from '../data/sources/source.ts';
import type { FeatureHashes, ResolvedDataset, StepContext, Value } from '../ports/step.ts';

/** Features of a view with the dataset they are read from. */
export interface ResolvedJoin {
  readonly join: FeatureJoin;
  readonly dataset: ResolvedDataset;
}

/** An item of `features` as the schema has it. */
interface NamedJoin {
  readonly view: string;
  readonly on: Readonly<Record<string, string>>;
  readonly fields?: readonly string[];
  readonly prefix?: string;
}

/** The views that `features` names, with their datasets. */
export async function resolveJoins(
  value: Value | undefined,
  context: Pick<StepContext, 'dataset' | 'featureView'>,
): Promise<readonly ResolvedJoin[]> {
  const named = (value ?? []) as unknown as readonly NamedJoin[];
  const joins: ResolvedJoin[] = [];
  for (const { view: name, on, fields, prefix } of named) {
    const view = readView(context.featureView(name));
    const dataset = await context.dataset(view.dataset);
    const { key } = dataset.spec;
    joins.push({ dataset, join: { view, events: dataset.files, key, on, fields, prefix: prefix ?? '' } });
  }
  return joins;
}

/** All that decides the values of the features, beside the rows and the `with` of the step. */
export function joinsKey(joins: readonly ResolvedJoin[]): string {
  return JSON.stringify(
    joins.map(({ join, dataset }) => [
      join.view.hash,
      dataset.version,
      dataset.spec.key ?? null,
      readingOf(dataset.files),
    ]),
  );
}

export function hashesOf(joins: readonly ResolvedJoin[]): FeatureHashes {
  const views = new Map<string, FeatureView>(joins.map(({ join }) => [join.view.name, join.view]));
  return Object.fromEntries([...views].map(([name, view]) => [name, view.hash]));
}
