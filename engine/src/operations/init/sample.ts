import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import type { DataSource } from '../../ports/dataSource.ts';
import type { Host } from '../../ports/host.ts';
import type { Sample } from '../../ports/samples.ts';
import { gitignore } from './emptyProject.ts';
import { type ProjectFile, refuseDifferent, writeFiles } from './write.ts';

export interface SampleRequest {
  readonly name: string;
  /** Absolute; made when it is not there. */
  readonly folder: string;
  /** Default: all where they are installed. */
  readonly rows: 'all' | 'sample' | undefined;
}

export interface Filled {
  readonly project: string;
  readonly files: readonly string[];
  /** Those of them that belong into git. */
  readonly texts: readonly string[];
  readonly rows: number;
  readonly data: 'all' | 'sample';
}

/** Copies a sample with its data into a folder. */
export async function fillFromSample(host: Host, request: SampleRequest, signal: AbortSignal): Promise<Filled> {
  const sample = await host.samples.find(request.name);
  if (sample === undefined)
    throw new Failure('sample-missing', `The sample \`${request.name}\` is not part of this installation.`, {
      next: 'Install Modelyard again.',
    });
  const which = chooseRows(sample, request.rows);
  const texts: ProjectFile[] = [
    ...sample.files.map((file) => ({ path: file, copyOf: path.join(sample.folder, file) })),
    gitignore(),
  ];
  await refuseDifferent(host.files, request.folder, texts);
  const table = await placeTable(host, { sample, which, folder: request.folder }, texts, signal);
  const kept = texts.map((file) => file.path);
  const paths = [...kept, sample.table.path].sort();
  return { project: request.name, files: paths, texts: kept, rows: table, data: which };
}

function chooseRows(sample: Sample, asked: 'all' | 'sample' | undefined): 'all' | 'sample' {
  if (asked !== 'all') return asked ?? (sample.table.all === undefined ? 'sample' : 'all');
  if (sample.table.all !== undefined) return 'all';
  throw new Failure('sample-rows-missing', 'All rows of the sample are in the npm package vega-datasets, not found.', {
    next: 'Run `npm install vega-datasets`, or take every tenth row with `--rows sample`.',
  });
}

/** Writes the files and the table; gives the table's rows. */
async function placeTable(
  host: Host,
  what: { readonly sample: Sample; readonly which: 'all' | 'sample'; readonly folder: string },
  texts: readonly ProjectFile[],
  signal: AbortSignal,
): Promise<number> {
  const { all, tenth, path: name } = what.sample.table;
  const ready = what.which === 'all' ? all : tenth;
  const tmpFolder = path.join(what.folder, '.modelyard/tmp');
  const source = await host.openData({ tmpFolder, readable: [all, tenth].filter((file) => file !== undefined) });
  const cut = path.join(tmpFolder, `${host.ids.runId()}.parquet`);
  try {
    const file = ready ?? (await writeTenth(source, all!, cut, signal));
    const rows = await countRows(source, file, signal);
    await writeFiles(host.files, what.folder, [...texts, { path: name, copyOf: file }]);
    return rows;
  } finally {
    await source.close();
    await host.files.remove(cut);
  }
}

/** Every tenth row in file order, so that the same file comes out each time. */
export async function writeTenth(
  source: DataSource,
  all: string,
  target: string,
  signal: AbortSignal,
): Promise<string> {
  const table = await source.relation({ files: [all], format: 'parquet' });
  const numbered = `select *, row_number() over () as place from ${table}`;
  const rows = `select * exclude (place) from (${numbered}) where place % 10 = 1 order by place`;
  await source.write(rows, target, { format: 'parquet', signal });
  return target;
}

async function countRows(source: DataSource, file: string, signal: AbortSignal): Promise<number> {
  const table = await source.relation({ files: [file], format: 'parquet' });
  const [counted] = await source.rows(`select count(*) as n from ${table}`, {}, { signal });
  return Number(counted?.['n']);
}
