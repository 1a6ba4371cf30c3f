import type { Column, ColumnType } from '../language/columnType.ts';
import type { Dataset, DeclaredColumn, SourcePattern } from '../project/dataset.ts';
import { datasetOf } from '../project/ofFile.ts';
import type { Project } from '../project/project.ts';
import { valueAt } from '../project/read.ts';
import { sourceScheme } from '../project/sourceScheme.ts';
import { circlesIn } from './circles.ts';
import type { Family, Found } from './rule.ts';
import { notATime } from './timeColumn.ts';
import { isTimezone, timezones } from './timezones.ts';
import { unknownName } from './unknownName.ts';

/** Datasets beside the data that is there. */
export const sources: Family = {
  rules: [
    {
      code: 'source-not-found',
      title: 'The data of a dataset is not there',
      severity: 'information',
      pace: 'slow',
      docs: 'No file matches `source`. What depends on the columns of this dataset is then unknown, and nothing about it is called wrong. A lock (`modelyard data lock`, where the data is) would stand in. `modelyard validate --require-known` makes this an error, and so does a run.',
    },
    {
      code: 'source-unreadable',
      title: 'The data of a dataset cannot be read',
      severity: 'error',
      pace: 'slow',
      docs: 'The files are there, but they cannot be read as one table: a damaged file, an ending that does not say what is in it, several formats in one dataset, a path that leaves the project.',
    },
    {
      code: 'column-absent',
      title: 'A declared column is not in the data',
      severity: 'error',
      pace: 'slow',
      docs: 'The spec says something about a column that the data does not have: it was renamed or is gone, or its name is misspelt here.',
    },
    {
      code: 'column-undeclared',
      title: 'The data has columns that the spec does not name',
      severity: 'hint',
      pace: 'slow',
      docs: 'Columns that are not named under `columns` are read as they are, and nothing is checked about them. Name them to give them a type, a unit, limits or `known_after`.',
    },
    {
      code: 'column-type',
      title: 'A column has another type than declared',
      severity: 'error',
      pace: 'slow',
      docs: 'The type that DuckDB sees in the data does not fit the declared one. A whole column of a CSV file becomes text when one of its values is; look for values such as `NA`.',
    },
    {
      code: 'timestamp-type',
      title: 'The timestamp column holds no times',
      severity: 'error',
      pace: 'slow',
      docs: 'The column that `timestamp` names must hold timestamps or dates; rows are ordered, split and joined by it. Text never passes for one, since its order is not that of time. A CSV column is text where its values are written in several forms: `csv.types` says that it is a TIMESTAMP, and the first value that is none is named. Of other files, and of seconds since 1970, a dataset with `source: {sql: ...}` makes a time.',
    },
    {
      code: 'source-columns',
      title: 'Files of one dataset differ in their columns',
      severity: 'warning',
      pace: 'slow',
      docs: 'Several files are one table by column name: a column that a file does not have is null in its rows, and one that holds text in some files is text in all. That is right where a column was added one day; where it was renamed, half of its values are missing under each name. Some of the files are looked at, evenly spread.',
    },
    {
      code: 'source-cycle',
      title: 'Datasets read each other in a circle',
      severity: 'error',
      pace: 'slow',
      docs: 'The SQL of each of these datasets reads the next, so that none of them can ever be made. Let one of them read files.',
    },
    {
      code: 'unknown-timezone',
      title: 'There is no such time zone',
      severity: 'error',
      pace: 'fast',
      docs: 'Zones have the names of the IANA database, such as `Europe/Berlin`, `America/New_York` or `UTC`; abbreviations such as `CEST` and offsets such as `+02:00` do not say when clocks are moved.',
    },
    {
      code: 'reading-unused',
      title: 'SQL is told what concerns files',
      severity: 'warning',
      pace: 'fast',
      docs: 'What SQL gives has its types already, its times are in UTC, and its rows are always kept. `csv`, `timezone` and `keep` belong to the datasets that the SQL reads.',
    },
  ],
  *check(project, file) {
    const dataset = datasetOf(project, file);
    if (dataset === undefined) return;
    yield* timezone(dataset);
    yield* unusedReading(dataset);
    yield* source(project, dataset);
    const fact = project.facts.columns(dataset.name);
    if (fact.kind === 'known') yield* columns(dataset, fact.value);
  },
  run: cycles,
};

function* cycles(project: Project): Generator<Found> {
  const readBy = (name: string) => {
    const fact = project.facts.reads(name);
    return fact.kind === 'known' ? fact.value : [];
  };
  for (const circle of circlesIn(project.datasets.keys(), readBy)) {
    const { file, tree } = project.datasets.get(circle[0]!)!;
    const way = [...circle, circle[0]].map((name) => `\`${name}\``).join(' reads ');
    const message = circle.length === 1 ? `The SQL of \`${circle[0]}\` reads \`${circle[0]}\`` : way;
    yield {
      code: 'source-cycle',
      file,
      range: tree.range(['source', 'sql']),
      message: `${message}: it can never be made`,
    };
  }
}

