import { CompletionItemKind } from 'vscode-languageserver';
import { learners, metrics, steps } from '../../../../engine/src/catalog/catalog.ts';
import { driftTests } from '../../../../engine/src/catalog/driftTests.ts';
import { type MetricTask, metricsOf } from '../../../../engine/src/catalog/metrics.ts';
import type { Kind } from '../../../../engine/src/language/kinds.ts';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import type { ModelVersion, RegisteredModel } from '../../../../engine/src/project/models.ts';
import { entriesAt, textsAt, textAt as treeText } from '../../../../engine/src/project/read.ts';
import { tasksOf } from '../../../../engine/src/project/tasks.ts';
import { type Ask, keysAt, pipelineOf, stepOf, textAt } from './ask.ts';
import type { Choice } from './choice.ts';
import { columnChoices, columnsIn, entitiesBeside, fieldsBeside } from './columns.ts';

export interface Names {
  readonly choices: readonly Choice[];
  readonly awaited: boolean;
}

/** The names that `x-reference` of a schema allows at a place; undefined where the reference has no list of names. */
export async function namesOf(ask: Ask, schema: Schema): Promise<Names | undefined> {
  const reference = schema['x-reference'] ?? (isJoinedField(ask) ? 'field' : undefined);
  if (reference === undefined) return undefined;
  if (reference === 'column') {
    const { columns, awaited } = await columnsIn(ask, schema['x-scope']);
    return { choices: columnChoices(columns), awaited };
  }
  const choices = LISTS[reference]?.(ask);
  return choices && { choices, awaited: false };
}

/** `features: [{view: airport, fields: [departures_24h]}]` */
function isJoinedField({ kind, where }: Ask): boolean {
  return kind === 'pipeline' && where.path.at(-2) === 'fields' && where.path.at(-4) === 'features';
}

const LISTS: Readonly<Record<string, (ask: Ask) => readonly Choice[]>> = {
  dataset: specs('dataset'),
  features: specs('features'),
  pipeline: specs('pipeline'),
  'model-name': (ask) => modelNames(ask),
  model: modelReferences,
  learner: learnerNames,
  metric: metricNames,
  step: stepNames,
  'step-id': stepIds,
  alias: aliasNames,
  role: roleNames,
  'drift-test': driftTestNames,
  field: (ask) => named(fieldsBeside(ask), CompletionItemKind.Field, 'field'),
  entity: (ask) => named(entitiesBeside(ask), CompletionItemKind.Property, 'entity'),
  param: paramNames,
};

function specs(kind: Kind): (ask: Ask) => readonly Choice[] {
  return ({ spot }) => {
    const { index } = spot.snapshot.project;
    return index.files(kind).flatMap((file): Choice[] => {
      if (file.name === undefined || file === spot.file) return [];
      const description = treeText(file.tree, ['description']);
      return [
        {
          label: file.name,
          kind: CompletionItemKind.Reference,
          text: file.name,
          rank: 'likely',
          detail: description === undefined ? kind : short(description),
          doc: { kind: 'spec', path: file.path },
        },
      ];
    });
  };
}

function modelNames({ spot }: Ask): readonly Choice[] {
  const { project } = spot.snapshot;
  const registered = [...project.models.values()].map((model) => modelChoice(model));
  const known = new Set(registered.map(({ label }) => label));
  const planned = [...project.pipelines.values()]
    .flatMap((pipeline) => [...pipeline.steps.values()])
    .flatMap((step) => {
      const name = step.kind === 'uses' && step.uses === 'model/register' ? step.with.get('name') : undefined;
      return name?.kind === 'constant' && typeof name.value === 'string' && !known.has(name.value) ? [name.value] : [];
    });
  return [...registered, ...named([...new Set(planned)], CompletionItemKind.Class, 'not registered yet')];
}

function modelChoice({ name, versions }: RegisteredModel): Choice {
  const count = versions.size;
  return {
    label: name,
    kind: CompletionItemKind.Class,
    text: name,
    rank: 'likely',
    detail: `${count} version${count === 1 ? '' : 's'}`,
    ...latestDoc(name, versions),
  };
}

function latestDoc(name: string, versions: RegisteredModel['versions']): Pick<Choice, 'doc'> {
  const latest = [...versions.keys()].at(-1);
  return latest === undefined ? {} : { doc: { kind: 'model', name, version: latest } };
}

/** `name@alias`, `name`, `name:3`, the newest version first, with their metrics. */
function modelReferences(ask: Ask): readonly Choice[] {
  const models = [...ask.spot.snapshot.project.models.values()];
  const aliases = models.flatMap(({ name, aliases: all, versions }) =>
    [...all.values()].map(({ alias, version }) => {
      const of = version === undefined ? undefined : versions.get(version);
      return versionChoice(`${name}@${alias}`, of, version === undefined ? '' : `v${version}`);
    }),
  );
  const numbered = models.flatMap(({ name, versions }) =>
    [...versions.values()].reverse().map((of) => versionChoice(`${name}:${of.version}`, of, '')),
  );
  return [...aliases, ...modelNames(ask), ...numbered];
}

function versionChoice(label: string, version: ModelVersion | undefined, prefix: string): Choice {
  const figures = [...(version?.metrics ?? [])].slice(0, 3).map(([name, { value }]) => `${name} ${figure(value)}`);
  const detail = [prefix, ...figures, ...(version?.withdrawn ? ['withdrawn'] : [])].filter((part) => part !== '');
  return {
    label,
    kind: CompletionItemKind.Class,
    text: label,
    rank: label.includes('@') ? 'best' : 'usual',
    deprecated: version?.withdrawn === true,
    ...(detail.length === 0 ? {} : { detail: detail.join(' · ') }),
    ...(version === undefined
      ? {}
      : { doc: { kind: 'model', name: version.model, version: version.version } as const }),
  };
}

