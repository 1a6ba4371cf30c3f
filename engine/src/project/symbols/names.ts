import { onceForEach } from '../onceForEach.ts';
import { globMatches } from '../policies.ts';
import type { Project } from '../project.ts';
import { entriesAt, textAt, textsAt } from '../read.ts';
import type { SpecFile } from '../specFile.ts';
import type { Examples } from '../tables.ts';
import { exampleMeanings, registeredModels } from './exampleColumns.ts';
import type { SymbolNames } from './mention.ts';
import { sqlNames } from './sqlNames.ts';
import { withoutExpressions } from './withoutExpressions.ts';

/** What the files and facts of a project say about names; each thing computed when first asked for. */
export const symbolNames: (project: Project) => SymbolNames = onceForEach((project) => {
  const datasets = lazy(() => new Map(project.index.names('dataset').map((name) => [name.toLowerCase(), name])));
  const columns = new Map<string, ReadonlyMap<string, string>>();
  const params = lazy(() => pipelinesBy(project, paramsOf));
  const metrics = lazy(() => pipelinesBy(project, metricsOf));
  const models = lazy(() => trainedModels(project));
  const hasField = (view: string, field: string): boolean =>
    project.index.named('features', view).some((file) => fieldsOf(file).has(field));
  return {
    dataset: (name) => datasets().get(name.toLowerCase()),
    column(dataset, name) {
      const known = columns.get(dataset) ?? columnsOf(project, dataset);
      columns.set(dataset, known);
      return known.get(name.toLowerCase());
    },
    hasField,
    pipelinesWithParam: (param) => params().get(param) ?? [],
    stepsWithMetric: (metric) => metrics().get(metric) ?? [],
    modelColumn: (model, column) =>
      trainedAs(models(), model).flatMap(([pipeline, made]) =>
        exampleMeanings(pipeline, made, column).flatMap(({ symbol, view }) =>
          view === undefined || hasField(view, symbol.name) ? [symbol] : [],
        ),
      ),
  };
});

function lazy<T>(compute: () => T): () => T {
  let value: { readonly it: T } | undefined;
  return () => {
    value ??= { it: compute() };
    return value.it;
  };
}

/** By lower-case name: as declared, as the data or its lock has them, as the dataset's own file takes for granted. */
function columnsOf(project: Project, dataset: string): ReadonlyMap<string, string> {
  const fact = project.facts.columns(dataset);
  const known = fact.kind === 'known' ? fact.value.map(({ name }) => name) : [];
  const files = project.index.named('dataset', dataset);
  const locked = project.index.named('dataset_lock', dataset).flatMap((file) => file.lock?.columns ?? []);
  const all = [...files.flatMap(columnsIn), ...known, ...locked.map(({ name }) => name)];
  const byName = new Map<string, string>();
  for (const name of all) if (!byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), name);
  return byName;
}

const columnsIn: (file: SpecFile) => readonly string[] = onceForEach(({ tree }) => {
  const sql = textAt(tree, ['source', 'sql']);
  const made =
    sql === undefined
      ? []
      : sqlNames(withoutExpressions(sql)).items.flatMap(({ name }) => (name === undefined ? [] : [name.name]));
  const declared = entriesAt(tree, ['columns']).map(([name]) => name);
  const named = [['timestamp'], ['key'], ['datasheet', 'sensitive']].flatMap((path) => textsAt(tree, path));
  return [...declared, ...named.map(({ text }) => text), ...made];
});

const fieldsOf: (file: SpecFile) => ReadonlySet<string> = onceForEach(
  ({ tree }) => new Set(entriesAt(tree, ['fields']).map(([name]) => name)),
);

/** Owners by name, of what the files of pipelines declare. */
function pipelinesBy(
  project: Project,
  declared: (file: SpecFile) => readonly (readonly [name: string, owner: string])[],
): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>();
  for (const file of project.index.files('pipeline'))
    for (const [name, owner] of declared(file)) {
      const owners = byName.get(name) ?? [];
      if (!owners.includes(owner)) owners.push(owner);
      byName.set(name, owners);
    }
  return byName;
}

const paramsOf = onceForEach((file: SpecFile) =>
  file.name === undefined ? [] : entriesAt(file.tree, ['params']).map(([name]) => [name, file.name!] as const),
);

const metricsOf = onceForEach((file: SpecFile) =>
  file.name === undefined
    ? []
    : [...(file.pipeline?.steps.values() ?? [])].flatMap((step) => {
        const asked = step.kind === 'uses' && step.uses === 'model/evaluate' ? step.with.get('metrics') : undefined;
        return (asked?.kind === 'list' ? asked.items : []).flatMap((item) => {
          const name = item.kind === 'map' ? item.entries.get('name') : item;
          return name?.kind === 'constant' && typeof name.value === 'string'
            ? [[name.value, `${file.name}/${step.id}`] as const]
            : [];
        });
      }),
);

function trainedModels(project: Project): ReadonlyMap<string, readonly Trained[]> {
  const byModel = new Map<string, Trained[]>();
  for (const file of project.index.files('pipeline'))
    for (const [model, trained] of trainedIn(file)) byModel.set(model, [...(byModel.get(model) ?? []), trained]);
  return byModel;
}

function trainedAs(models: ReadonlyMap<string, readonly Trained[]>, model: string): readonly Trained[] {
  if (!/[*?]/.test(model)) return models.get(model) ?? [];
  return [...models].flatMap(([name, trained]) => (globMatches(model, name) ? trained : []));
}

type Trained = readonly [pipeline: string, made: Examples];

const trainedIn = onceForEach(({ pipeline }: SpecFile) =>
  pipeline === undefined
    ? []
    : registeredModels(pipeline).map(([model, made]) => [model, [pipeline.name, made]] as readonly [string, Trained]),
);
