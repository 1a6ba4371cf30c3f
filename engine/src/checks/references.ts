import { steps as catalogSteps, learners } from '../catalog/catalog.ts';
import { hasExpression } from '../language/expressions/template.ts';
import { isRecord } from '../language/isRecord.ts';
import { parseModelReference } from '../language/modelReference.ts';
import { asNames, columnNames, type Names } from '../project/columnNames.ts';
import { areJoinsKnown } from '../project/featureViews.ts';
import { onceForEach } from '../project/onceForEach.ts';
import type { Place } from '../project/places.ts';
import type { Project } from '../project/project.ts';
import { entriesAt, textAt } from '../project/read.ts';
import { exampleNames } from '../project/scoredColumns.ts';
import type { SpecFile } from '../project/specFile.ts';
import { examplesOf, predictedDataset, rowsOf } from '../project/tables.ts';
import { arePipelinesWhole } from '../project/wholeFiles.ts';
import type { Family, Found } from './rule.ts';
import { unknownName } from './unknownName.ts';

/** Names in specs that stand for something elsewhere. */
export const references: Family = {
  rules: [
    {
      code: 'unknown-dataset',
      title: 'The project has no such dataset',
      severity: 'error',
      pace: 'fast',
      docs: 'No `*.dataset.yaml` below modelyard.yaml begins with `dataset:` and this name.',
    },
    {
      code: 'unknown-view',
      title: 'The project has no such feature view',
      severity: 'error',
      pace: 'fast',
      docs: 'No `*.features.yaml` below modelyard.yaml begins with `features:` and this name.',
    },
    {
      code: 'unknown-uses',
      title: 'There is no such built-in step',
      severity: 'error',
      pace: 'fast',
      docs: 'The name under `uses` is none of the steps that Modelyard brings. A program of your own stands under `run`.',
    },
    {
      code: 'unknown-learner',
      title: 'There is no such learner',
      severity: 'error',
      pace: 'fast',
      docs: 'The name under `learner` is none of the learning methods that Modelyard brings. A program of your own trains in a `run` step.',
    },
    {
      code: 'unknown-column',
      title: 'There is no such column',
      severity: 'error',
      pace: 'slow',
      docs: 'The column is looked for in what is known to be there: the columns of the data, or those that `data/examples` makes. Where the data cannot be looked at, nothing is said.',
    },
    {
      code: 'model-reference',
      title: 'A model is not named as models are',
      severity: 'error',
      pace: 'fast',
      docs: 'A model is named `name`, `name:3` for a version, `name@alias` for what an alias points at, or `run:ID` for what a run made.',
    },
    {
      code: 'name-taken',
      title: 'A column of the examples has a name that is taken',
      severity: 'error',
      pace: 'fast',
      docs: 'data/examples makes the columns `row_id` and, where the dataset has one, `timestamp`; neither an input nor the label can have that name.',
    },
  ],
  *check(project, file) {
    // Files of the registry name what there was then, and other rules look at them.
    if (file.tree.isPlain) return;
    for (const place of file.places) {
      yield* reference(project, file, place);
      if (file.kind === 'project') yield* environmentNames(project, file, place);
      if (file.kind === 'dataset') yield* valueColumns(project, file, place);
      if (file.kind === 'pipeline') yield* madeNames(project, file, place);
    }
  },
};

function* reference(project: Project, file: SpecFile, place: Place): Generator<Found> {
  const { schema, value, path } = place;
  const kind = schema['x-reference'];
  if (kind === undefined || typeof value !== 'string' || hasExpression(value)) return;
  const at = () => ({ file: file.path, range: file.tree.range(path) });
  const found = LOOKUPS[kind]?.(project, file, place);
  if (found !== undefined && !found.has(value))
    yield { code: found.code, ...at(), ...unknownName(found.what, value, found.names()) };
  if (kind === 'model' && parseModelReference(value) === undefined)
    yield {
      code: 'model-reference',
      ...at(),
      message: `\`${value}\` names no model: write \`name\`, \`name:3\`, \`name@alias\` or \`run:ID\``,
    };
}

interface Lookup {
  readonly code: string;
  readonly what: string;
  has(name: string): boolean;
  /** All that there are; asked for only where a name is not there. */
  names(): readonly string[];
}