export function figure(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

function learnerNames(): readonly Choice[] {
  return learners.map(({ name, tasks }) => ({
    label: name,
    kind: CompletionItemKind.EnumMember,
    text: name,
    rank: 'likely',
    detail: tasks.join(', '),
    doc: { kind: 'learner', name },
  }));
}

/** Those that fit the task of the step's model first, and where it is known no others. */
function metricNames(ask: Ask): readonly Choice[] {
  const pipeline = pipelineOf(ask);
  const step = stepOf(ask);
  const tasks = pipeline && step?.kind === 'uses' ? tasksOf(ask.spot.snapshot.project, pipeline, step) : undefined;
  const fitting = tasks === undefined ? metrics : [...new Set(tasks.flatMap((task: MetricTask) => metricsOf(task)))];
  const known: readonly Choice[] = fitting.map(({ name, better }) => ({
    label: name,
    kind: CompletionItemKind.EnumMember,
    text: name,
    rank: 'likely',
    detail: `${better} is better`,
    doc: { kind: 'metric', name },
  }));
  return ask.kind === 'pipeline' ? known : [...measuredNames(ask), ...known];
}

/** Metrics of the version that the file is about, own ones among them. */
function measuredNames(ask: Ask): readonly Choice[] {
  const version = versionMeant(ask);
  return [...measuredMetrics(ask)].map(([name, shown]) => ({
    label: name,
    kind: CompletionItemKind.EnumMember,
    text: name,
    rank: 'best',
    detail: `${shown} in v${version!.version}`,
    doc: { kind: 'metric', name },
  }));
}

/** Values of metrics as they were measured for the version that the file is about. */
export function measuredMetrics(ask: Ask): ReadonlyMap<string, string> {
  return new Map([...(versionMeant(ask)?.metrics ?? [])].map(([name, { value }]) => [name, figure(value)]));
}

/** The version under `model`: the one named, that of the alias, else the last. */
function versionMeant(ask: Ask): ModelVersion | undefined {
  const text = textAt(ask, ['model']) ?? '';
  const [name = '', mark] = text.split(/[:@]/);
  const model = ask.spot.snapshot.project.models.get(name);
  if (model === undefined || mark === undefined) return model && [...model.versions.values()].at(-1);
  const number = text.includes('@') ? model.aliases.get(mark)?.version : Number(mark);
  return number === undefined ? undefined : model.versions.get(number);
}

function driftTestNames(): readonly Choice[] {
  return driftTests.map(({ name, columns }) => ({
    label: name,
    kind: CompletionItemKind.EnumMember,
    text: name,
    rank: name === 'auto' ? 'best' : 'likely',
    detail: columns.map((column) => (column === 'number' ? 'numbers' : 'categories')).join(', '),
    doc: { kind: 'drift-test', name },
  }));
}

function stepNames(): readonly Choice[] {
  return steps.map(({ uses, outputs }) => ({
    label: uses,
    kind: CompletionItemKind.Module,
    text: uses,
    rank: 'likely',
    detail: `gives ${Object.keys(outputs).join(', ')}`,
    doc: { kind: 'step', name: uses },
  }));
}

/** Not the step itself, nor those that follow from it. */
function stepIds(ask: Ask): readonly Choice[] {
  const own = String(ask.where.path[1]);
  const later = pipelineOf(ask) === undefined ? new Set<string>() : followers(ask, own);
  const ids = keysAt(ask, ['steps']).filter((id) => id !== own && !later.has(id));
  return named(ids, CompletionItemKind.Reference, 'step');
}

/** Ids of the steps that need a step, directly or not, itself among them. */
export function followers(ask: Ask, id: string): ReadonlySet<string> {
  const needing = new Map<string, string[]>();
  for (const step of pipelineOf(ask)?.steps.values() ?? [])
    for (const need of step.needs) needing.set(need.step, [...(needing.get(need.step) ?? []), step.id]);
  const found = new Set([id]);
  for (const each of found) for (const next of needing.get(each) ?? []) found.add(next);
  return found;
}

function aliasNames({ spot, kind }: Ask): readonly Choice[] {
  const { project } = spot.snapshot;
  const settings = project.index.files('project')[0];
  const declared = settings === undefined ? [] : textsAt(settings.tree, ['aliases']).map(({ text }) => text);
  const guarded = project.index
    .files('policy')
    .flatMap((file) => entriesAt(file.tree, ['aliases']).map(([name]) => name));
  const moved = [...project.models.values()].flatMap(({ aliases }) => [...aliases.keys()]);
  const names = [...new Set([...declared, ...guarded, ...moved])];
  const usual = kind === 'project' || names.length === 0 ? ['staging', 'production'] : [];
  return named([...new Set([...names, ...usual])], CompletionItemKind.EnumMember, 'alias');
}

function roleNames(ask: Ask): readonly Choice[] {
  const others = ask.spot.snapshot.project.index
    .files('policy')
    .flatMap((file) => entriesAt(file.tree, ['roles']).map(([name]) => name));
  return named([...new Set([...keysAt(ask, ['roles']), ...others])], CompletionItemKind.EnumMember, 'role');
}

function paramNames({ spot }: Ask): readonly Choice[] {
  const names = [...spot.snapshot.project.pipelines.values()].flatMap((pipeline) => [...pipeline.params.keys()]);
  return named([...new Set(names)], CompletionItemKind.Variable, 'param');
}

function named(names: readonly string[], kind: CompletionItemKind, detail: string): readonly Choice[] {
  return names.map((name) => ({ label: name, kind, text: name, rank: 'likely', detail }));
}

function short(text: string): string {
  const line = text.split('\n')[0]!.trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
