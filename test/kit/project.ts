import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommandLine } from '../../cli/src/runCommandLine.ts';
import { openDuckDb } from '../../engine/src/adapters/duckdb/duckDb.ts';
import { openHost } from '../../engine/src/adapters/host.ts';
import type { RunEvent } from '../../engine/src/pipeline/events.ts';
import type { Host } from '../../engine/src/ports/host.ts';
import { readFixture } from './fixture.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** A small project in a folder of the test, with the command line run in this process. */
export interface TestProject {
  readonly folder: string;
  /** Runs one command line, such as `run flight --force`; words with blanks stand in an array. */
  modelyard(line: string | readonly string[], options?: LineOptions): Promise<Said>;
  write(path: string, content: string | Uint8Array): void;
  read(path: string): string;
  /** Makes a Parquet file of the rows of a query. */
  parquet(path: string, sql: string): Promise<void>;
}

export interface LineOptions {
  readonly signal?: AbortSignal;
  readonly variables?: Readonly<Record<string, string>>;
  /** Instead of those of this machine. */
  readonly threads?: number;
  /** Streams as a terminal has them. */
  readonly terminal?: boolean;
  /** Sees what goes to stdout while the command runs. */
  readonly onOut?: (text: string) => void;
}

/** What a command line said. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** stdout as one JSON document. */
  json<T = Readonly<Record<string, unknown>>>(): T;
  /** stdout as one JSON event a line. */
  events(): readonly RunEvent[];
}

/** Files in the fixture language (`#- path`); modelyard.yaml is added where there is none. */
export function testProject(test: Parameters<typeof temporaryFolder>[0], fixture: string): TestProject {
  const folder = temporaryFolder(test);
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const { files } = readFixture(fixture);
  if (!files.has('modelyard.yaml')) write('modelyard.yaml', 'project: small\nlanguage: 1\n');
  for (const [path, text] of files) write(path, text);
  return {
    folder,
    write,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    modelyard: (line, options) => commandLine(folder, line, options),
    async parquet(path, sql) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      const data = await openDuckDb({ tmpFolder: join(folder, dirname(path)), readable: [] });
      await data.write(sql, join(folder, path), { format: 'parquet' });
      await data.close();
    },
  };
}

/** Runs a command line in a folder, in this process. */
export async function commandLine(
  folder: string,
  line: string | readonly string[],
  options: LineOptions = {},
): Promise<Said> {
  const words = typeof line === 'string' ? line.split(' ').filter(Boolean) : line;
  let out = '';
  let err = '';
  const terminal = { color: options.terminal ?? false, columns: 80 };
  const code = await runCommandLine(words, {
    signal: options.signal ?? new AbortController().signal,
    variables: options.variables ?? {},
    out: {
      ...terminal,
      write(text) {
        out += text;
        options.onOut?.(text);
      },
    },
    err: {
      ...terminal,
      write(text) {
        err += text;
      },
    },
    openHost: (how) =>
      withVariables(openHost({ folder, projectFolder: how.project, verbose: false, restart: ['false'] }), options),
  });
  return {
    code,
    out,
    err,
    json: <T>() => JSON.parse(out) as T,
    events: () =>
      out
        .split('\n')
        .filter(Boolean)
        .map((text) => JSON.parse(text) as RunEvent),
  };
}

/** The variables of the test instead of those of this process. */
function withVariables(host: Host, { variables = {}, threads = host.machine.threads }: LineOptions): Host {
  return { ...host, machine: { ...host.machine, variables, threads } };
}
