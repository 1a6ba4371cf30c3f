import { posix as path } from 'node:path';
import { isPortableFileName } from '../../language/values.ts';
import type { Host } from '../../ports/host.ts';
import { inputNamed, withData } from '../dataFile.ts';
import { type DraftNames, datasetYaml, timedYaml } from './draft/datasetYaml.ts';
import { type DraftRequest, draftOf } from './draft/draft.ts';
import { pipelineYaml } from './draft/pipelineYaml.ts';
import { readTable } from './draft/readTable.ts';
import { snakeCase } from './draft/snakeNames.ts';
import { IGNORED, modelyardYaml, nameFrom } from './emptyProject.ts';
import { type ProjectFile, writeFiles } from './write.ts';

export interface TableRequest extends DraftRequest {
  /** The file as the user named it. */
  readonly data: string;
  /** Absolute; made when it is not there. */
  readonly folder: string;
}

/** What was guessed, for people and programs. */
export interface Drafted {
  readonly dataset: string;
  readonly pipeline: string;
  readonly target: string;
  readonly task: 'binary' | 'multiclass' | 'regression';
  readonly timestamp: string | null;
  readonly key: readonly string[] | null;
  readonly split: 'time' | 'stratified' | 'random' | 'group';
  readonly inputs: readonly string[];
  readonly leftOut: readonly { readonly column: string; readonly why: string }[];
}

export interface FilledFromTable {
  readonly project: string;
  readonly files: readonly string[];
  /** Those of them that belong into git. */
  readonly texts: readonly string[];
  readonly rows: number;
  readonly draft: Drafted;
}

/** Name of the folder for a project about this file. */
export function folderFor(data: string): string {
  return nameFrom(stem(data));
}

/** Drafts a dataset and a pipeline from a table, and writes them with the data into a folder. */
export async function fillFromTable(host: Host, request: TableRequest, signal: AbortSignal): Promise<FilledFromTable> {
  const file = await inputNamed(host, request.data);
  const pipeline = portable(nameFrom(stem(file)));
  const dataset = snakeCase(pipeline);
  const { source, ...place } = await placeOf(host, file, request.folder);
  const names: DraftNames = { dataset, timed: `${dataset}_timed`, pipeline, source, file: path.basename(file) };
  const draft = await withData(host, [file], async (data, tmpFolder) => {
    const table = await readTable(data, { file, shown: request.data, tmpFolder, signal });
    return draftOf(data, table, request, { tmpFolder, signal });
  });
  const timed = timedYaml(draft, names);
  const project = await projectFile(host, request.folder);
  const texts: readonly ProjectFile[] = [
    ...project.files,
    { path: `${pipeline}.dataset.yaml`, text: datasetYaml(draft, names) },
    ...(timed === undefined ? [] : [{ path: `${pipeline}-timed.dataset.yaml`, text: timed }]),
    { path: `${pipeline}.pipeline.yaml`, text: pipelineYaml(draft, names) },
    { path: '.gitignore', lines: [...IGNORED, ...place.ignored] },
  ];
  await writeFiles(host.files, request.folder, [...texts, ...place.copies]);
  const kept = texts.map((one) => one.path);
  const { target, inputs, split, time, key, table } = draft;
  return {
    project: project.name,
    files: [...kept, source].sort(),
    texts: kept,
    rows: table.facts.rows,
    draft: {
      dataset: timed === undefined ? dataset : names.timed,
      pipeline,
      target: target.column.name,
      task: target.task,
      timestamp: time?.column.name ?? null,
      key: key?.columns ?? null,
      split: split.by,
      inputs: inputs.inputs.map(({ name }) => name),
      leftOut: inputs.leftOut,
    },
  };
}

/** The project that is there already, else a new one. */
async function projectFile(
  host: Host,
  folder: string,
): Promise<{ readonly name: string; readonly files: readonly ProjectFile[] }> {
  const there = await host.files.read(path.join(folder, 'modelyard.yaml'));
  if (there !== undefined) return { name: /^project:\s*(\S+)/m.exec(there)?.[1] ?? path.basename(folder), files: [] };
  const name = nameFrom(path.basename(folder));
  return { name, files: [{ path: 'modelyard.yaml', text: modelyardYaml(name) }] };
}

interface DataPlace {
  /** Relative to the project. */
  readonly source: string;
  readonly copies: readonly ProjectFile[];
  readonly ignored: readonly string[];
}

/** A file inside of the project stays where it is; any other is copied into `data/`. */
async function placeOf(host: Host, file: string, folder: string): Promise<DataPlace> {
  const [base, real] = [await host.files.realPath(folder), await host.files.realPath(file)];
  const inside = base === undefined || real === undefined ? '..' : path.relative(base, real);
  if (!inside.startsWith('..') && PLAIN_PATH.test(inside)) {
    const isIgnored = IGNORED.some((ignored) => inside.startsWith(ignored));
    return { source: inside, copies: [], ignored: isIgnored ? [] : [`/${inside}`] };
  }
  const source = `data/${PLAIN_PATH.test(path.basename(file)) ? path.basename(file) : `${portable(nameFrom(stem(file)))}${endings(file)}`}`;
  return { source, copies: [{ path: source, copyOf: real ?? file }], ignored: [] };
}

/** What is neither a glob nor an expression, and can stand in .gitignore. */
const PLAIN_PATH = /^[\p{L}\p{N}_.,()+@=/ -]*[\p{L}\p{N}_)]$/u;

/** `.csv.gz` of `flights.2001.csv.gz`. */
function endings(file: string): string {
  return /\.[A-Za-z0-9]+(?:\.(?:gz|zst))?$/.exec(path.basename(file))?.[0] ?? '';
}

function stem(file: string): string {
  const name = path.basename(file.replaceAll('\\', '/'));
  return name.slice(0, name.length - endings(name).length);
}

/** `run`, and words that some systems keep for themselves, name no model. */
function portable(name: string): string {
  return isPortableFileName(name) && name !== 'run' && name.length <= 100
    ? name
    : `table-${name.slice(0, 90)}`.replace(/-+$/, '');
}
