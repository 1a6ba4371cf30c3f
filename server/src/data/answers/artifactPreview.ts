import { hiddenColumns } from '../../../../engine/src/facts/hiddenColumns.ts';
import { Failure } from '../../../../engine/src/failure.ts';
import { withData } from '../../../../engine/src/operations/dataFile.ts';
import { figureOf } from '../../../../engine/src/operations/runs/mainMetric.ts';
import type { Row, TableFormat } from '../../../../engine/src/ports/dataSource.ts';
import type { Run } from '../../../../engine/src/ports/runStore.ts';
import type { ArtifactPreview, PreviewCell } from '../../views/runPage.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Asked } from '../asked.ts';
import { runNamed } from './runNamed.ts';

const MOST_TEXT = 1e6;
const MOST_IMAGE = 4e6;
const MOST_ROWS = 50;
const MOST_COLUMNS = 50;
const MOST_LETTERS = 200;
/** Bytes of a table that are looked at; a larger one is not waited for unless it is Parquet, which is read in parts. */
const MOST_TABLE = 100e6;

/** The first part of an artifact, as a text, a picture or rows. */
export async function artifactPreview(
  asked: Asked,
  { run: id, path }: ViewQuestions['artifactPreview']['params'],
  signal: AbortSignal,
): Promise<ArtifactPreview> {
  const { run, artifacts } = await runNamed(asked, id);
  const short = run.id.slice(0, 8);
  const found = run.artifacts.find((one) => one.path === path);
  if (found === undefined) throw new Failure('artifact-not-found', `The run ${short} has no artifact \`${path}\``);
  const file = await artifacts.path(found.sha256, `\`${path}\` of the run ${short}`);
  return previewOf(asked, {
    path,
    datasets: run.datasets,
    signal,
    bytes: async (most) => ({
      bytes: (await asked.host.files.bytesFrom(file, 0, most)) ?? new Uint8Array(),
      isWhole: found.size <= most,
    }),
    // A file that lies here is read in parts where its format can be.
    file: async (most) => (isPartial(path) || found.size <= most ? file : undefined),
  });
}

/** An artifact, wherever its bytes are. */
export interface Previewed {
  readonly path: string;
  /** What its run read: their sensitive columns are not told. */
  readonly datasets: Run['datasets'];
  readonly signal: AbortSignal;
  /** At most so many of its first bytes. */
  readonly bytes: (most: number) => Promise<{ readonly bytes: Uint8Array; readonly isWhole: boolean }>;
  /** A file that holds it; undefined where it has more bytes. */
  readonly file: (most: number) => Promise<string | undefined>;
}

/** The first part of an artifact by what its name says it is. */
export async function previewOf(asked: Asked, previewed: Previewed): Promise<ArtifactPreview> {
  const ending = endingOf(previewed.path);
  const format = FORMATS[ending];
  if (format !== undefined) {
    const file = await previewed.file(MOST_TABLE);
    return file === undefined ? { kind: 'none', why: 'large' } : tablePreview(asked, { ...previewed, file, format });
  }
  const image = IMAGES[ending];
  const { bytes, isWhole } = await previewed.bytes(image === undefined ? MOST_TEXT : MOST_IMAGE);
  if (image === undefined) return textPreview(bytes, ending, !isWhole);
  if (!isWhole) return { kind: 'none', why: 'large' };
  return { kind: 'image', type: image, base64: Buffer.from(bytes).toString('base64') };
}

function endingOf(path: string): string {
  return /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
}

function isPartial(path: string): boolean {
  return FORMATS[endingOf(path)] === 'parquet';
}

const FORMATS: Readonly<Record<string, TableFormat>> = {
  parquet: 'parquet',
  csv: 'csv',
  tsv: 'csv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  arrow: 'arrow',
  feather: 'arrow',
};

/** What a page may draw from bytes; others, as SVG, are shown as the text they are. */
const IMAGES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
};

function textPreview(bytes: Uint8Array, ending: string, isCut: boolean): ArtifactPreview {
  if (bytes.includes(0)) return { kind: 'none', why: 'binary' };
  try {
    // Of a text that is cut the last letter may be half there.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
    return { kind: 'text', text: ending === 'json' && !isCut ? indented(text) : text, isCut };
  } catch {
    return { kind: 'none', why: 'binary' };
  }
}

/** JSON that programs write in one line; what has lines stays as it is. */
function indented(text: string): string {
  if (text.trimEnd().includes('\n')) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

interface Table {
  readonly file: string;
  readonly format: TableFormat;
  readonly datasets: Run['datasets'];
  readonly signal: AbortSignal;
}

function tablePreview({ host, project }: Asked, { file, format, datasets, signal }: Table): Promise<ArtifactPreview> {
  const hidden = new Set(datasets.flatMap(({ name }) => [...hiddenColumns(project, name)]));
  return withData(host, [file], async (data) => {
    const relation = await data.relation({ files: [file], format });
    const all = (await data.columns(`SELECT * FROM ${relation}`)).map(({ name }) => name);
    const told = all.filter((name) => !hidden.has(name.toLowerCase()));
    const columns = told.slice(0, MOST_COLUMNS);
    const names = columns.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ');
    const sql = `SELECT ${names} FROM ${relation} LIMIT ${MOST_ROWS}`;
    const rows = columns.length === 0 ? [] : await data.rows(sql, {}, { signal });
    // Parquet says it in its last bytes; of others all would be read.
    const counted = format === 'parquet' ? await data.rows(`SELECT count(*) AS n FROM ${relation}`) : [];
    return {
      kind: 'table',
      columns,
      columnsInAll: told.length,
      hidden: all.length - told.length,
      rows: rows.map((row) => columns.map((name) => cellOf(row[name]))),
      rowsInAll: counted[0] === undefined ? (rows.length < MOST_ROWS ? rows.length : null) : Number(counted[0]['n']),
    };
  });
}

function cellOf(value: Row[string] | undefined): PreviewCell {
  if (typeof value === 'number') return figureOf(value);
  if (typeof value === 'boolean' || value === null || value === undefined) return value ?? null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text;
}
