import { ENDINGS } from '../../../../engine/src/language/kinds.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
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
      if (schema['x-name'] !== undefined && key === kind) return nameOfFile(ask);
      if (schema['x-value'] === 'table' || schema['x-value'] === 'model')
        return outputFor(ask, schema['x-value'], { key, step });
      switch (schema['x-reference']) {
        case 'dataset':
        case 'features':
        case 'pipeline':
          return project.names(schema['x-reference']).find((name) => name !== spot.file.name);
        case 'model':
          return modelName(project);
        default:
          return undefined;
      }
    },
  });
}

/** What the file, or the folder of a project, is called: `flights.dataset.yaml` is of `flights`. */
export function nameOfFile({ spot, kind }: Ask): string | undefined {
  if (kind === 'project') return asName(lastPart(spot.snapshot.root));
  const name = lastPart(spot.file.path);
  return name.endsWith(ENDINGS[kind]) ? name.slice(0, -ENDINGS[kind].length) || undefined : undefined;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function asName(text: string): string | undefined {
  const name = text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return name.replace(/^[^a-z]+|-$/g, '') || undefined;
}

/** The model that aliases point at, first. */
function modelName({ models }: Project): string | undefined {
  const [model] = models.values();
  const [alias] = model?.aliases.keys() ?? [];
  return model && (alias === undefined ? model.name : `${model.name}@${alias}`);
}
