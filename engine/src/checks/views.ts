import type { Column, ColumnType } from '../language/columnType.ts';
import { isRecord } from '../language/isRecord.ts';
import type { Path } from '../language/tree.ts';
import { onceForEach } from '../project/onceForEach.ts';
import type { Project } from '../project/project.ts';
import { entriesAt, isList, textAt, valueAt } from '../project/read.ts';
import type { SpecFile } from '../project/specFile.ts';
import { arePipelinesWhole } from '../project/wholeFiles.ts';
import type { Family, Found } from './rule.ts';
import { notATime } from './timeColumn.ts';

/** Feature views beside the data that they read and the pipelines that join them. */
export const views: Family = {
  rules: [
    {
      code: 'entity-type',
      title: 'An entity is no column that names things',
      severity: 'error',
      pace: 'slow',
      docs: 'Rows are joined where the column of the entity has the same value: a text, a number, a date. Lists and structs are refused. Of a float it is a warning, since values that look equal may differ in their last digit; make it an integer or a text.',
    },
    {
      code: 'unused-view',
      title: 'No pipeline joins the feature view',
      severity: 'hint',
      pace: 'fast',
      docs: 'No `data/examples` step of the project names the view under `features`. It may be for `modelyard features build` alone; else it can go.',
    },
  ],
  *check(project, file) {
    if (file.kind === 'features') yield* columnTypes(project, file);
  },
  *run(project) {
    const used = usedViews(project);
    if (used === undefined) return;
    for (const file of project.index.files('features'))
      if (file.name !== undefined && !used.has(file.name)) yield unused(file, file.name);
  },
};

/** Undefined where a pipeline cannot be read to its end: it may name any of them. */
function usedViews(project: Project): ReadonlySet<string> | undefined {
  return arePipelinesWhole(project) ? new Set(project.index.files('pipeline').flatMap(joinedViews)) : undefined;
}

const joinedViews = onceForEach(({ tree }: SpecFile): readonly string[] => {
  const joins = entriesAt(tree, ['steps']).flatMap(([id]) => {
    const features = valueAt(tree, ['steps', id, 'with', 'features']);
    return isList(features) ? features : [];
  });
  return joins.flatMap((join) => (isRecord(join) && typeof join['view'] === 'string' ? [join['view']] : []));
});

function unused({ path, tree }: SpecFile, name: string): Found {
  return {
    code: 'unused-view',
    file: path,
    range: tree.range(['features']),
    message: `No pipeline joins \`${name}\``,
  };
}

function* columnTypes(project: Project, file: SpecFile): Generator<Found> {
  const dataset = textAt(file.tree, ['dataset']);
  const fact = dataset === undefined ? undefined : project.facts.columns(dataset);
  if (fact?.kind !== 'known') return;
  const columnAt = (path: Path): Column | undefined => fact.value.find(({ name }) => name === textAt(file.tree, path));
  for (const key of ['timestamp', 'created']) {
    const column = columnAt([key]);
    if (column !== undefined) yield* notATime(file, [key], column);
  }
  for (const [entity] of entriesAt(file.tree, ['entity'])) {
    const column = columnAt(['entity', entity]);
    const severity = column && NO_ENTITY[column.type];
    if (column !== undefined && severity !== undefined)
      yield {
        code: 'entity-type',
        file: file.path,
        range: file.tree.range(['entity', entity]),
        severity,
        message: `\`${column.name}\` is ${column.type} (${column.sqlType}), by which rows are not joined well`,
      };
  }
}

const NO_ENTITY: Readonly<Partial<Record<ColumnType, Found['severity'] & string>>> = {
  float: 'warning',
  list: 'error',
  struct: 'error',
};
