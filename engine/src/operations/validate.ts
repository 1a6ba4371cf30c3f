import { posix } from 'node:path';
import type { FoundProblem } from '../checks/judge.ts';
import { Failure } from '../failure.ts';
import type { Severity } from '../language/problem.ts';
import type { Host } from '../ports/host.ts';
import { readSpecFiles } from '../project/discover.ts';
import { operation } from './operation.ts';
import { projectRoot } from './project.ts';
import { RememberedProblems } from './rememberedProblems.ts';

export type { FoundProblem } from '../checks/judge.ts';

export interface ValidateResult {
  /** Paths of the checked files, relative to the project root. */
  readonly files: readonly string[];
  /** By file, then by place. */
  readonly problems: readonly FoundProblem[];
  /** Text of the files that have problems. */
  readonly sources: ReadonlyMap<string, string>;
  /** Path from where the user stands to the project root; empty when that is the same. */
  readonly folder: string;
  readonly failOn: Severity;
  /** Version of this program. */
  readonly modelyard: string;
  /** What schemas/output/validate.schema.json says. */
  toJSON(): object;
}

/** The path of a project's file as the user can open it. */
export function shownPath(file: string, { folder }: Pick<ValidateResult, 'folder'>): string {
  return folder === '' ? file : `${folder}/${file}`;
}

/** With `--require-known`. */
const INSISTED: ReadonlyMap<string, Severity> = new Map([
  ['source-not-found', 'error'],
  ['source-unknown', 'error'],
]);

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

export const validate = operation({
  name: 'validate',
  title: 'Find what is wrong in the specs of a project',
  examples: [
    { command: 'modelyard validate', does: 'checks every spec of the project against the others and the data' },
    {
      command: 'modelyard validate flights.dataset.yaml --no-data',
      does: 'shows problems of one file, without opening data',
    },
    { command: 'modelyard validate --format sarif --require-known > modelyard.sarif', does: 'for code scanning in CI' },
  ],
  arguments: {
    paths: {
      type: 'string',
      description: 'Files and folders to show problems of; default: the whole project.',
      positional: true,
      multiple: true,
      placeholder: 'PATH',
    },
    noData: {
      type: 'boolean',
      description: 'Opens no data: columns and SQL are checked where a lock tells the columns.',
    },
    requireKnown: { type: 'boolean', description: 'Where neither the data nor a lock is there is an error.' },
    failOn: {
      type: 'string',
      description: 'Severity from which on the exit code is 1.',
      choices: ['error', 'warning', 'information', 'hint'],
      default: 'error',
      placeholder: 'SEVERITY',
    },
    env: { type: 'string', description: 'An environment of modelyard.yaml.', placeholder: 'NAME' },
  },
  result: 'validate',
  async run(host: Host, args): Promise<ValidateResult> {
    const root = await projectRoot(host);
    const { env, noData, requireKnown } = args;
    const remembered = new RememberedProblems(host, root, { env, noData, requireKnown });
    const all = (await remembered.recall()) ?? (await search(host, root, args, remembered));
    const files = await chosenFiles(host, root, all.files, args.paths);
    const chosen = new Set(files);
    const problems = all.problems.filter(({ file }) => chosen.has(file));
    const sources = await readSpecFiles(host.files, root, [...new Set(problems.map(({ file }) => file))]);
    return {
      files,
      problems,
      sources,
      folder: posix.relative(slashes(host.folder), slashes(root)),
      failOn: args.failOn,
      modelyard: host.machine.modelyard,
      toJSON: () => ({ files, problems: problems.map(published) }),
    };
  },
  verdict: ({ problems, failOn }) =>
    problems.some(({ severity }) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn)) ? 1 : 0,
});

/** What reads and checks specs is loaded where they have to be. */
async function search(host: Host, root: string, args: SearchArguments, remembered: RememberedProblems) {
  const { findProblems } = await import('./findProblems.ts');
  return findProblems(host, root, {
    environment: args.env,
    readsData: !args.noData,
    severities: args.requireKnown ? INSISTED : undefined,
    remembered,
  });
}

interface SearchArguments {
  readonly env?: string | undefined;
  readonly noData: boolean;
  readonly requireKnown: boolean;
}

function published({ file, range, severity, code, message, docs, related, data }: FoundProblem): object {
  return { file, range, severity, code, message, docs, ...(related && { related }), ...(data && { data }) };
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

/** @throws Failure `file-not-found` where a path is not there, `not-a-spec` where no spec is at or below it */
async function chosenFiles(
  host: Host,
  root: string,
  all: readonly string[],
  paths: readonly string[],
): Promise<readonly string[]> {
  if (paths.length === 0) return all;
  const chosen = new Set<string>();
  for (const path of paths) {
    const absolute = posix.resolve(slashes(host.folder), slashes(path));
    const relative = posix.relative(root, absolute);
    const found = all.filter((file) => relative === '' || file === relative || file.startsWith(`${relative}/`));
    if (found.length === 0) throw await nothingThere(host, path, absolute);
    for (const file of found) chosen.add(file);
  }
  return all.filter((file) => chosen.has(file));
}

async function nothingThere(host: Host, path: string, absolute: string): Promise<Failure> {
  const stat = await host.files.stat(absolute);
  if (stat === undefined)
    return new Failure('file-not-found', `${path} is not there`, {
      next: 'Check the path; it is relative to where you stand.',
    });
  return new Failure('not-a-spec', `${path} is no spec of this project`, {
    next: 'Specs lie below modelyard.yaml and end in .dataset.yaml, .features.yaml or .pipeline.yaml; `exclude` leaves some out.',
  });
}
