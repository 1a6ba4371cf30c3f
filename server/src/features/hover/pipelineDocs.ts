import type { OutputType } from '../../../../engine/src/catalog/step.ts';
import { figure } from '../../../../engine/src/language/figures.ts';
import { PROJECT_FILE } from '../../../../engine/src/language/kinds.ts';
import type { Param, PipelineStep } from '../../../../engine/src/project/pipeline.ts';
import { entriesAt, textAt, valueAt } from '../../../../engine/src/project/read.ts';
import type { PipelineRun } from '../../data/knowledge.ts';
import { code, facts, listed, paragraphs, plain } from '../markdown.ts';
import { day, rows } from '../numbers.ts';
import { soon } from '../soon.ts';
import type { Snapshot } from '../spot.ts';

/** A pipeline: its steps, and how its last run went. */
export async function pipelineDocs(snapshot: Snapshot, name: string, signal: AbortSignal): Promise<string | undefined> {
  const pipeline = snapshot.project.pipelines.get(name);
  if (pipeline === undefined) return undefined;
  const [last] = (await soon(snapshot.knowledge.runs(name, signal))) ?? [];
  return paragraphs([
    `**pipeline** ${code(name)}`,
    pipeline.description && plain(pipeline.description),
    `Steps: ${listed(
      [...pipeline.steps.keys()].map((id) => code(id)),
      12,
    )}`,
    last && `Last run ${code(last.id.slice(0, 8))} on ${day(last.started)}`,
  ]);
}

/** A param: its type, default, limits, and its value in environments. */
export function paramDocs({ project }: Snapshot, pipeline: string, name: string): string | undefined {
  const param = project.pipelines.get(pipeline)?.params.get(name);
  if (param === undefined) return undefined;
  const settings = project.files.get(PROJECT_FILE);
  const environments = settings === undefined ? [] : entriesAt(settings.tree, ['environments']).map(([one]) => one);
  const changed = environments.flatMap((environment) => {
    const value = valueAt(settings!.tree, ['environments', environment, 'params', name]);
    return value === undefined || (typeof value === 'object' && value !== null)
      ? []
      : [`${code(String(value))} in ${code(environment)}`];
  });
  return paragraphs([
    `**param** ${code(name)}: ${param.type}`,
    param.description && plain(param.description),
    facts([
      param.default === undefined ? 'must be given' : `default ${code(String(param.default))}`,
      limits(param),
      param.choices && `one of ${listed(param.choices.map((choice) => code(String(choice))))}`,
      ...changed,
    ]),
    `Change it with ${code(`--param ${name}=VALUE`)}`,
  ]);
}

function limits({ min, max }: Param): string | undefined {
  if (min === undefined && max === undefined) return undefined;
  if (max === undefined) return `at least ${min}`;
  return min === undefined ? `at most ${max}` : `${min} to ${max}`;
}

/** A step: what it does, what it waits for, and what its last run gave. */
export async function stepDocs(
  snapshot: Snapshot,
  { pipeline, step: id }: { readonly pipeline: string; readonly step: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const step = snapshot.project.pipelines.get(pipeline)?.steps.get(id);
  if (step === undefined) return undefined;
  return paragraphs([
    `**step** ${code(id)}: ${step.kind === 'uses' ? code(step.uses) : 'a program of yours'}`,
    step.description !== undefined ? plain(step.description) : step.kind === 'uses' && step.entry?.description,
    step.kind === 'run' && code(step.command, 160),
    facts([step.needs.length > 0 && `after ${listed(step.needs.map((need) => code(need.step)))}`, outputsOf(step)]),
    lastOf(await lastRunWith(snapshot, pipeline, id, signal), id),
  ]);
}

function outputsOf(step: PipelineStep): string | undefined {
  const names = step.kind === 'uses' ? Object.keys(step.entry?.outputs ?? {}) : [...step.outputs.keys()];
  return names.length === 0 ? undefined : `gives ${listed(names.map((name) => code(name)))}`;
}

/** An input of a program: what it is, and how the program finds it. */
export function inputDocs(
  { project }: Snapshot,
  { pipeline, step: id, input: name }: { readonly pipeline: string; readonly step: string; readonly input: string },
): string | undefined {
  const made = project.pipelines.get(pipeline);
  const step = made?.steps.get(id);
  if (made === undefined || step?.kind !== 'run' || !step.inputs.has(name)) return undefined;
  const path = [...step.path, 'inputs', name];
  const from = textAt(made.tree, path) ?? textAt(made.tree, [...path, 'from']);
  return paragraphs([
    `**input** ${code(name)} of step ${code(id)}${from === undefined ? '' : `: ${code(from)}`}`,
    `The program finds its path in ${code(`MODELYARD_INPUT_${name.toUpperCase()}`)} too`,
  ]);
}

/** An output of a step: its type, and what it was in the last run. */
export async function outputDocs(
  snapshot: Snapshot,
  { pipeline, step: id, output: name }: { readonly pipeline: string; readonly step: string; readonly output: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const step = snapshot.project.pipelines.get(pipeline)?.steps.get(id);
  if (step === undefined) return undefined;
  const entry = step.kind === 'uses' ? step.entry?.outputs[name] : undefined;
  const run = await lastRunWith(snapshot, pipeline, id, signal);
  const known = run?.steps[id]?.rows[name];
  return paragraphs([
    `**output** ${code(name)} of step ${code(id)}${entry === undefined ? '' : `: ${OUTPUTS[entry.type]}`}`,
    entry?.description,
    run && known !== undefined ? `${rows(known)} in run ${code(run.id.slice(0, 8))}` : undefined,
    run && entry?.type === 'metrics' ? lastOf(run, id) : undefined,
  ]);
}

const OUTPUTS: Readonly<Record<OutputType, string>> = {
  table: 'table',
  model: 'model',
  file: 'file',
  boolean: 'boolean',
  integer: 'integer',
  float: 'float',
  string: 'string',
  metrics: 'metrics by name',
};

async function lastRunWith(
  { knowledge }: Snapshot,
  pipeline: string,
  step: string,
  signal: AbortSignal,
): Promise<PipelineRun | undefined> {
  const runs = await soon(knowledge.runs(pipeline, signal));
  return runs?.find(({ steps }) => Object.hasOwn(steps, step));
}

const MOST_METRICS = 8;

function lastOf(run: PipelineRun | undefined, id: string): string | undefined {
  const step = run?.steps[id];
  if (run === undefined || step === undefined) return undefined;
  const tables = Object.entries(step.rows).map(([name, number]) => `- ${code(name)} ${rows(number)}`);
  const metrics = Object.entries(step.metrics)
    .slice(0, MOST_METRICS)
    .map(([name, value]) => `- ${code(name)} **${figure(value)}**`);
  const lines = [...tables, ...metrics];
  if (lines.length === 0) return undefined;
  return [`In run ${code(run.id.slice(0, 8))} on ${day(run.started)}:`, '', ...lines].join('\n');
}
