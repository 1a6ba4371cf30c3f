import { isRecord } from '../../../../engine/src/language/isRecord.ts';
import { valueAt } from '../../../../engine/src/project/read.ts';
import type { Occurrence } from '../../../../engine/src/project/symbols/symbol.ts';
import { examples } from '../../../../engine/src/project/tables.ts';
import { block, code, paragraphs } from '../markdown.ts';
import { soon } from '../soon.ts';
import type { Document, Snapshot } from '../spot.ts';
import { columnDocs } from './columnDocs.ts';
import { datasetDocs } from './datasetDocs.ts';
import { environmentDocs, variableDocs } from './environmentDocs.ts';
import { metricDocs } from './metricDocs.ts';
import { aliasDocs, aliasEverywhere, modelDocs, versionDocs } from './modelDocs.ts';
import { inputDocs, outputDocs, paramDocs, pipelineDocs, stepDocs } from './pipelineDocs.ts';
import { previewDocs } from './sqlDocs.ts';
import { entityDocs, fieldDocs, viewDocs } from './viewDocs.ts';

/** What is known about something that has a name; undefined where that is nothing beside the name. */
export async function symbolDocs(
  { snapshot, file }: Document,
  { symbol: { kind, name, of = '' }, role }: Pick<Occurrence, 'symbol' | 'role'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  switch (kind) {
    case 'dataset':
      return datasetDocs(snapshot, name, signal);
    case 'column':
      return columnDocs(snapshot, { dataset: of, column: name }, signal);
    case 'view':
      return viewDocs(snapshot, name);
    case 'field':
      return fieldDocs(snapshot, of, name);
    case 'pipeline':
      return pipelineDocs(snapshot, name, signal);
    case 'environment':
      return environmentDocs(snapshot, name);
    case 'variable':
      return variableDocs(snapshot, name);
    case 'entity':
      return entityDocs(snapshot, of, name);
    case 'input':
      return inputDocs(snapshot, { ...stepNamed(of), input: name });
    case 'param':
      return paramDocs(snapshot, of, name);
    case 'step':
      return stepDocs(snapshot, { pipeline: of, step: name }, signal);
    case 'output':
      return outputDocs(snapshot, { ...stepNamed(of), output: name }, signal);
    case 'example-column':
      return exampleColumnDocs(snapshot, { ...stepNamed(of), name, isReference: role === 'reference' }, signal);
    case 'metric':
      return paragraphs([ownMetric(snapshot, of, name), await metricDocs(snapshot, metricAsked(file, name), signal)]);
    case 'model':
      return modelDocs(snapshot, name);
    case 'version':
      return versionDocs(snapshot, of, Number(name));
    case 'alias':
      return of === '' ? aliasEverywhere(snapshot, name) : aliasDocs(snapshot, of, name);
    default:
      return undefined;
  }
}

interface StepName {
  readonly pipeline: string;
  readonly step: string;
}

/** `PIPELINE/STEP` */
function stepNamed(of: string): StepName {
  const cut = of.lastIndexOf('/');
  return { pipeline: of.slice(0, Math.max(0, cut)), step: of.slice(cut + 1) };
}

/** In a pipeline its own runs count, in a card its own model. */
export function metricAsked(
  { kind, name: spec, tree }: Document['file'],
  name: string,
): Parameters<typeof metricDocs>[1] {
  if (kind === 'pipeline') return { name, pipeline: spec };
  const reference = kind === 'modelcard' || kind === 'monitor' ? valueAt(tree, ['model']) : undefined;
  return typeof reference === 'string' ? { name, model: reference.replace(/[:@].*$/s, '') } : { name };
}

/** The SQL of a metric that a step defines itself. */
function ownMetric({ project }: Snapshot, of: string, name: string): string | undefined {
  const { pipeline, step: id } = stepNamed(of);
  const tree = project.pipelines.get(pipeline)?.tree;
  const list = tree && valueAt(tree, ['steps', id, 'with', 'metrics']);
  if (!Array.isArray(list)) return undefined;
  const own = list.find((item) => isRecord(item) && item['name'] === name);
  const sql = isRecord(own) ? own['sql'] : undefined;
  return typeof sql === 'string' ? paragraphs([`**metric** ${code(name)}`, block('sql', sql)]) : undefined;
}

interface ExampleColumnAsked extends StepName {
  readonly name: string;
  /** Where it is made, the place tells what its SQL gives. */
  readonly isReference: boolean;
}

/** A column that `data/examples` makes: its SQL, and what that gives. */
async function exampleColumnDocs(
  { project, knowledge }: Snapshot,
  { pipeline, step: id, name, isReference }: ExampleColumnAsked,
  signal: AbortSignal,
): Promise<string | undefined> {
  const step = project.pipelines.get(pipeline)?.steps.get(id);
  if (step?.kind !== 'uses') return undefined;
  const { label, columns } = examples(step);
  const column = [...(label === undefined ? [] : [label]), ...columns].find((one) => one.name === name);
  if (column === undefined) return undefined;
  const { file, tree } = project.pipelines.get(pipeline)!;
  const sql = valueAt(tree, column.path);
  const preview = isReference ? await soon(knowledge.preview({ file, path: column.path }, signal)) : undefined;
  return paragraphs([
    `**${column === label ? 'label' : 'input'}** ${code(name)} of step ${code(id)}`,
    typeof sql === 'string' && block('sql', sql),
    preview && previewDocs(preview, 'expression'),
  ]);
}
