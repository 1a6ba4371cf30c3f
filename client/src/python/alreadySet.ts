import { type Address, TRACKING_TOKEN, TRACKING_URI } from './tracking.ts';

/** Variables, and where somebody would look for them. */
export interface VariableSource {
  /** For people: `the environment of VS Code`. */
  readonly where: string;
  /** Null: taken away from what comes before. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A variable of the user's that says where runs are logged. */
export interface AlreadySet {
  readonly name: string;
  readonly value: string;
  readonly where: string;
}

/**
 * What says already where, or as whom, MLflow's clients log: it stays as it is. What equals our own address says nothing new.
 * @param sources each one over those before it
 */
export function alreadySet(sources: readonly VariableSource[], ours: Address | undefined): AlreadySet | undefined {
  for (const name of NAMES) {
    const said = sources.findLast(({ variables }) => Object.hasOwn(variables, name) && variables[name] !== '');
    const value = said?.variables[name];
    if (said === undefined || value === null || value === undefined) continue;
    if (value === ours?.url || value === ours?.token) continue;
    return { name, value: String(value), where: said.where };
  }
  return undefined;
}

/** Whether it may be what a service of ours has: an environment that VS Code was started in may have it. */
export function mayBeOurs({ name, value }: AlreadySet): boolean {
  return name === TRACKING_TOKEN || value.startsWith('http://127.0.0.1:');
}

/** One sentence for the user. */
export function alreadySetText({ name, where }: AlreadySet): string {
  return name === TRACKING_URI
    ? `${name} is set in ${where}: Python runs log there, and not in this project.`
    : `${name} is set in ${where} for another server, so Python runs do not log in this project.`;
}

/** Variables of a `.env` file. */
export function readEnvFile(text: string): Readonly<Record<string, string>> {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, unquoted(value)] as const];
  });
  return Object.fromEntries(lines);
}

/** A token or a user that is somebody's would be sent to us, or ours in its place. */
const NAMES = [TRACKING_URI, TRACKING_TOKEN, 'MLFLOW_TRACKING_USERNAME'];

function unquoted(value: string): string {
  const [, , quoted] = /^(['"])(.*?)\1(?:\s+#.*)?$/.exec(value) ?? [];
  return quoted ?? value.replace(/\s+#.*$/, '');
}
