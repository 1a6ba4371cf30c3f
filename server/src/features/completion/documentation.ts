import { learners, metrics, steps } from '../../../../engine/src/catalog/catalog.ts';
import { driftTests } from '../../../../engine/src/catalog/driftTests.ts';
import { rules } from '../../../../engine/src/checks/all.ts';
import type { ColumnProfile } from '../../../../engine/src/data/profile/columnProfile.ts';
import type { Profile } from '../../../../engine/src/data/profile/profile.ts';
import { functionNamed } from '../../../../engine/src/language/expressions/functions.ts';
import type { Json } from '../../../../engine/src/language/node.ts';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import { textAt } from '../../../../engine/src/project/read.ts';
import { span } from '../numbers.ts';
import type { Snapshot } from '../spot.ts';
import type { Doc } from './choice.ts';
import { percent } from './columns.ts';
import { figure } from './names.ts';
import { schemaOf } from './schemaDocs.ts';
import { SQL_FUNCTIONS } from './sqlFunctions.generated.ts';

/** What is to be known about an item, in Markdown; undefined where nothing is. */
export async function documentation(doc: Doc, snapshot: Snapshot, signal: AbortSignal): Promise<string | undefined> {
  switch (doc.kind) {
    case 'schema':
      return schemaText(schemaOf(doc.at));
    case 'spec':
      return specText(doc.path, snapshot);
    case 'column':
      return columnText(doc, snapshot, signal);
    case 'model':
      return modelText(doc, snapshot);
    case 'metric':
      return metricText(doc.name);
    case 'drift-test':
      return driftTestText(doc.name);
    case 'learner':
      return learnerText(doc.name);
    case 'step':
      return stepText(doc.name);
    case 'param':
      return paramText(doc);
    case 'rule':
      return rules.find(({ code }) => code === doc.code)?.docs;
    case 'function':
      return callText(functionNamed(doc.name));
    case 'sql-function':
      return callText(SQL_FUNCTIONS.find(({ name }) => name === doc.name));
  }
}

function paragraphs(...parts: readonly (string | undefined | false)[]): string | undefined {
  const shown = parts.filter((part) => typeof part === 'string' && part !== '');
  return shown.length === 0 ? undefined : shown.join('\n\n');
}

function schemaText(schema: Schema | undefined): string | undefined {
  if (schema === undefined) return undefined;
  const { title, description, examples = [], default: fallback, enum: values } = schema;
  return paragraphs(
    title && `**${title}**`,
    description,
    values && `One of ${values.map(code).join(', ')}`,
    rangeText(schema),
    fallback !== undefined && `Default: ${code(fallback)}`,
    examples.length > 0 && `For example ${examples.slice(0, 3).map(code).join(', ')}`,
  );
}