/** What there is to name; undefined where that is not known. */
const LOOKUPS: Readonly<Record<string, (project: Project, file: SpecFile, place: Place) => Lookup | undefined>> = {
  dataset: datasetLookup,
  features: (project) => ({
    code: 'unknown-view',
    what: 'feature view',
    has: (name) => project.index.has('features', name),
    names: () => project.names('features'),
  }),
  step: () => ({ code: 'unknown-uses', what: 'built-in step', ...among(USES) }),
  learner: () => ({ code: 'unknown-learner', what: 'learner', ...among(LEARNERS) }),
  'step-id': (_, file) => ({ code: 'unknown-step', what: 'step', ...among(stepNames(file)) }),
  column: columnLookup,
};

const USES = asNames(catalogSteps.map((step) => step.uses));
const LEARNERS = asNames(learners.map((learner) => learner.name));

function among({ list, set }: Names): Pick<Lookup, 'has' | 'names'> {
  return { has: (name) => set.has(name), names: () => list };
}

function datasetLookup(project: Project): Lookup {
  return {
    code: 'unknown-dataset',
    what: 'dataset',
    has: (name) => project.index.has('dataset', name),
    names: () => project.names('dataset'),
  };
}

const stepNames = onceForEach(({ tree }: SpecFile): Names => asNames(entriesAt(tree, ['steps']).map(([id]) => id)));

function columnLookup(project: Project, file: SpecFile, { schema, path }: Place): Lookup | undefined {
  const scope = schema['x-scope'];
  const names =
    scope === 'data'
      ? tableNames(project, file, path)
      : columnNames(project, textAt(file.tree, scope === 'from' ? [...path.slice(0, 3), 'from'] : ['dataset']));
  return names && { code: 'unknown-column', what: 'column', ...among(names) };
}

function tableNames(project: Project, file: SpecFile, path: Place['path']): Names | undefined {
  const { pipeline } = file;
  const step = pipeline?.steps.get(String(path[1]));
  if (pipeline === undefined || step?.kind !== 'uses') return undefined;
  const dataset = predictedDataset(step);
  if (dataset !== undefined) return columnNames(project, dataset);
  const made = examplesOf(pipeline, rowsOf(step));
  return made && areJoinsKnown(project, made) ? asNames(exampleNames(project, made)) : undefined;
}

/** Params and datasets that an environment changes. */
function* environmentNames(project: Project, file: SpecFile, { path }: Place): Generator<Found> {
  if (path.length !== 4 || path[0] !== 'environments') return;
  const name = String(path[3]);
  const lookup: Lookup =
    path[2] === 'params'
      ? { code: 'unknown-param', what: 'param', ...among(paramNames(project)) }
      : datasetLookup(project);
  if (!lookup.has(name) && (path[2] !== 'params' || arePipelinesWhole(project)))
    yield {
      code: lookup.code,
      file: file.path,
      range: file.tree.range(path, 'key'),
      ...unknownName(lookup.what, name, lookup.names()),
    };
}

/** Of all pipelines. */
const paramNames = onceForEach((project: Project): Names => {
  const names = [...project.pipelines.values()].flatMap((pipeline) => [...pipeline.params.keys()]);
  return asNames([...new Set(names)]);
});

/** The columns whose values a check lists. */
function* valueColumns(project: Project, file: SpecFile, { path, value }: Place): Generator<Found> {
  if (path[0] !== 'checks' || path.length !== 3 || path[2] !== 'in' || !isRecord(value)) return;
  const names = columnNames(project, textAt(file.tree, ['dataset']));
  for (const name of Object.keys(value))
    if (names !== undefined && !names.set.has(name))
      yield {
        code: 'unknown-column',
        file: file.path,
        range: file.tree.range([...path, name], 'key'),
        ...unknownName('column', name, names.list),
      };
}

function* madeNames(project: Project, file: SpecFile, { path }: Place): Generator<Found> {
  if (path.length !== 5 || path[2] !== 'with') return;
  const step = file.pipeline?.steps.get(String(path[1]));
  if (step?.kind !== 'uses' || step.uses !== 'data/examples') return;
  const name = String(path[4]);
  const dataset = textAt(file.tree, ['steps', step.id, 'with', 'from']);
  const hasTime = dataset !== undefined && project.datasets.get(dataset)?.timestamp !== undefined;
  if (name === 'row_id' || (name === 'timestamp' && hasTime))
    yield {
      code: 'name-taken',
      file: file.path,
      range: file.tree.range(path, 'key'),
      message: `data/examples makes a column \`${name}\` itself; give this one another name`,
    };
}
