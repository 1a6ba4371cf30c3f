import { parseDatasetReference } from '../language/datasetReference.ts';
import { count } from '../language/figures.ts';
import { isRecord } from '../language/isRecord.ts';
import { PROJECT_FILE } from '../language/kinds.ts';
import type { Path } from '../language/tree.ts';
import { columnNames } from '../project/columnNames.ts';
import type { Dataset } from '../project/dataset.ts';
import { keyOf } from '../project/facts.ts';
import { datasetOf } from '../project/ofFile.ts';
import type { Project } from '../project/project.ts';
import { entriesAt, isList, textAt, textsAt, valueAt } from '../project/read.ts';
import { sourceScheme } from '../project/sourceScheme.ts';
import type { SpecFile } from '../project/specFile.ts';
import type { Family, Found } from './rule.ts';
import { unknownName } from './unknownName.ts';

/** Datasets by themselves and beside other datasets. */
export const datasets: Family = {
  rules: [
    {
      code: 'source-scheme',
      title: 'Data is not read from such an address',
      severity: 'error',
      pace: 'fast',
      docs: 'A source is files below the project: a path, a glob or a list of them. What lies in a bucket, behind an address or in a database comes in through a program of yours that writes files: `source: {run: python extract.py, output: raw/*.parquet, refresh: 24h}`.',
    },
    {
      code: 'source-unknown',
      title: 'Whether the data is there is not known',
      severity: 'hint',
      pace: 'slow',
      docs: 'A variable that `source` reads is not set, or the program that writes the data has not run yet. Nothing is called wrong then, and the columns are not checked unless a lock tells them. `modelyard validate --require-known` makes this an error where there is no lock.',
    },
    {
      code: 'sensitive-undocumented',
      title: 'A sensitive column has no description',
      severity: 'warning',
      pace: 'fast',
      docs: 'Whoever meets a personal or confidential column should learn what it holds and why it is there: its values are shown nowhere. Say so with `description` under `columns`.',
    },
    {
      code: 'key-not-unique',
      title: 'The key stands on several rows',
      severity: 'error',
      pace: 'slow',
      docs: 'A key names one row: joins, row ids and comparisons of versions count on it. Some of its values stand on several rows of the data. Add the columns that tell those rows apart, remove repeated rows where the data is made, or leave `key` out. The first 3,000,000 rows are looked at, and rows without a value in the key are not counted.',
    },
    {
      code: 'freshness-without-timestamp',
      title: 'How old rows are is not known without a timestamp column',
      severity: 'error',
      pace: 'fast',
      docs: 'A `freshness` check compares the newest row with the time of the check, by the column that `timestamp` of the dataset names. Name it.',
    },
    {
      code: 'reference-columns',
      title: 'A reference has more or fewer columns than it refers to',
      severity: 'error',
      pace: 'fast',
      docs: 'The columns of a `references` check and those in the brackets behind the name of the other dataset belong together one by one: `columns: [origin]` and `references: airports(iata)`.',
    },
  ],
  *check(project, file) {
    if (file.path === PROJECT_FILE) yield* environmentSources(file);
    const dataset = datasetOf(project, file);
    if (dataset === undefined) return;
    yield* schemes(file, [['source'], ['source', 'output']]);
    yield* unknownSource(project, dataset);
    yield* undocumented(project, dataset);
    yield* repeatedKey(project, dataset);
    for (const [index, check] of checksOf(dataset).entries()) {
      const path = ['checks', index];
      if (!isRecord(check)) continue;
      if (check['freshness'] !== undefined) yield* freshness(dataset, path);
      if (check['references'] !== undefined) yield* reference(project, dataset, path);
    }
  },
};

function* environmentSources(settings: SpecFile): Generator<Found> {
  for (const [environment] of entriesAt(settings.tree, ['environments'])) {
    const path = ['environments', environment, 'sources'];
    const names = entriesAt(settings.tree, path).map(([name]) => [...path, name]);
    yield* schemes(settings, names);
  }
}

