import { readView } from '../../../../engine/src/data/features/view.ts';
import type { FeaturesSpec } from '../../../../engine/src/language/specs.generated.ts';
import { viewFile } from '../../../../engine/src/project/featureViews.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import { entriesAt, textAt } from '../../../../engine/src/project/read.ts';
import type { SpecFile } from '../../../../engine/src/project/specFile.ts';
import { examples } from '../../../../engine/src/project/tables.ts';
import { block, code, facts, listed, paragraphs, plain } from '../markdown.ts';
import type { Snapshot } from '../spot.ts';
import { usersOf } from './users.ts';

/** A feature view: what its fields are about, when its events are seen, and who joins it. */
export function viewDocs({ project }: Snapshot, name: string): string | undefined {
  const file = viewFile(project, name);
  if (file === undefined) return undefined;
  const fields = entriesAt(file.tree, ['fields']).map(([field]) => code(field));
  return paragraphs([
    `**feature view** ${code(name)}`,
    describedAt(file, []),
    aboutOf(file),
    facts([`fields ${listed(fields, 8)}`, hashOf(file)]),
    usersOf(project, { kind: 'view', name }),
  ]);
}

/** An entity of a view, and the column that holds it. */
export function entityDocs({ project }: Snapshot, view: string, name: string): string | undefined {
  const file = viewFile(project, view);
  const column = file && textAt(file.tree, ['entity', name]);
  return column === undefined ? undefined : `**entity** ${code(name)} of view ${code(view)}: column ${code(column)}`;
}

/** A field of a view: its SQL, what it looks back on, and who uses it. */
export function fieldDocs({ project }: Snapshot, view: string, name: string): string | undefined {
  const file = viewFile(project, view);
  if (file === undefined) return undefined;
  const at = (key: string) => textAt(file.tree, ['fields', name, key]);
  const [sql, window, ttl] = [at('sql'), at('window'), at('ttl')];
  return paragraphs([
    `**feature** ${code(name)} of view ${code(view)}: ${plain(at('type') ?? 'type not known')}`,
    describedAt(file, ['fields', name]),
    sql === undefined ? undefined : block('sql', sql),
    window === undefined
      ? facts(['latest value', ttl && `not older than ${code(ttl)}`])
      : `over the ${code(window)} before`,
    aboutOf(file),
    hashOf(file),
    joinedBy(project, view, name),
  ]);
}

/** Steps that join a field; one that names no fields joins all. */
function joinedBy(project: Project, view: string, field: string): string {
  const users = [...project.pipelines.values()].flatMap((pipeline) =>
    [...pipeline.steps.values()].flatMap((step) => {
      if (step.kind !== 'uses' || step.uses !== 'data/examples') return [];
      const joins = examples(step).features.filter(
        (join) => join.view === view && (join.fields?.includes(field) ?? true),
      );
      return joins.map(
        ({ prefix }) => `${code(`${pipeline.name}/${step.id}`)}${prefix === '' ? '' : ` as ${code(prefix + field)}`}`,
      );
    }),
  );
  return users.length === 0 ? 'Joined nowhere' : `Joined by ${listed(users)}`;
}

function describedAt({ tree }: SpecFile, path: readonly string[]): string | undefined {
  const text = textAt(tree, [...path, 'description']);
  return text === undefined ? undefined : plain(text);
}

function aboutOf({ tree }: SpecFile): string | undefined {
  const entities = entriesAt(tree, ['entity']).flatMap(([name, column]) =>
    typeof column === 'string' ? [`${code(name)} (${code(column)})`] : [],
  );
  const [dataset, after] = [textAt(tree, ['dataset']), textAt(tree, ['available_after'])];
  return facts([
    entities.length > 0 && `of ${listed(entities)}`,
    dataset && `events of ${code(dataset)}`,
    after ? `seen ${code(after)} after they happened` : 'seen as they happen',
  ]);
}

/** Of a view without errors: what is recorded with models that were trained on it. */
function hashOf({ problems, tree }: SpecFile): string | undefined {
  if (problems.some(({ severity }) => severity === 'error')) return undefined;
  return `definition ${code(readView(tree.value as unknown as FeaturesSpec).hash.slice(0, 8))}`;
}