function rangeText({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): string | undefined {
  const parts = [
    minimum === undefined ? undefined : `at least ${minimum}`,
    exclusiveMinimum === undefined ? undefined : `more than ${exclusiveMinimum}`,
    maximum === undefined ? undefined : `at most ${maximum}`,
    exclusiveMaximum === undefined ? undefined : `less than ${exclusiveMaximum}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : `Range: ${parts.join(', ')}`;
}

function code(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const fence = text.includes('`') ? '``' : '`';
  return text === '' ? '`""`' : `${fence}${text}${fence}`;
}

function specText(path: string, { project }: Snapshot): string | undefined {
  const file = project.files.get(path);
  if (file === undefined) return undefined;
  const columns = file.kind === 'dataset' && file.name !== undefined ? project.facts.columns(file.name) : undefined;
  const names = columns?.kind === 'known' ? columns.value.map(({ name, type }) => `\`${name}\` ${type}`) : [];
  return paragraphs(
    `**${file.name ?? path}** (${file.kind ?? 'spec'})`,
    textAt(file.tree, ['description']),
    names.length > 0 && `Columns: ${names.slice(0, 30).join(', ')}${names.length > 30 ? ', …' : ''}`,
    `\`${path}\``,
  );
}

async function columnText(
  { dataset, name }: Extract<Doc, { kind: 'column' }>,
  { project, knowledge }: Snapshot,
  signal: AbortSignal,
): Promise<string | undefined> {
  const tree = project.datasets.get(dataset)?.tree;
  const fact = project.facts.columns(dataset);
  const column = fact.kind === 'known' ? fact.value.find((each) => each.name === name) : undefined;
  const profile = await knowledge.profile(dataset, signal);
  const unit = tree && textAt(tree, ['columns', name, 'unit']);
  const type = [column && `${column.type} (${column.sqlType})`, unit].filter(Boolean).join(', ');
  return paragraphs(
    `**${name}** of \`${dataset}\`${type === '' ? '' : `: ${type}`}`,
    tree && textAt(tree, ['columns', name, 'description']),
    profile &&
      profileLine(
        profile.columns.find((each) => each.name === name),
        profile,
      ),
  );
}

/** Missing and different values, range and mean, the most frequent values. */
function profileLine(column: ColumnProfile | undefined, { rows }: Profile): string | undefined {
  if (column === undefined) return undefined;
  const { missing, distinct, min, max, mean, top, estimated, sensitive } = column;
  const about = estimated.includes('distinct') ? '≈' : '';
  const parts = [
    `${rows} rows`,
    `${rows === 0 ? '0%' : percent(missing / rows)} null`,
    distinct === null ? '' : `${about}${distinct} distinct`,
    min === null || max === null ? '' : `${min} … ${max}`,
    mean === null ? '' : `mean ${figure(mean)}`,
    sensitive ? 'sensitive' : '',
  ];
  const frequent = top.slice(0, 5).map(({ value }) => code(String(value)));
  return paragraphs(
    parts.filter((part) => part !== '').join(' · '),
    frequent.length > 0 && `Most frequent: ${frequent.join(', ')}`,
  );
}

function modelText({ name, version }: Extract<Doc, { kind: 'model' }>, { project }: Snapshot): string | undefined {
  const model = project.models.get(name);
  const found = model?.versions.get(version);
  if (model === undefined || found === undefined) return undefined;
  const aliases = [...model.aliases.values()]
    .filter((alias) => alias.version === version)
    .map(({ alias }) => `@${alias}`);
  const rows = [...found.metrics].map(([metric, { value, low, high }]) => {
    const interval = low === undefined || high === undefined ? '' : ` (${figure(low)} to ${figure(high)})`;
    return `- ${metric}: ${figure(value)}${interval}`;
  });
  return paragraphs(
    `**${name}:${version}** ${aliases.join(' ')}`.trim(),
    found.withdrawn && 'Withdrawn.',
    rows.join('\n'),
    [found.created && `Registered ${found.created}`, found.pipeline && `by \`${found.pipeline}\``]
      .filter(Boolean)
      .join(' '),
  );
}

function metricText(name: string): string | undefined {
  const metric = metrics.find((each) => each.name === name);
  if (metric === undefined) return undefined;
  const [low, high] = metric.range;
  return paragraphs(
    metric.description,
    `${metric.better === 'higher' ? 'Higher' : 'Lower'} is better; from ${low ?? '-∞'} to ${high ?? '∞'}. For ${metric.tasks.join(', ')}.`,
    metric.source,
  );
}

function driftTestText(name: string): string | undefined {
  const test = driftTests.find((each) => each.name === name);
  return test && paragraphs(test.description, `\`${test.formula}\``, test.source);
}

function learnerText(name: string): string | undefined {
  const learner = learners.find((each) => each.name === name);
  if (learner === undefined) return undefined;
  const params = learner.params.map((param) => `\`${param.name}\` (${param.default})`);
  return paragraphs(learner.description, `For ${learner.tasks.join(', ')}.`, `Parameters: ${params.join(', ')}`);
}

function stepText(uses: string): string | undefined {
  const step = steps.find((each) => each.uses === uses);
  if (step === undefined) return undefined;
  const outputs = Object.entries(step.outputs).map(
    ([name, { type, description }]) => `- \`${name}\` (${type}): ${description}`,
  );
  const needs = (step.with.required ?? []).map((key) => `\`${key}\``);
  return paragraphs(step.description, `Needs ${needs.join(', ')}. Gives:`, outputs.join('\n'));
}

function paramText({ learner, name }: Extract<Doc, { kind: 'param' }>): string | undefined {
  const param = learners.find((each) => each.name === learner)?.params.find((each) => each.name === name);
  return param && paragraphs(param.description, `${param.type}, ${span(param)}; default ${param.default}`);
}

function callText(call: { readonly signature: string; readonly description: string } | undefined): string | undefined {
  return call && paragraphs(`\`${call.signature}\``, call.description);
}
