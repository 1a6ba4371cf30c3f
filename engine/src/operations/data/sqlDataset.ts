import { createHash } from 'node:crypto';
import { posix as path } from 'node:path';
import { readingOf } from '../../data/sources/source.ts';
import { checkSql, placeSql } from '../../data/userSql.ts';
import { versionBefore } from '../../data/versions/versionBefore.ts';
import { VersionRecords } from '../../data/versions/versionRecord.ts';
import { Failure } from '../../failure.ts';
import type { Column } from '../../language/columnType.ts';
import { EvaluationError, evaluate } from '../../language/expressions/evaluate.ts';
import type { DatasetSpec } from '../../language/specs.generated.ts';
import type { Bindings, DataSource } from '../../ports/dataSource.ts';
import { identifier } from '../../ports/sqlText.ts';
import type { Lineage, ResolvedDataset } from '../../ports/step.ts';
import type { Dataset } from '../../project/dataset.ts';
import { sensitiveColumns } from '../../project/sensitive.ts';
import type { SqlText } from '../../project/specValue.ts';
import type { DatasetRequest, FindDataset } from './datasetRequest.ts';
import type { Look } from './look.ts';

/** What is remembered of a table that SQL made. */
interface Made {
  readonly sha256: string;
  readonly rows: number;
}

/**
 * A dataset that is SQL over others, its rows a Parquet object of the store, made when no object of the same SQL over the same
 * versions is there. Its version is the hash of these. One thread makes it, so that rows come in the same order everywhere.
 * @throws Failure `unknown-dataset`, `source-cycle`, `sql-refused`
 */
export async function findSqlDataset(
  dataset: Dataset,
  request: DatasetRequest,
  { signal, log }: Look,
  find: FindDataset,
): Promise<ResolvedDataset> {
  const { host, stores, root } = request;
  const { name } = dataset;
  const tmpFolder = path.join(request.tmpFolder, `dataset-${name}`);
  const data = await host.openData({ tmpFolder, readable: [root, path.join(stores.folder, 'objects')], threads: 1 });
  try {
    const inputs = await Promise.all(
      (await namesRead(data, dataset, request)).map((input) => find(input, signal, log)),
    );
    const sql = { text: sqlOf(dataset).text, bindings: bindingsOf(dataset, request) };
    const version = hashOf([
      sql.text,
      sql.bindings,
      ...inputs.map((input) => [input.name, input.version, readingOf(input.files)]),
    ]);
    const known = (await stores.memo.get('sql-dataset', version)) as Made | undefined;
    const isThere = known !== undefined && (await stores.artifacts.has(known.sha256));
    const made = isThere ? known : await make(data, { name, sql, inputs, tmpFolder, signal }, request);
    if (!isThere) await stores.memo.set('sql-dataset', version, made);
    return {
      name,
      spec: dataset.tree.value as unknown as DatasetSpec,
      files: { files: [await stores.artifacts.path(made.sha256, `dataset \`${name}\``)], format: 'parquet' },
      version,
      rows: made.rows,
      inputs: rawInputs(inputs),
      sensitive: sensitiveColumns(request, dataset),
      async checkFiles() {
        for (const input of inputs) await input.checkFiles();
      },
      versionBefore: () =>
        versionBefore(name, version, {
          records: new VersionRecords(host.files, stores.folder),
          runs: stores.runs,
          lock: request.locks.get(name),
        }),
    };
  } finally {
    await data.close();
    await host.files.remove(tmpFolder);
  }
}

interface Making {
  readonly name: string;
  readonly sql: { readonly text: string; readonly bindings: Bindings };
  readonly inputs: readonly ResolvedDataset[];
  readonly tmpFolder: string;
  readonly signal: AbortSignal;
}

async function make(data: DataSource, making: Making, { stores }: DatasetRequest): Promise<Made> {
  const { name, sql, inputs, tmpFolder, signal } = making;
  const relations: string[] = [];
  const tables: Record<string, readonly Column[]> = {};
  for (const input of inputs) {
    const relation = await data.relation(input.files);
    tables[input.name] = await data.columns(`SELECT * FROM ${relation}`);
    relations.push(`${identifier(input.name)} AS NOT MATERIALIZED (SELECT * FROM ${relation})`);
  }
  await checkSql(data, sql, { kind: 'query', tables }, `the source of dataset \`${name}\``);
  const placed = placeSql(sql, 'source');
  const file = path.join(tmpFolder, 'rows.parquet');
  const all = `${relations.length === 0 ? '' : `WITH ${relations.join(', ')} `}SELECT * FROM ${placed.sql}`;
  const { rows } = await data.write(all, file, { bindings: placed.bindings, signal });
  for (const input of inputs) await input.checkFiles();
  const { sha256 } = await stores.artifacts.take(file);
  return { sha256, rows };
}

/** The datasets that the SQL names, by the names that the project gives them. */
async function namesRead(data: DataSource, dataset: Dataset, request: DatasetRequest): Promise<readonly string[]> {
  const { datasets } = request;
  const names = await readBy(data, dataset);
  const unknown = names.find((name) => !datasets.has(name));
  if (unknown !== undefined)
    throw new Failure(
      'unknown-dataset',
      `The source of dataset \`${dataset.name}\` reads \`${unknown}\`, which is no dataset.`,
      {
        next: `There ${datasets.size === 1 ? 'is' : 'are'}: ${[...datasets.keys()].join(', ')}.`,
        place: { file: dataset.file },
      },
    );
  await refuseCycle(data, dataset, request, []);
  return names;
}

async function readBy(data: DataSource, { source }: Dataset): Promise<readonly string[]> {
  return source.kind === 'sql' ? data.tables(source.sql.text) : [];
}

/** Looked for before anything is waited for: datasets that read each other would wait for ever. */
async function refuseCycle(
  data: DataSource,
  dataset: Dataset,
  request: DatasetRequest,
  way: readonly string[],
): Promise<void> {
  const { name, file } = dataset;
  const at = way.indexOf(name);
  if (at >= 0)
    throw new Failure('source-cycle', `Datasets read each other: ${[...way.slice(at), name].join(' reads ')}.`, {
      next: 'Let the SQL of one of them read the files instead.',
      place: { file },
    });
  for (const input of await readBy(data, dataset)) {
    const other = request.datasets.get(input);
    if (other !== undefined) await refuseCycle(data, other, request, [...way, name]);
  }
}

function sqlOf({ name, source }: Dataset): SqlText {
  if (source.kind === 'sql') return source.sql;
  throw new Error(`${name} is not SQL`);
}

function bindingsOf(dataset: Dataset, { variables }: DatasetRequest): Bindings {
  return Object.fromEntries(
    sqlOf(dataset).bindings.map(({ name, expression }) => {
      const value = evaluate(expression, { env: variables });
      if (!(value instanceof EvaluationError) && (value === null || typeof value !== 'object')) return [name, value];
      const why = value instanceof EvaluationError ? value.message : 'it is no single value';
      throw new Failure('expression', `An expression in the SQL of dataset \`${dataset.name}\` has no value: ${why}.`, {
        next: 'Set the variable, and allow it under `env` in modelyard.yaml.',
        place: { file: dataset.file },
      });
    }),
  );
}

/** Of SQL over SQL, what lies below all. */
function rawInputs(inputs: readonly ResolvedDataset[]): Lineage {
  return Object.assign(
    {},
    ...inputs.map(({ name, version, rows, inputs: below }) => below ?? { [name]: { version, rows } }),
  ) as Lineage;
}

function hashOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
