import { columnsOf } from '../data/versions/datasetVersion.ts';
import { Failure } from '../failure.ts';
import type { Column } from '../language/columnType.ts';
import type { DataSource, TableFiles } from '../ports/dataSource.ts';
import type { FileStat } from '../ports/files.ts';
import type { Fact, SqlFact } from '../project/facts.ts';
import { unlikeFiles } from './unlikeFiles.ts';

export interface SeenTable {
  readonly columns: readonly Column[];
  readonly unlike?: string;
}

/** What was seen in data, for as long as the files stay as they are; and what pieces of SQL are, which their key decides. */
export class FactMemory {
  readonly #open: (readable: readonly string[]) => Promise<DataSource>;
  #session: { readonly readable: string; readonly data: DataSource } | undefined;
  #tables = new Map<string, SeenTable>();
  #sql = new Map<string, Fact<SqlFact>>();
  #reads = new Map<string, readonly string[]>();

  constructor(open: (readable: readonly string[]) => Promise<DataSource>) {
    this.#open = open;
  }

  /** A source that may read these files; the one before while they are the same. */
  async data(readable: readonly string[]): Promise<DataSource> {
    const key = JSON.stringify([...new Set(readable)].sort());
    if (this.#session?.readable === key) return this.#session.data;
    await this.close();
    const data = await this.#open(readable);
    this.#session = { readable: key, data };
    return data;
  }

  /** @throws Failure what reading them throws; that is not remembered */
  async table(data: DataSource, table: TableFiles, stats: readonly (FileStat | undefined)[]): Promise<SeenTable> {
    const key = JSON.stringify([table, stats]);
    const seen = this.#tables.get(key) ?? (await look(data, table));
    this.#tables.set(key, seen);
    return seen;
  }

  async reads(data: DataSource, sql: string): Promise<readonly string[]> {
    const reads = this.#reads.get(sql) ?? (await data.tables(sql));
    this.#reads.set(sql, reads);
    return reads;
  }

  async sql(key: string, bind: () => Promise<Fact<SqlFact>>): Promise<Fact<SqlFact>> {
    const fact = this.#sql.get(key) ?? (await bind());
    this.#sql.set(key, fact);
    return fact;
  }

  /** Forgets all but this, so that it does not grow with every key that is typed. */
  keep(tables: ReadonlySet<SeenTable>, sql: ReadonlyMap<string, Fact<SqlFact>>): void {
    this.#tables = new Map([...this.#tables].filter(([, seen]) => tables.has(seen)));
    this.#sql = new Map(sql);
    if (this.#reads.size > MOST_NAMES) this.#reads.clear();
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.data.close();
  }
}

const MOST_NAMES = 1000;

async function look(data: DataSource, table: TableFiles): Promise<SeenTable> {
  const columns = await columnsOf(data, table);
  const unlike = await unlikeFiles(data, table, columns).catch((error) => {
    if (error instanceof Failure) return undefined;
    throw error;
  });
  return { columns, ...(unlike === undefined ? {} : { unlike }) };
}
