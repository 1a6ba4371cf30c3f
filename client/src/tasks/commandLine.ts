import { TASK_TYPE, type TaskDefinition } from '../contributions.ts';

/** What is typed after `modelyard` for a task. */
export function commandLine(task: TaskDefinition): readonly string[] {
  switch (task.command) {
    case 'run':
      return [
        'run',
        task.pipeline,
        ...flag('--from', task.from),
        ...flag('--until', task.until),
        ...Object.entries(task.params ?? {}).flatMap(([name, value]) => ['--param', `${name}=${value}`]),
        ...flag('--env', task.environment),
      ];
    case 'validate':
      return ['validate', ...flag('--env', task.environment)];
    case 'lock':
      return ['data', 'lock', task.dataset];
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
      ].join(' ');
    case 'validate':
      return 'validate';
    case 'lock':
      return `lock ${task.dataset}`;
  }
}

/** Reads a task of tasks.json, which anybody may have written; undefined where it lacks what its command needs. */
export function readTask(given: Readonly<Record<string, unknown>>): TaskDefinition | undefined {
  const type = TASK_TYPE;
  const { pipeline, dataset } = given;
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
          }
        : undefined;
    case 'validate':
      return { ...inProject, command: 'validate', ...text(given, 'environment') };
    case 'lock':
      return isName(dataset) ? { ...inProject, command: 'lock', dataset } : undefined;
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
