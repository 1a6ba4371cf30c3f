import type { Column } from '../language/columnType.ts';
import { areComparable } from '../language/columnType.ts';
import { asNames, type Names } from '../project/columnNames.ts';
import { joinedFields, viewFile } from '../project/featureViews.ts';
import { pipelineOf } from '../project/ofFile.ts';
import { onceForEach } from '../project/onceForEach.ts';
import type { Project } from '../project/project.ts';
import { entriesAt, textAt } from '../project/read.ts';
import { ROW_ID, TIMESTAMP } from '../project/scoredColumns.ts';
import type { SpecFile } from '../project/specFile.ts';
import { type Examples, examples, type NamedJoin } from '../project/tables.ts';
import type { Family, Found } from './rule.ts';
import { unknownName } from './unknownName.ts';

/** Feature views as data/examples joins them. */
export const featureJoins: Family = {
  rules: [
    {
      code: 'unknown-field',
      title: 'The view has no such field',
      severity: 'error',
      pace: 'fast',
      docs: 'The names under `fields` are those of the view; without `fields` all of them are joined.',
    },
    {
      code: 'join-on',
      title: 'A join does not name the entities of its view',
      severity: 'error',
      pace: 'fast',
      docs: 'Rows find their events by the entities of the view: `on` names the column of the dataset for each of them, and nothing else.',
    },
    {
      code: 'join-types',
      title: 'An entity has different types in rows and events',
      severity: 'error',
      pace: 'slow',
      docs: 'A text never equals a number, so the join would find no event and all features would be empty. Write both columns as the same type.',
    },
    {
      code: 'join-without-time',
      title: 'Features are joined to rows without a timestamp',
      severity: 'error',
      pace: 'fast',
      docs: 'Features are joined as they were known at the timestamp of each row; without one there is no such moment. Say `timestamp:` in the dataset.',
    },
    {
      code: 'feature-name-taken',
      title: 'A feature has the name of another column',
      severity: 'error',
      pace: 'fast',
      docs: 'Fields become columns of the examples beside the inputs and the label, which differ in name. A view that is joined twice needs a `prefix` once.',
    },
  ],
  *check(project, file) {
    for (const step of pipelineOf(project, file)?.steps.values() ?? [])
      if (step.kind === 'uses' && step.uses === 'data/examples') yield* judge({ project, file, made: examples(step) });
  },
};

interface Site {
  readonly project: Project;
  readonly file: SpecFile;
  readonly made: Examples;
}

function* judge(site: Site): Generator<Found> {
  const { project, file, made } = site;
  if (made.features.length === 0) return;
  yield* time(site);
  for (const join of made.features) {
    const view = join.view === undefined ? undefined : viewFile(project, join.view);
    if (view === undefined || view.tree.brokenAt !== undefined) continue;
    yield* unknownFields(file, join, view);
    yield* entities(site, join, view);
  }
  yield* names(site);
}

function* time({ project, file, made }: Site): Generator<Found> {
  const dataset = made.dataset === undefined ? undefined : project.datasets.get(made.dataset);
  if (dataset === undefined || dataset.timestamp !== undefined || dataset.tree.brokenAt !== undefined) return;
  yield {
    code: 'join-without-time',
    file: file.path,
    range: file.tree.range([...made.step.path, 'with', 'features'], 'key'),
    message: `\`${dataset.name}\` has no \`timestamp\`, at which features could be known`,
  };
}

function* unknownFields(file: SpecFile, { fields = [], path }: NamedJoin, view: SpecFile): Generator<Found> {
  const known = fieldNames(view);
  for (const [index, field] of fields.entries())
    if (field !== undefined && !known.set.has(field))
      yield {
        code: 'unknown-field',
        file: file.path,
        range: file.tree.range([...path, 'fields', index]),
        ...unknownName('field', field, known.list),
      };
}

const fieldNames = onceForEach(
  ({ tree }: SpecFile): Names => asNames(entriesAt(tree, ['fields']).map(([name]) => name)),
);

function* entities({ project, file, made }: Site, { on, path }: NamedJoin, view: SpecFile): Generator<Found> {
  const wanted = entriesAt(view.tree, ['entity']);
  const names = wanted.map(([entity]) => entity);
  for (const entity of on.keys())
    if (!names.includes(entity))
      yield {
        code: 'join-on',
        file: file.path,
        range: file.tree.range([...path, 'on', entity], 'key'),
        ...unknownName('entity', entity, names),
      };
  const missing = names.filter((entity) => !on.has(entity));
  if (missing.length > 0 && file.tree.node([...path, 'on']) !== undefined)
    yield {
      code: 'join-on',
      file: file.path,
      range: file.tree.range([...path, 'on'], 'key'),
      message: `The view joins by ${missing.map((entity) => `\`${entity}\``).join(', ')} too`,
    };
  for (const [entity, column] of wanted) {
    const asked = columnNamed(project, made.dataset, on.get(entity));
    const event = columnNamed(project, textAt(view.tree, ['dataset']), column);
    if (asked === undefined || event === undefined || areComparable(asked.type, event.type)) continue;
    yield {
      code: 'join-types',
      file: file.path,
      range: file.tree.range([...path, 'on', entity]),
      message: `\`${asked.name}\` is ${asked.type} (${asked.sqlType}), and the view's \`${event.name}\` is ${event.type} (${event.sqlType})`,
    };
  }
}

function columnNamed(project: Project, dataset: string | undefined, name: unknown): Column | undefined {
  const fact = dataset === undefined ? undefined : project.facts.columns(dataset);
  return fact?.kind === 'known' ? fact.value.find((column) => column.name === name) : undefined;
}

function* names({ project, file, made }: Site): Generator<Found> {
  const taken = new Map<string, string>([
    [ROW_ID, 'the row id'],
    [TIMESTAMP, 'the timestamp'],
  ]);
  for (const column of made.columns) taken.set(column.name, 'an input');
  if (made.label !== undefined) taken.set(made.label.name, 'the label');
  for (const { join, column } of joinedFields(project, made)) {
    const other = taken.get(column);
    if (other !== undefined)
      yield {
        code: 'feature-name-taken',
        file: file.path,
        range: file.tree.range([...join.path, 'view']),
        message: `\`${column}\` is ${other} already; give this view a \`prefix\``,
      };
    taken.set(column, 'another feature');
  }
}
