import { findLeakage } from '../data/leakage/leakage.ts';
import type { UserSql } from '../data/userSql.ts';
import { Failure } from '../failure.ts';
import type { DataSource, TableFiles } from '../ports/dataSource.ts';
import type { Files } from '../ports/files.ts';
import type { Memo } from '../ports/memo.ts';
import { type ExampleSql, exampleSql } from '../project/exampleSql.ts';
import type { LeakFact } from '../project/facts.ts';
import type { Project } from '../project/project.ts';
import { type SqlSite, sqlFact } from '../project/sqlSites.ts';
import { memoKey } from './memoKey.ts';

export interface LeakSources {
  readonly data: DataSource;
  readonly files: Files;
  /** Files of the datasets that were found, by name. */
  readonly tables: ReadonlyMap<string, TableFiles>;
  readonly openMemo: (() => Promise<Memo | undefined>) | undefined;
}

/** What is read from the beginning of a dataset, and of those rows the ones that are looked at. */
const FIRST = { rows: 2_000_000, labelled: 200_000 } as const;
const MOST_ROWS = 20_000;
/** Grows when the same rows would give other findings. */
const REVISION = 1;

/** What tells the label among the inputs of the project's examples, by `ExampleSql.key`, where all of their SQL is right. */
export async function findLeaks(
  project: Project,
  { data, files, tables, openMemo }: LeakSources,
): Promise<ReadonlyMap<string, readonly LeakFact[]>> {
  const leaks = new Map<string, readonly LeakFact[]>();
  for (const made of allExamples(project)) {
    const table = tables.get(made.dataset);
    if (table === undefined || leaks.has(made.key)) continue;
    const memo = await openMemo?.();
    const key = memo && (await memoKey(files, table, [REVISION, made.key]));
    const known = key === undefined ? undefined : ((await memo?.get('leaks', key)) as Remembered | undefined);
    const { found } = known ?? { found: await look(data, table, made) };
    if (found !== null) leaks.set(made.key, found);
    if (key !== undefined && known === undefined) await memo?.set('leaks', key, { found } satisfies Remembered);
  }
  return leaks;
}

/** Null where it cannot be told. */
interface Remembered {
  readonly found: readonly LeakFact[] | null;
}

function allExamples(project: Project): readonly ExampleSql[] {
  const steps = [...project.pipelines.values()].flatMap((pipeline) =>
    [...pipeline.steps.values()].map((step) => ({ pipeline, step })),
  );
  return steps.flatMap(({ pipeline, step }) => {
    const made = step.kind === 'uses' && step.uses === 'data/examples' && exampleSql(project, pipeline, step);
    return made && isBound(project, made) ? [made] : [];
  });
}

function isBound(project: Project, { label, inputs, where }: ExampleSql): boolean {
  return [label, ...Object.values(inputs), ...(where ? [where] : [])].every((site) => {
    const fact = sqlFact(project, site);
    return fact.kind === 'known' && fact.value.kind === 'bound';
  });
}

/** Null where it cannot be told: rows that cannot be read, SQL that fails on some of them. */
async function look(
  data: DataSource,
  table: TableFiles,
  { label, inputs, where }: ExampleSql,
): Promise<readonly LeakFact[] | null> {
  const cheap = table.format === 'csv' ? { ...table, csv: { ...table.csv, sampleRows: 20_480 } } : table;
  try {
    return await findLeakage(data, {
      files: cheap,
      target: sqlOf(label),
      inputs: Object.fromEntries(Object.entries(inputs).map(([name, site]) => [name, sqlOf(site)])),
      ...(where === undefined ? {} : { where: sqlOf(where) }),
      first: FIRST,
      mostRows: MOST_ROWS,
    });
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

function sqlOf({ sql, bindings }: SqlSite): UserSql {
  return { text: sql.text, bindings };
}
