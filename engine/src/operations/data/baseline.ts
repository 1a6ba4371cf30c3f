import { usage } from '../../failure.ts';
import { BASELINE_SCHEMA, type Baseline } from '../../math/baseline.ts';
import { describeTable } from '../../monitoring/baseline/describeTable.ts';
import { mergeBaselines } from '../../monitoring/baseline/mergeBaselines.ts';
import { type PlannedColumn, planTables } from '../../monitoring/columns/columnPlan.ts';
import { EXACT_CELLS } from '../../monitoring/columns/readPairs.ts';
import { columnsOf, withScanned } from '../../monitoring/columns/scannedTable.ts';
import type { Host } from '../../ports/host.ts';
import { baselineFile, namesBaseline } from '../baselineFile.ts';
import { fileNamed, temporaryFolder, withData } from '../dataFile.ts';
import { operation } from '../operation.ts';
import { withDatasets } from './tables.ts';
import { datasetTable, fileTable, namesDataset, type VersionTable } from './versionTable.ts';

/** What was stored. */
export interface StoredBaseline {
  /** As it was named. */
  readonly file: string;
  readonly rows: number;
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  readonly columns: readonly {
    readonly column: string;
    readonly kind: 'number' | 'category';
    /** Every value, or category, has its count; else quantiles, or the most frequent categories. */
    readonly whole: boolean;
  }[];
  readonly leftOut: readonly { readonly column: string; readonly reason: string }[];
}

/** `data baseline`: what drift is measured against where the rows themselves are not kept. */
export const dataBaseline = operation({
  name: 'data baseline',
  title: 'Store what the columns of tables look like, to hold later rows against it',
  examples: [
    {
      command: 'modelyard data baseline january.parquet --output january.baseline.json',
      does: 'Counts, quantiles, moments, categories and missing values of each column, in about 10 kB a column.',
    },
    {
      command: 'modelyard data baseline january.baseline.json february.parquet --output year.baseline.json',
      does: 'Adds a part to what is stored; the rows of January are not read again. `modelyard drift --reference year.baseline.json` holds others against both.',
    },
  ],
  arguments: {
    tables: {
      type: 'string',
      description:
        'Files (CSV, Parquet, JSON lines or Arrow), NAME or NAME@VERSION of datasets, and FILE.baseline.json; several add up.',
      positional: true,
      required: true,
      multiple: true,
      placeholder: 'FILE|NAME',
    },
    output: {
      type: 'string',
      description: 'Where it is written.',
      required: true,
      placeholder: 'FILE.baseline.json',
    },
    column: {
      type: 'string',
      description: 'A column to store; may be given again. Default: all but dates, timestamps and sensitive columns.',
      multiple: true,
      placeholder: 'COL',
    },
  },
  result: 'data-baseline',
  async run(host, { tables, output, column }, { signal }): Promise<StoredBaseline> {
    if (!namesBaseline(output))
      throw usage(`\`--output ${output}\` names no baseline.`, 'End it in .baseline.json, by which it is known again.');
    const parts: Part[] = [];
    for (const named of tables) parts.push(await partOf(host, named, { columns: [...new Set(column)], signal }));
    const baseline = parts.map((part) => part.baseline).reduce(mergeBaselines);
    await host.files.write(fileNamed(host, output), `${JSON.stringify(baseline)}\n`);
    return {
      file: output,
      rows: baseline.rows,
      tables: parts.map(({ name, baseline: { rows } }) => ({ name, rows })),
      columns: Object.entries(baseline.inputs).map(([name, one]) => ({
        column: name,
        kind: one.kind === 'numbers' ? 'number' : 'category',
        whole: one.kind === 'numbers' ? one.distribution.kind === 'values' : one.other === 0,
      })),
      leftOut: leftOut(parts, baseline),
    };
  },
});

interface Part {
  readonly name: string;
  readonly baseline: Baseline;
  readonly leftOut: StoredBaseline['leftOut'];
}

interface Asked {
  /** None: all. */
  readonly columns: readonly string[];
  readonly signal: AbortSignal;
}

async function partOf(host: Host, named: string, asked: Asked): Promise<Part> {
  if (namesBaseline(named)) {
    const stored = await baselineFile(host, named);
    const kept = Object.entries(stored.inputs).filter(
      ([name]) => asked.columns.length === 0 || asked.columns.includes(name),
    );
    return { name: named, baseline: { ...stored, inputs: Object.fromEntries(kept) }, leftOut: [] };
  }
  if (!namesDataset(named)) return described(host, await fileTable(host, named), [], asked);
  const folder = temporaryFolder(host);
  try {
    return await withDatasets(host, { signal: asked.signal }, async (datasets) => {
      const table = await datasetTable(datasets, named, { host, folder, signal: asked.signal });
      return described(host, table, [datasets.root], asked);
    });
  } finally {
    await host.files.remove(folder);
  }
}

function described(
  host: Host,
  { name, files, sensitive, checkFiles }: VersionTable,
  readable: readonly string[],
  { columns, signal }: Asked,
): Promise<Part> {
  return withData(host, [...readable, ...files.files], async (data) => {
    const side = { kind: 'table', relation: await data.relation(files) } as const;
    const there = await columnsOf(data, side);
    const plan = planTables(there, there, columns.length > 0 ? { columns } : {});
    const hidden = new Set([...sensitive].map((one) => one.toLowerCase()));
    const why = ({ column, reason }: PlannedColumn) =>
      hidden.has(column.toLowerCase()) ? 'It is sensitive, and its values would stand in the file' : reason;
    const kept = plan.filter((column) => why(column) === null);
    const of = (kind: PlannedColumn['kind']) =>
      kept.flatMap((column) => (column.kind === kind && column.current ? [column.current] : []));
    const names = kept.map(({ column }) => column);
    const baseline = await withScanned(data, side, names, { signal }, async (table): Promise<Baseline> => {
      const inputs = await describeTable(table, {
        numbers: of('number'),
        categories: of('category'),
        exactCells: EXACT_CELLS,
      });
      const inOrder = names.map((column) => [column, inputs[column]!] as const);
      return { schema: BASELINE_SCHEMA, rows: table.rows, inputs: Object.fromEntries(inOrder), outputs: {}, label: {} };
    });
    await checkFiles();
    return { name, baseline, leftOut: plan.flatMap((column) => said(column.column, why(column))) };
  });
}

function said(column: string, reason: string | null): StoredBaseline['leftOut'] {
  return reason === null ? [] : [{ column, reason }];
}

/** Once each, with the first reason; and what parts do not share. */
function leftOut(parts: readonly Part[], { inputs }: Baseline): StoredBaseline['leftOut'] {
  const told = new Map<string, string>();
  for (const part of parts)
    for (const { column, reason } of part.leftOut) if (!told.has(column)) told.set(column, reason);
  for (const { baseline } of parts)
    for (const column of Object.keys(baseline.inputs))
      if (!Object.hasOwn(inputs, column) && !told.has(column))
        told.set(column, 'Not every table has it, or it is of different types');
  return [...told].map(([column, reason]) => ({ column, reason }));
}
