import { posix as path } from 'node:path';
import { Failure, usage } from '../failure.ts';
import type { Host } from '../ports/host.ts';
import { emptyProject } from './init/emptyProject.ts';
import { beginRepository, type Repository } from './init/repository.ts';
import { fillFromSample } from './init/sample.ts';
import { type Drafted, fillFromTable, folderFor } from './init/table.ts';
import { writeFiles } from './init/write.ts';
import { operation } from './operation.ts';

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
}

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
  },
  result: 'init',
  async run(host, args, observer): Promise<Initialised> {
    const { data, target } = args;
    const named = args.folder ?? host.projectFolder;
    const folder = absolute(host, named ?? (data === undefined ? undefined : folderFor(data)));
    await refuseFile(host, folder);
    if (data !== undefined) {
      if (target === undefined) throw usage('`--data` needs the column to learn.', 'Name it with `--target`.');
      if (args.sample !== undefined || args.rows !== undefined)
        throw usage(
          '`--sample` and `--rows` are about a sample, `--data` about your own table.',
          'Choose one of them.',
        );
      const asked = { data, folder, target, positive: args.positive, time: args.time, key: args.key };
      const { texts, ...filled } = await fillFromTable(host, asked, observer.signal);
      return { ...filled, data: null, folder, repository: await beginRepository(host, folder, filled.project, texts) };
    }
    const about = (['target', 'positive', 'time'] as const).find((name) => args[name] !== undefined);
    if (about !== undefined || args.key.length > 0)
      throw usage(`\`--${about ?? 'key'}\` is about a table of your own.`, 'Name its file with `--data`.');
    if (args.sample === undefined) return { ...(await fillEmpty(host, folder, args.rows)), folder };
    const request = { name: args.sample, folder, rows: args.rows };
    const { texts, ...filled } = await fillFromSample(host, request, observer.signal);
    return { ...filled, draft: null, folder, repository: await beginRepository(host, folder, filled.project, texts) };
  },
});

async function fillEmpty(host: Host, folder: string, rows: string | undefined): Promise<Omit<Initialised, 'folder'>> {
  if (rows !== undefined) throw usage('`--rows` is about a sample.', 'Add `--sample flights`.');
  const empty = emptyProject(path.basename(folder));
  await writeFiles(host.files, folder, empty.files);
  const files = empty.files.map((file) => file.path).sort();
  const repository = await beginRepository(host, folder, empty.project, files);
  return { project: empty.project, files, rows: null, data: null, draft: null, repository };
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