function* schemes({ path: file, tree }: SpecFile, paths: readonly Path[]): Generator<Found> {
  for (const { text, path } of paths.flatMap((each) => textsAt(tree, each))) {
    const scheme = sourceScheme(text);
    if (scheme === undefined) continue;
    const how =
      scheme.toLowerCase() === 'file://'
        ? 'write the path alone, relative to modelyard.yaml'
        : 'let a program fetch the data: `source: {run: ..., output: ...}`';
    yield {
      code: 'source-scheme',
      file,
      range: tree.scalar(path)?.range(0, scheme.length) ?? tree.range(path),
      message: `\`${scheme}\` is not read; ${how}`,
    };
  }
}

function* unknownSource({ facts }: Project, { name, file, tree }: Dataset): Generator<Found> {
  const fact = facts.source(name);
  if (fact.kind !== 'unknown' || fact.reason === undefined || facts.columnsFrom(name) === 'lock') return;
  yield {
    code: 'source-unknown',
    file,
    range: tree.range(['source']),
    message: `Whether the data is there is not known: ${fact.reason}`,
  };
}

function* repeatedKey({ facts }: Project, { name, file, tree }: Dataset): Generator<Found> {
  const columns = textsAt(tree, ['key']).map(({ text }) => text);
  const fact = columns.length === 0 ? undefined : facts.repeats(keyOf(name, columns));
  if (fact?.kind !== 'known' || fact.value.values === 0) return;
  const { values, rows, first } = fact.value;
  const where = first === undefined ? '' : ` of the first ${count(first)}`;
  yield {
    code: 'key-not-unique',
    file,
    range: tree.range(['key']),
    message: `This does not name one row: ${count(values)} of its values ${values === 1 ? 'stands' : 'stand'} on ${count(rows)} rows${where}`,
    data: { path: ['key'] },
  };
}

function* undocumented(project: Project, { name, file, tree }: Dataset): Generator<Found> {
  const names = columnNames(project, name);
  const isThere = (column: string) => names === undefined || names.set.has(column);
  for (const { text, path } of textsAt(tree, ['datasheet', 'sensitive'])) {
    const described = ['columns', text, 'description'];
    if (textAt(tree, described)?.trim() || !isThere(text)) continue;
    yield {
      code: 'sensitive-undocumented',
      file,
      range: tree.range(path),
      message: `\`${text}\` is sensitive and has no description under \`columns\``,
      data: { path: described },
    };
  }
}

function checksOf({ tree }: Dataset) {
  const checks = valueAt(tree, ['checks']);
  return isList(checks) ? checks : [];
}

function* freshness({ file, tree }: Dataset, path: Path): Generator<Found> {
  if (valueAt(tree, ['timestamp']) !== undefined) return;
  yield {
    code: 'freshness-without-timestamp',
    file,
    range: tree.range([...path, 'freshness'], 'key'),
    message: 'The dataset has no `timestamp`, so that the age of its rows is not known',
    data: { path: ['timestamp'], missing: 'timestamp' },
  };
}

/** Columns of this dataset are looked up where all columns are. */
function* reference(project: Project, { file, tree }: Dataset, path: Path): Generator<Found> {
  const at = [...path, 'references'];
  const scalar = tree.scalar(at);
  const named = scalar && parseDatasetReference(scalar.text);
  if (scalar === undefined || named === undefined) return;
  const { dataset, columns } = named;
  if (!project.index.has('dataset', dataset.name))
    yield {
      code: 'unknown-dataset',
      file,
      range: scalar.range(dataset.start, dataset.end),
      ...unknownName('dataset', dataset.name, project.names('dataset')),
    };
  const there = columnNames(project, dataset.name);
  for (const column of columns)
    if (there !== undefined && !there.set.has(column.name))
      yield {
        code: 'unknown-column',
        file,
        range: scalar.range(column.start, column.end),
        ...unknownName('column', column.name, there.list),
      };
  const own = valueAt(tree, [...path, 'columns']);
  if (isList(own) && own.length !== columns.length)
    yield {
      code: 'reference-columns',
      file,
      range: tree.range(at),
      message: `\`columns\` names ${own.length}, this ${columns.length}: they belong together one by one`,
    };
}
