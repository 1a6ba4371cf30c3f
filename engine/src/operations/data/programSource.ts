import { createHash } from 'node:crypto';
import { posix as path } from 'node:path';
import { Cancelled, Failure } from '../../failure.ts';
import type { Contexts } from '../../language/expressions/evaluate.ts';
import { Secret } from '../../language/expressions/secret.ts';
import { splitWords } from '../../language/words.ts';
import type { JobResult } from '../../ports/executor.ts';
import type { Dataset, ProgramSource } from '../../project/dataset.ts';
import { namesPython, withInterpreter } from '../../steps/script/python.ts';
import { redaction } from '../run/redaction.ts';
import { namedSecrets } from '../run/secrets.ts';
import type { DatasetRequest } from './datasetRequest.ts';
import type { Look } from './look.ts';
import { resolvedText, textOf } from './patternText.ts';

/**
 * Runs the program of a dataset in the project folder where its output is missing, older than `refresh`, or was left by a run of it
 * that did not end well. One process of the store runs it at a time; who waited finds the output fresh.
 * @param output its glob, relative to the project
 * @throws Failure `program-failed`, `program-not-found`, `output-missing`
 */
export async function refreshOutput(
  dataset: Dataset,
  source: ProgramSource,
  output: string,
  request: DatasetRequest,
  look: Look,
): Promise<void> {
  const { stores, root } = request;
  const outcome = new Outcome(dataset, request);
  if (await isFresh(source, output, request, outcome)) return;
  await stores.locks.exclusively(
    `source ${root} ${dataset.name}`,
    async () => {
      if (await isFresh(source, output, request, outcome)) return;
      await outcome.begin();
      await runProgram(dataset, source, request, look);
      if ((await newest(output, request)) === undefined) throw noOutput(dataset, output);
      await outcome.finish();
    },
    look.signal,
  );
}

/** Whether the last run of the program ended well, and when: what it wrote may be half of it while it runs, or after it failed. */
class Outcome {
  readonly #file: string;
  readonly #request: DatasetRequest;

  constructor({ name }: Dataset, request: DatasetRequest) {
    const { root, stores } = request;
    const project = createHash('sha256').update(root).digest('hex').slice(0, 16);
    this.#file = path.join(stores.folder, 'sources', `${name}-${project}.json`);
    this.#request = request;
  }

  /** `unknown` where it never ran here: the output came with the project. */
  async read(): Promise<'unknown' | 'begun' | { readonly finished: number }> {
    const text = await this.#request.host.files.read(this.#file);
    if (text === undefined) return 'unknown';
    const { finished } = parsed(text);
    return typeof finished === 'number' ? { finished } : 'begun';
  }

  begin(): Promise<void> {
    return this.#request.host.files.write(this.#file, '{}');
  }

  finish(): Promise<void> {
    const { files, clock } = this.#request.host;
    return files.write(this.#file, JSON.stringify({ finished: clock.now() }));
  }
}

function parsed(text: string): { readonly finished?: unknown } {
  try {
    return (JSON.parse(text) ?? {}) as { finished?: unknown };
  } catch {
    return {};
  }
}

async function isFresh(
  { refresh }: ProgramSource,
  output: string,
  request: DatasetRequest,
  outcome: Outcome,
): Promise<boolean> {
  const last = await outcome.read();
  const written = await newest(output, request);
  if (last === 'begun' || written === undefined) return false;
  if (refresh === undefined) return true;
  const at = last === 'unknown' ? written : Math.max(written, last.finished);
  return request.host.clock.now() - at <= refresh;
}

/** When the newest file of the output was written; undefined where there is none. */
async function newest(output: string, { host, root }: DatasetRequest): Promise<number | undefined> {
  const relative = output.replaceAll('\\', '/').replace(/^\.\//, '');
  const found = await host.files.glob(root, [relative]);
  const stats = await host.files.stats(found.map((file) => path.join(root, file)));
  return stats.reduce<number | undefined>(
    (latest, stat) => (stat ? Math.max(latest ?? 0, stat.modified) : latest),
    undefined,
  );
}

const TAIL = 3;

async function runProgram(
  dataset: Dataset,
  source: ProgramSource,
  { host, root, variables }: DatasetRequest,
  { signal, log }: Look,
): Promise<void> {
  const contexts: Contexts = { env: variables };
  const words = wordsOf(dataset, source).map((text) => textOf({ ...source.command, text }, contexts, dataset));
  const [program, ...rest] = words as [string, ...string[]];
  const secrets = Object.fromEntries(
    [...namedSecrets(host.machine.variables)].map(([name, value]) => [name, new Secret(value)]),
  );
  const values = source.environment.map(
    ([name, value]) => [name, resolvedText(value, { ...contexts, secrets }, dataset)] as const,
  );
  const textsOf = (some: typeof values) => Object.fromEntries(some.map(([name, { text }]) => [name, text]));
  const hide = redaction(textsOf(values.filter(([, { secret }]) => secret)), host.machine.variables);
  const tail: string[] = [];
  log?.(`$ ${source.command.text}`);
  const command = { kind: 'arguments', arguments: [program, ...rest] } as const;
  const python = namesPython(program)
    ? await host.pythons.find({ root, variables: host.machine.variables })
    : undefined;
  const result = await host.executor.run({
    command: withInterpreter(command, python),
    folder: root,
    environment: { PYTHONUNBUFFERED: '1', ...python?.environment, ...textsOf(values) },
    ...(python && python.folders.length > 0 ? { path: python.folders } : {}),
    signal,
    output(_, line) {
      const shown = hide(line);
      log?.(shown);
      tail.push(shown);
      if (tail.length > TAIL) tail.shift();
    },
  });
  checkEnd(result, dataset, source, tail, signal);
}

function wordsOf({ file, tree }: Dataset, { command }: ProgramSource): readonly string[] {
  const cut = splitWords(command.text);
  if (cut.kind === 'words' && cut.words.length > 0) return cut.words;
  throw new Failure('command-syntax', cut.kind === 'problem' ? cut.message : 'The command is empty.', {
    next: 'Correct `run`; it is cut into arguments by the POSIX rules for quotes.',
    place: { file, line: tree.range(command.path).start.line + 1 },
  });
}

function checkEnd(
  result: JobResult,
  { name, file, tree }: Dataset,
  { command }: ProgramSource,
  tail: readonly string[],
  signal: AbortSignal,
): void {
  if (result.end === 'cancelled' || signal.aborted) throw new Cancelled();
  if (result.code === 0) return;
  const how = result.end === 'signalled' ? `was ended by ${result.signalName}` : `ended with exit code ${result.code}`;
  const said = tail.length > 0 ? ` Its last words: ${tail.join(' | ').slice(0, 600)}` : ' It printed nothing.';
  throw new Failure('program-failed', `\`${command.text}\`, the source of dataset \`${name}\`, ${how}.${said}`, {
    next: 'Run it by hand in the project folder to see all it says; what it has written is not used.',
    exitCode: 1,
    place: { file, line: tree.range(command.path).start.line + 1 },
  });
}

function noOutput({ name, file, tree }: Dataset, output: string): Failure {
  return new Failure(
    'output-missing',
    `The program of dataset \`${name}\` ended well but wrote nothing that matches \`${output}\`.`,
    {
      next: 'Let it write there, or correct `output`; both are relative to the project.',
      exitCode: 1,
      place: { file, line: tree.range(['source', 'output']).start.line + 1 },
    },
  );
}
