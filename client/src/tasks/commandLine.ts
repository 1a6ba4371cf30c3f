import { posix } from 'node:path';
import { TASK_TYPE, type TaskDefinition } from '../contributions.ts';

/** How runs are started. */
export interface Starting {
  /** How many runs of a project may be at work at once. */
  readonly jobs: number;
  /** Id of a new run, or what the editor makes one of when the task starts. */
  readonly runId?: string;
}

/** What is typed after `modelyard` for a task. */
export function commandLine(task: TaskDefinition, { jobs, runId }: Starting): readonly string[] {
  const outliving = ['--outlive', '--jobs', String(jobs)];
  switch (task.command) {
    case 'run':
      return [
        'run',
        task.pipeline,
        ...flag('--from', task.from),
        ...flag('--until', task.until),
        ...Object.entries(task.params ?? {}).flatMap(([name, value]) => ['--param', `${name}=${value}`]),
        ...flag('--env', task.environment),
        ...outliving,
        ...flag('--run-id', runId),
      ];
    case 'resume':
      return ['resume', task.run, ...outliving];
    case 'attach':
    case 'reproduce':
      return [task.command, task.run];
    case 'predict':
      return ['predict', '--model', task.model, '--input', task.input, '--output', task.output];
    case 'validate':
      return ['validate', ...flag('--env', task.environment)];
    case 'lock':
      return ['data', 'lock', task.dataset];
    case 'monitor':
      return ['monitor', 'run', task.monitor, '--all-tests'];
  }
}

/** As lists of tasks show it. */
export function taskName(task: TaskDefinition): string {
  switch (task.command) {
    case 'run':
      return [
        `run ${task.pipeline}`,
        ...(task.from === undefined ? [] : [`from ${task.from}`]),
        ...(task.until === undefined ? [] : [`to ${task.until}`]),
        ...(task.again === undefined ? [] : [`(${task.again})`]),
      ].join(' ');
    case 'resume':
    case 'attach':
    case 'reproduce':
      return `${task.command} ${task.run.slice(0, 8)}`;
    case 'predict':
      return `predict ${posix.basename(task.input.replaceAll('\\', '/'))} with ${task.model}`;
    case 'validate':
      return 'validate';
    case 'lock':
      return `lock ${task.dataset}`;
    case 'monitor':
      return `monitor ${task.monitor}`;
  }
}

/** Reads a task of tasks.json, which anybody may have written; undefined where it lacks what its command needs. */
export function readTask(given: Readonly<Record<string, unknown>>): TaskDefinition | undefined {
  const type = TASK_TYPE;
  const { pipeline, dataset, run, model, input, output, monitor } = given;
  const inProject = { type, ...text(given, 'project') } as const;
  switch (given['command']) {
    case 'run':
      return isName(pipeline)
        ? {
            ...inProject,
            command: 'run',
            pipeline,
            ...text(given, 'from'),
            ...text(given, 'until'),
            ...text(given, 'environment'),
            ...readParams(given['params']),
            ...(typeof given['again'] === 'number' ? { again: given['again'] } : {}),
          }
        : undefined;
    case 'resume':
    case 'attach':
    case 'reproduce':
      return isName(run) ? { ...inProject, command: given['command'], run } : undefined;
    case 'predict':
      return isName(model) && isName(input) && isName(output)
        ? { ...inProject, command: 'predict', model, input, output }
        : undefined;
    case 'validate':
      return { ...inProject, command: 'validate', ...text(given, 'environment') };
    case 'lock':
      return isName(dataset) ? { ...inProject, command: 'lock', dataset } : undefined;
    case 'monitor':
      return isName(monitor) ? { ...inProject, command: 'monitor', monitor } : undefined;
    default:
      return undefined;
  }
}

function flag(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function text<K extends string>(given: Readonly<Record<string, unknown>>, key: K): { readonly [Key in K]?: string } {
  const value = given[key];
  return isName(value) ? ({ [key]: value } as { readonly [Key in K]?: string }) : {};
}

function readParams(given: unknown): { readonly params?: Readonly<Record<string, string | number | boolean>> } {
  if (typeof given !== 'object' || given === null) return {};
  const params = Object.entries(given).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return { params: Object.fromEntries(params) };
}
