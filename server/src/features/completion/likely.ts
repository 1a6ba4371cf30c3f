import { ENDINGS } from '../../../../engine/src/language/kinds.ts';
import type { Ask } from './ask.ts';
import { outputFor } from './expressionValues.ts';
import { Skeleton } from './skeleton.ts';

/** A skeleton whose placeholders are what is likeliest at the place: the name of the file, outputs of steps, names of the project. */
export function skeleton(ask: Ask, uses?: string): Skeleton {
  const { kind, where, spot } = ask;
  const { project } = spot.snapshot;
  return new Skeleton({
    kind,
    flow: where.flow,
    likely(schema, key, step = uses) {
      if (schema['x-name'] !== undefined && key === kind) return nameOfFile(spot.file.path, kind);
      if (schema['x-value'] === 'table' || schema['x-value'] === 'model')
        return outputFor(ask, schema['x-value'], { key, step });
      const names = { dataset: project.names('dataset'), features: project.names('features') };
      return names[schema['x-reference'] as keyof typeof names]?.[0];
    },
  });
}

/** What the name of a file promises: `flights.dataset.yaml` is of `flights`. */
export function nameOfFile(path: string, kind: Ask['kind']): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (kind === 'project') return undefined;
  return name.endsWith(ENDINGS[kind]) ? name.slice(0, -ENDINGS[kind].length) || undefined : undefined;
}
