import { driftTests } from '../catalog/driftTests.ts';
import { usage } from '../failure.ts';
import { parseShare } from '../language/values.ts';
import type { Baseline } from '../math/baseline.ts';
import { streamsOf } from '../monitoring/columns/readNumbers.ts';
import { readPairs } from '../monitoring/columns/readPairs.ts';
import { tablesReport } from '../monitoring/report/tablesReport.ts';
import type { DataSource } from '../ports/dataSource.ts';
import type { Host } from '../ports/host.ts';
import { baselineFile, namesBaseline } from './baselineFile.ts';
import { datasetTable, fileTable, namesDataset, type VersionTable } from './data/versionTable.ts';
import { temporaryFolder, withData } from './dataFile.ts';
import { type DriftResult, driftResult, driftVerdict } from './monitor/driftResult.ts';
import { type ArgumentsOf, operation } from './operation.ts';

const CODES = driftTests.map(({ code }) => code);
const NAMES = driftTests.map(({ name }) => name).filter((name) => !CODES.some((code) => code === name));

const ARGUMENTS = {
  reference: {
    type: 'string',
    description:
      'The rows as they should be: a file (CSV, Parquet, JSON lines or Arrow), NAME or NAME@VERSION of a dataset, or what `data baseline` stored.',
    required: true,
    placeholder: 'FILE|NAME',
  },
  current: { type: 'string', description: 'The rows as they are.', required: true, placeholder: 'FILE|NAME' },
  column: {
    type: 'string',
    description: 'A column to look at; may be given again. Default: all that both have, without times.',
    multiple: true,
    placeholder: 'COL',
  },
  test: {
    type: 'string',
    description: 'How a column is judged; `evidently` chooses as Evidently does.',
    choices: [...CODES, ...NAMES],
    default: 'auto',
  },
  max: {
    type: 'number',
    description: 'Greatest value of the test’s statistic that is no drift; default: what is usual for the test.',
  },
  share: {
    type: 'string',
    description: 'From which share of drifted columns on the data has drifted, such as 30% or 0.3.',
    default: '50%',
    placeholder: 'SHARE',
  },
  'all-tests': { type: 'boolean', description: 'Make every test that fits a column; `--test` still decides.' },
  'fail-on-drift': {
    type: 'boolean',
    description:
      'Exit code 1 where the data has drifted, a column is gone, of another type or without any value, or nothing can be told.',
  },
} as const;

/** `drift`: two tables against each other, no project needed. */
export const drift = operation({
  name: 'drift',
  title: 'Say which columns of a table have drifted from another',
  examples: [
    {
      command: 'modelyard drift --reference january.parquet --current may.parquet',
      does: 'Two files, column by column.',
    },
    {
      command: 'modelyard drift --reference train.csv --current new.csv --share 30% --fail-on-drift --format junit',
      does: 'For CI: exit code 1 where 30% of the columns or more have drifted.',
    },
    {
      command:
        'modelyard drift --reference train.csv --current new.csv --test psi --max 0.2 --column age --column income',
      does: 'Two columns, by another test.',
    },
    {
      command: 'modelyard drift --reference train.baseline.json --current new.parquet',
      does: 'Against what is stored of a table that is not there any more, or too large to be read each time.',
    },
    {
      command: 'modelyard drift --reference flights@a81c --current flights --format html > drift.html',
      does: 'Two versions of a dataset, as a page that needs nothing else.',
    },
  ],
  arguments: ARGUMENTS,
  result: 'drift',
  async run(host, args, { signal }): Promise<DriftResult> {
    const began = host.clock.now();
    const asked = { ...args, share: shareOf(args.share), began, signal };
    if (namesBaseline(args.current))
      throw usage('`--current` wants rows, and names a baseline.', 'Give what is stored as `--reference`.');
    if (!namesDataset(args.reference) && !namesDataset(args.current))
      return compare(host, await referenceFile(host, args.reference), await fileTable(host, args.current), asked);
    const folder = temporaryFolder(host);
    // Reading a project takes as many files of ours again as all else that this command needs.
    const { withDatasets } = await import('./data/tables.ts');
    try {
      return await withDatasets(host, { signal }, async (datasets) => {
        const request = { host, folder, signal };
        const reference = namesBaseline(args.reference)
          ? await referenceFile(host, args.reference)
          : await datasetTable(datasets, args.reference, request);
        const current = await datasetTable(datasets, args.current, request);
        return compare(host, reference, current, { ...asked, root: datasets.root });
      });
    } finally {
      await host.files.remove(folder);
    }
  },
  verdict: driftVerdict,
});

interface Asked extends Omit<ArgumentsOf<typeof ARGUMENTS>, 'share'> {
  readonly share: number;
  /** Milliseconds since 1970. */
  readonly began: number;
  readonly root?: string;
  readonly signal: AbortSignal;
}

/** What is stored of a table instead of the table. */
interface Stored {
  readonly name: string;
  readonly baseline: Baseline;
}

async function referenceFile(host: Host, named: string): Promise<VersionTable | Stored> {
  if (!namesBaseline(named)) return fileTable(host, named);
  return { name: named, baseline: await baselineFile(host, named) };
}

function compare(
  host: Host,
  reference: VersionTable | Stored,
  current: VersionTable,
  asked: Asked,
): Promise<DriftResult> {
  const { column, signal, share, began } = asked;
  const tables = 'baseline' in reference ? [current] : [reference, current];
  const readable = [...(asked.root === undefined ? [] : [asked.root]), ...tables.flatMap(({ files }) => files.files)];
  const work = async (data: DataSource) => {
    const pairs = await readPairs(data, {
      reference:
        'baseline' in reference
          ? { kind: 'baseline', baseline: reference.baseline }
          : { kind: 'table', relation: await data.relation(reference.files) },
      current: { kind: 'table', relation: await data.relation(current.files) },
      columns: column.length > 0 ? [...new Set(column)] : undefined,
      sensitive: tables.flatMap(({ sensitive }) => [...sensitive]),
      correlations: true,
      signal,
    });
    for (const table of tables) await table.checkFiles();
    const test = driftTests.find(({ code, name }) => code === asked.test || name === asked.test)!.code;
    const rule = { test, ...(asked.max === undefined ? {} : { max: asked.max }), allTests: asked['all-tests'] };
    const names = { reference: reference.name, current: current.name };
    const now = host.clock.now();
    const made = new Date(now).toISOString();
    const isBaseline = 'baseline' in reference;
    const report = tablesReport({ pairs, rule, share, names, isBaseline, made, seconds: (now - began) / 1000 });
    return driftResult(report, asked['fail-on-drift']);
  };
  return withData(host, readable, work, threadsFor(host, reference, current));
}

/**
 * Of Parquet against a baseline each stream of numbers is read by the thread that asks for it. DuckDB's own are what remains: one that takes
 * the work of a stream from its thread leaves that one waiting at full speed.
 */
function threadsFor(
  host: Host,
  reference: VersionTable | Stored,
  { files }: VersionTable,
): { readonly threads?: number } {
  if (!('baseline' in reference) || files.format !== 'parquet') return {};
  const numbers = Object.values(reference.baseline.inputs).filter(({ kind }) => kind === 'numbers');
  return { threads: Math.max(1, host.machine.threads - streamsOf(numbers.length)) };
}

function shareOf(text: string): number {
  const share = parseShare(text) ?? parseShare(text.trim() === '' ? undefined : Number(text));
  if (share !== undefined) return share;
  throw usage(`\`--share ${text}\` is no share.`, 'Give one between 0% and 100%, such as 30%.');
}
