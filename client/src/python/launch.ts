import { isAbsolute, join } from 'node:path';

/** A launch configuration, after its variables were put in. */
export interface Launch {
  readonly type?: unknown;
  readonly request?: unknown;
  readonly [key: string]: unknown;
}

/** Key that the launches of steps carry: they are given what a run gives them. */
export const STEP_MARK = 'modelyardStep';

/** Whether it starts a program of the user's own: one that is attached to has its variables. */
export function startsProgram(launch: Launch): boolean {
  return launch.request === 'launch' && !Object.hasOwn(launch, STEP_MARK);
}

/** With variables that the program has, unless the configuration says them. */
export function withVariables<L extends Launch>(launch: L, variables: Readonly<Record<string, string>>): L {
  return { ...launch, env: { ...variables, ...environmentIn(launch) } };
}

/** Its own variables. */
export function environmentIn({ env }: Launch): Readonly<Record<string, unknown>> {
  return typeof env === 'object' && env !== null ? (env as Readonly<Record<string, unknown>>) : {};
}

/** File of variables that it names; empty: none shall be read; undefined where it says nothing. */
export function envFileOf(launch: Launch, folder: string): string | undefined {
  const file = launch['envFile'];
  if (typeof file !== 'string' || file === '') return file === '' ? '' : undefined;
  return isAbsolute(file) ? file : join(folder, file);
}

/** A file, there or not, that lies in its project. */
export function placeOf(launch: Launch, folder: string): string {
  const [program, cwd] = [launch['program'], launch['cwd']].map((one) => (typeof one === 'string' ? one : ''));
  const place = program || join(cwd || folder, 'program');
  return isAbsolute(place) ? place : join(folder, place);
}
