import type { Column, ColumnType } from '../language/columnType.ts';
import type { Path } from '../language/tree.ts';
import type { Dataset } from '../project/dataset.ts';
import { type DatasetLock, lockedSqlType } from '../project/lock.ts';
import { datasetOf, lockOf } from '../project/ofFile.ts';
import type { Project } from '../project/project.ts';
import { sensitiveColumns } from '../project/sensitive.ts';
import type { Family, Found } from './rule.ts';

/** Locks beside the data and the specs they are of. */
export const locks: Family = {
  rules: [
    {
      code: 'lock-stands-in',
      title: 'The data is not there, and its lock is checked instead',
      severity: 'hint',
      pace: 'slow',
      docs: 'No file matches `source`. The lock of the dataset says what its columns were when `modelyard data lock` was last run, and columns and SQL are checked against that. A run needs the data itself.',
    },
    {
      code: 'lock-stale',
      title: 'A lock does not say what the data is now',
      severity: 'warning',
      pace: 'slow',
      docs: 'Colleagues and CI without the data check their specs against the lock, so that columns or types that are not those of the data mislead them: a warning. Where only rows or bytes differ it is a hint, given once the version of the data is known from a run or another command. `modelyard data lock NAME` brings it up to date; commit the file.',
    },
    {
      code: 'lock-shows-sensitive',
      title: 'A lock tells the range of a sensitive column',
      severity: 'warning',
      pace: 'fast',
      docs: 'The dataset names the column under `datasheet.sensitive`, so that its lock, which lies in git for all to read, may show its type and share of missing values only. It was written before. `modelyard data lock NAME` takes the values out; where the file has been pushed they are still in the history.',
    },
  ],
  *check(project, file) {
    const dataset = datasetOf(project, file);
    if (dataset !== undefined) yield* standsIn(project, dataset);
    const lock = lockOf(project, file);
    if (lock === undefined) return;
    yield* stale(project, lock);
    yield* shown(project, lock);
  },
};

function* standsIn({ locks, facts }: Project, { name, file, tree }: Dataset): Generator<Found> {
  const lock = locks.get(name);
  if (lock !== undefined && facts.columnsFrom(name) === 'lock' && facts.source(name).kind === 'absent')
    yield {
      code: 'lock-stands-in',
      file,
      range: tree.range(['source']),
      message: `The data is not there; its columns are those of ${lock.file}`,
    };
}

function* stale(project: Project, lock: DatasetLock): Generator<Found> {
  const { name, file, tree } = lock;
  const { facts } = project;
  const now = facts.columns(name);
  const from = facts.columnsFrom(name);
  if (now.kind !== 'known' || from === 'lock' || !isOfItsOwnSource(project, name)) return;
  const version = facts.version(name);
  if (version.kind === 'known' && version.value === lock.version) return;
  const at = (path: Path, part?: 'key') => ({ code: 'lock-stale', file, range: tree.range(path, part), ...mend(name) });
  const changes = changesOf(lock, now.value, from === 'sample');
  const [first] = changes;
  if (first !== undefined) {
    const said = changes.slice(0, MOST).map((change) => change.said);
    const more = changes.length > MOST ? ` and ${changes.length - MOST} more` : '';
    yield { ...at(first.path, 'key'), message: `The data is not as locked: ${said.join(', ')}${more}; ${NEXT(name)}` };
  } else if (version.kind === 'known')
    yield {
      ...at(['version']),
      severity: 'hint',
      message: `The data has changed since it was locked, its columns have not; ${NEXT(name)}`,
    };
}

const MOST = 5;
const NEXT = (name: string) => `run \`modelyard data lock ${name}\``;

function mend(name: string): Pick<Found, 'data'> {
  return { data: { command: `modelyard data lock ${name}` } };
}

/** Not where an environment puts other data in its place, as CI does with a sample. */
function isOfItsOwnSource({ datasets, files }: Project, name: string): boolean {
  const dataset = datasets.get(name);
  return dataset !== undefined && files.get(dataset.file)?.dataset?.source === dataset.source;
}

interface Change {
  readonly said: string;
  /** In the lock. */
  readonly path: Path;
}

function changesOf({ columns }: DatasetLock, now: readonly Column[], isSample: boolean): readonly Change[] {
  const there = new Map(now.map((column) => [column.name, column]));
  const locked = new Set(columns.map(({ name }) => name));
  const changed = columns.flatMap((before): Change | readonly Change[] => {
    const path = ['columns', before.name];
    const column = there.get(before.name);
    if (column === undefined) return { said: `\`${before.name}\` is gone`, path };
    const sqlType = lockedSqlType(column.sqlType);
    if (sqlType === before.sqlType || (isSample && WIDENS[column.type].includes(before.type))) return [];
    return { said: `\`${before.name}\` is ${sqlType} and was ${before.sqlType}`, path };
  });
  const added = now.filter(({ name }) => !locked.has(name));
  return [...changed, ...added.map(({ name }) => ({ said: `\`${name}\` is new`, path: ['columns'] }))];
}

/** What a column that looks like one type in its first rows may be in all of them. */
const WIDENS: Readonly<Record<ColumnType, readonly ColumnType[]>> = {
  boolean: ['boolean', 'string', 'category'],
  integer: ['integer', 'float', 'decimal', 'string', 'category'],
  float: ['float', 'string', 'category'],
  decimal: ['decimal', 'float', 'string', 'category'],
  string: ['string', 'category'],
  category: ['category', 'string'],
  timestamp: ['timestamp', 'string', 'category'],
  date: ['date', 'timestamp', 'string', 'category'],
  time: ['time', 'string', 'category'],
  list: ['list', 'string'],
  struct: ['struct', 'string'],
};

function* shown(project: Project, { name, file, tree, columns }: DatasetLock): Generator<Found> {
  const dataset = project.datasets.get(name);
  if (dataset === undefined) return;
  const sensitive = sensitiveColumns(project, dataset);
  for (const column of columns)
    if (column.showsValues && sensitive.has(column.name.toLowerCase()))
      yield {
        code: 'lock-shows-sensitive',
        file,
        range: tree.range(['columns', column.name], 'key'),
        message: `\`${column.name}\` is sensitive, and its least and greatest value stand here; ${NEXT(name)}`,
        ...mend(name),
      };
}