function* timezone({ timezone, file, tree }: Dataset): Generator<Found> {
  if (timezone === undefined || isTimezone(timezone)) return;
  yield {
    code: 'unknown-timezone',
    file,
    range: tree.range(['timezone']),
    ...unknownName('time zone', timezone, timezones()),
  };
}

function* unusedReading({ source, file, tree }: Dataset): Generator<Found> {
  if (source.kind !== 'sql') return;
  for (const key of ['csv', 'timezone', 'keep'])
    if (valueAt(tree, [key]) !== undefined)
      yield {
        code: 'reading-unused',
        file,
        range: tree.range([key], 'key'),
        message: `\`${key}\` is about files, and this dataset is SQL; say it in the datasets that it reads`,
      };
}

function* source(project: Project, dataset: Dataset): Generator<Found> {
  const fact = project.facts.source(dataset.name);
  const patterns = patternsOf(dataset);
  const path = patterns.length === 1 ? patterns[0]!.path : ['source'];
  const at = { file: dataset.file, range: dataset.tree.range(path) };
  const said = patterns.map(({ text }) => `\`${text}\``).join(', ');
  if (patterns.some(({ text }) => sourceScheme(text) !== undefined)) return;
  if (fact.kind === 'absent' && project.facts.columnsFrom(dataset.name) !== 'lock')
    yield { code: 'source-not-found', ...at, message: `No data is there for ${said}; its columns are not checked` };
  else if (fact.kind === 'known' && fact.value.unreadable !== undefined)
    yield { code: 'source-unreadable', ...at, message: fact.value.unreadable };
  else if (fact.kind === 'known' && fact.value.unlike !== undefined)
    yield { code: 'source-columns', ...at, message: fact.value.unlike };
}

function patternsOf({ source }: Dataset): readonly SourcePattern[] {
  if (source.kind === 'files') return source.patterns;
  return source.kind === 'program' ? [source.output] : [];
}

/** Where more columns than these are absent, the data is another one: nobody needs to know which of its columns each might be. */
const MOST_MEANT = 200;

function* columns(dataset: Dataset, there: readonly Column[]): Generator<Found> {
  const byName = new Map(there.map((column) => [column.name, column]));
  const extra = there.flatMap(({ name }) => (dataset.columns.has(name) ? [] : [name]));
  let absent = 0;
  for (const declared of dataset.columns.values()) {
    const column = byName.get(declared.name);
    const path = ['columns', declared.name];
    absent += column === undefined ? 1 : 0;
    if (column === undefined)
      yield {
        code: 'column-absent',
        file: dataset.file,
        range: dataset.tree.range(path, 'key'),
        ...unknownName('column', declared.name, absent > MOST_MEANT ? [] : extra),
      };
    else yield* typed(dataset, declared, column);
  }
  const time = dataset.timestamp === undefined ? undefined : byName.get(dataset.timestamp);
  if (time !== undefined)
    yield* notATime({ path: dataset.file, tree: dataset.tree }, ['timestamp'], time, dataset.source);
  if (dataset.columns.size > 0 && extra.length > 0) yield undeclared(dataset, extra);
}

function* typed(dataset: Dataset, { name, type }: DeclaredColumn, column: Column): Generator<Found> {
  if (type === undefined || FITTING[type].includes(column.type)) return;
  yield {
    code: 'column-type',
    file: dataset.file,
    range: dataset.tree.range(['columns', name, 'type']),
    message: `\`${name}\` is declared ${type}; the data has ${column.type} (${column.sqlType})`,
    data: { path: ['columns', name, 'type'], candidates: [column.type], replacement: column.type },
  };
}

/** Types of data that may stand where a type is declared. */
const FITTING: Readonly<Record<ColumnType, readonly ColumnType[]>> = {
  boolean: ['boolean'],
  integer: ['integer'],
  float: ['float', 'decimal', 'integer'],
  decimal: ['decimal', 'integer'],
  string: ['string', 'category'],
  category: ['category', 'string'],
  timestamp: ['timestamp'],
  date: ['date'],
  time: ['time'],
  list: ['list'],
  struct: ['struct'],
};

function undeclared(dataset: Dataset, extra: readonly string[]): Found {
  const listed = extra.slice(0, 8).map((name) => `\`${name}\``);
  return {
    code: 'column-undeclared',
    file: dataset.file,
    range: dataset.tree.range(['columns'], 'key'),
    message: `Not declared: ${listed.join(', ')}${extra.length > 8 ? ` and ${extra.length - 8} more` : ''}`,
    data: { candidates: extra },
  };
}
