import { posix as path } from 'node:path';
import { Failure, usage } from '../failure.ts';
import { PROJECT_FILE } from '../language/kinds.ts';
import { parseTree } from '../language/tree.ts';
import type { Host } from '../ports/host.ts';
import { textAt } from '../project/read.ts';
import { type AddedCi, addCi } from './init/ci/addCi.ts';
import { emptyProject, nameFrom } from './init/emptyProject.ts';
import { beginRepository, type Repository } from './init/repository.ts';
import { fillFromSample } from './init/sample.ts';
import { type Drafted, fillFromTable, folderFor } from './init/table.ts';
import { writeFiles } from './init/write.ts';
import { type ArgumentsOf, operation } from './operation.ts';

export interface Initialised {
  readonly project: string;
  /** Absolute. */
  readonly folder: string;
  /** What the project consists of, relative to `folder`, sorted. */
  readonly files: readonly string[];
  /** Rows of the data; null where the project has none. */
  readonly rows: number | null;
  /** Which rows of the sample these are; null without a sample. */
  readonly data: 'all' | 'sample' | null;
  /** What was guessed about the user's table; null where none was named. */
  readonly draft: Drafted | null;
  readonly repository: Repository;
  /** Workflows for a git host; null where none were asked for. */
  readonly ci: AddedCi | null;
}

type Filled = Omit<Initialised, 'folder' | 'repository' | 'ci'> & {
  /** Files that belong into git. */
  readonly texts: readonly string[];
};

/** `init`: a new project in a folder: empty, a sample, or drafted from a table of the user's. Files that are there and differ are never overwritten. */
export const init = operation({
  name: 'init',
  title: 'Begin a project',
  examples: [
    {
      command: 'modelyard init flights --sample flights',
      does: 'The flights sample with its data in the new folder flights.',
    },
    {
      command: 'modelyard init --data customers.csv --target churned',
      does: 'A dataset and a pipeline drafted from your own table, in the new folder customers.',
    },
    { command: 'modelyard init', does: 'An empty project in the folder you stand in.' },
    {
      command: 'modelyard init --ci github',
      does: 'Workflows for pull requests and training, into the project that is here or a new one.',
    },
  ],
  arguments: {
    folder: {
      type: 'string',
      description:
        'The project’s folder; made when it is not there. Default: the folder you stand in; with `--data` a new one, named after the file.',
      positional: true,
      placeholder: 'DIR',
    },
    sample: {
      type: 'string',
      description: 'A sample project instead of an empty one.',
      choices: ['flights'],
    },
    rows: {
      type: 'string',
      description: 'Rows of the sample’s data: all, or every tenth. Default: all where they are installed.',
      choices: ['all', 'sample'],
    },
    data: {
      type: 'string',
      description:
        'A table of your own to draft dataset and pipeline from: CSV, Parquet, JSON lines or Arrow. It is copied into `data/`, unless it lies in the project already.',
      placeholder: 'FILE',
    },
    target: {
      type: 'string',
      description: 'With `--data`: the column that the model shall answer.',
      placeholder: 'COL',
    },
    positive: {
      type: 'string',
      description: 'With `--data`: the value of a target of two that counts as yes. Default: guessed.',
      placeholder: 'VALUE',
    },
    time: {
      type: 'string',
      description: 'With `--data`: the column that says when the event of a row happened. Default: guessed.',
      placeholder: 'COL',
    },
    key: {
      type: 'string',
      description: 'With `--data`: a column of those that together name one row. Default: guessed.',
      placeholder: 'COL',
      multiple: true,
    },
    ci: {
      type: 'string',
      description:
        'Writes workflows that validate, judge pull requests and train; without a value for the host of the remote `origin`. A project that is there stays as it is.',
      choices: ['github', 'gitlab', 'auto'],
      bare: 'auto',
    },
  },
  result: 'init',
  async run(host, args, observer): Promise<Initialised> {
    const { data } = args;
    const named = args.folder ?? host.projectFolder;
    const folder = absolute(host, named ?? (data === undefined ? undefined : folderFor(data)));
    await refuseFile(host, folder);
    const { texts, ...filled } = await fill(host, folder, args, observer.signal);
    const ci = args.ci === undefined ? null : await addCi(host, folder, args.ci);
    const repository = await beginRepository(host, folder, filled.project, [...texts, ...(ci?.written ?? [])]);
    return { ...filled, folder, repository, ci };
  },
});

type InitArguments = ArgumentsOf<typeof init.arguments>;

async function fill(host: Host, folder: string, args: InitArguments, signal: AbortSignal): Promise<Filled> {
  const { data, target } = args;
  if (data !== undefined) {
    if (target === undefined) throw usage('`--data` needs the column to learn.', 'Name it with `--target`.');
    if (args.sample !== undefined || args.rows !== undefined)
      throw usage('`--sample` and `--rows` are about a sample, `--data` about your own table.', 'Choose one of them.');
    const asked = { data, folder, target, positive: args.positive, time: args.time, key: args.key };
    return { ...(await fillFromTable(host, asked, signal)), data: null };
  }
  const about = (['target', 'positive', 'time'] as const).find((name) => args[name] !== undefined);
  if (about !== undefined || args.key.length > 0)
    throw usage(`\`--${about ?? 'key'}\` is about a table of your own.`, 'Name its file with `--data`.');
  if (args.sample === undefined) return fillEmpty(host, folder, args);
  const request = { name: args.sample, folder, rows: args.rows };
  return { ...(await fillFromSample(host, request, signal)), draft: null };
}

async function fillEmpty(host: Host, folder: string, { rows, ci }: InitArguments): Promise<Filled> {
  if (rows !== undefined) throw usage('`--rows` is about a sample.', 'Add `--sample flights`.');
  const nothing = { rows: null, data: null, draft: null };
  const there = ci === undefined ? undefined : await host.files.read(path.join(folder, PROJECT_FILE));
  const name = nameFrom(path.basename(folder));
  if (there !== undefined)
    return { ...nothing, project: textAt(parseTree(there), ['project']) ?? name, files: [], texts: [] };
  const empty = emptyProject(path.basename(folder));
  await writeFiles(host.files, folder, empty.files);
  const files = empty.files.map((file) => file.path).sort();
  return { ...nothing, project: empty.project, files, texts: files };
}

/** Throws a `Failure` where the folder, or one above it, is a file. */
async function refuseFile(host: Host, folder: string): Promise<void> {
  for (let place = folder; ; place = path.dirname(place)) {
    const there = await host.files.stat(place);
    if (there?.kind === 'folder') return;
    if (there !== undefined)
      throw new Failure('not-a-folder', `${place} is a file, and no project can be in it.`, {
        next: 'Name a folder; it is made when it is not there.',
      });
    if (path.dirname(place) === place) return;
  }
}

function absolute(host: Host, folder: string | undefined): string {
  if (folder === undefined) return host.folder;
  const portable = folder.replaceAll('\\', '/');
  const rooted = portable.startsWith('/') || /^[A-Za-z]:\//.test(portable);
  return path.join(rooted ? portable : path.join(host.folder, portable)).replace(/(?<=.)\/$/, '');
}
