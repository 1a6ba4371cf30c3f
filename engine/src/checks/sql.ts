import type { SqlFact } from '../project/facts.ts';
import { textAt } from '../project/read.ts';
import type { SpecFile } from '../project/specFile.ts';
import { type SqlSite, sqlFact, sqlSitesIn } from '../project/sqlSites.ts';
import type { Family, Found } from './rule.ts';
import { unknownName } from './unknownName.ts';

/** SQL of the user, as the data engine judges it. */
export const sql: Family = {
  rules: [
    {
      code: 'sql-syntax',
      title: 'SQL cannot be read',
      severity: 'error',
      pace: 'slow',
      docs: "The text is not SQL as DuckDB reads it, or it is more than the one expression that may stand here. The place is the one that DuckDB's parser names.",
    },
    {
      code: 'sql-type',
      title: 'SQL gives another type than is asked for',
      severity: 'error',
      pace: 'slow',
      docs: '`where`, `rows` and `expect` are true or false; an own metric is one number for all rows, so that it needs an aggregate such as `sum` or `avg`; the operands of a function must go together.',
    },
    {
      code: 'sql-not-allowed',
      title: 'SQL does something that it may not',
      severity: 'error',
      pace: 'slow',
      docs: 'SQL in a spec is one expression over the columns in scope. It may not read files, use functions that give another value each time (`random()`, `now()`), or hold subqueries over other tables: otherwise the same data would not give the same result.',
    },
    {
      code: 'unknown-sql-function',
      title: 'DuckDB has no such function',
      severity: 'error',
      pace: 'slow',
      docs: 'The function is none of those of DuckDB. Its documentation lists them; functions of other databases often have another name.',
    },
  ],
  *check(project, file) {
    const cut = cutPaths(file);
    for (const site of sqlSitesIn(project, file)) {
      if (cut.size > 0 && cut.has(JSON.stringify(site.place.path))) continue;
      const fact = sqlFact(project, site);
      if (fact.kind === 'known') yield* judged(site, fact.value);
    }
  },
};

function* judged(site: SqlSite, fact: SqlFact): Generator<Found> {
  if (fact.kind === 'refused') {
    yield refused(site, fact);
    return;
  }
  const wanted = wantedType(site);
  if (wanted !== undefined && !wanted.types.includes(fact.type))
    yield {
      code: 'sql-type',
      ...whole(site),
      message: `This must be ${wanted.words}, and is ${fact.type} (${fact.sqlType})`,
    };
}

interface Wanted {
  readonly types: readonly string[];
  readonly words: string;
}

const BOOLEAN: Wanted = { types: ['boolean'], words: 'true or false' };
const NUMBER: Wanted = { types: ['integer', 'float', 'decimal', 'boolean'], words: 'a number' };

function wantedType({ kind, place, file }: SqlSite): Wanted | undefined {
  if (kind === 'predicate' || place.path.at(-1) === 'expect') return BOOLEAN;
  if (place.schema['x-scope'] === 'scored' || place.schema['x-scope'] === 'current') return NUMBER;
  if (file.kind !== 'features') return undefined;
  const type = textAt(file.tree, [...place.path.slice(0, -1), 'type']);
  return type === undefined ? undefined : FIELD_TYPES[type];
}

/** What SQL may give for the declared type of a feature. */
const FIELD_TYPES: Readonly<Record<string, Wanted>> = {
  boolean: BOOLEAN,
  integer: { types: ['integer'], words: 'integer, as its `type` says' },
  float: { types: ['float', 'decimal', 'integer'], words: 'float, as its `type` says' },
  decimal: { types: ['decimal', 'integer'], words: 'decimal, as its `type` says' },
  string: { types: ['string', 'category'], words: 'string, as its `type` says' },
  category: { types: ['category', 'string'], words: 'category, as its `type` says' },
  timestamp: { types: ['timestamp'], words: 'timestamp, as its `type` says' },
  date: { types: ['date'], words: 'date, as its `type` says' },
  time: { types: ['time'], words: 'time, as its `type` says' },
};

type Refused = Extract<SqlFact, { kind: 'refused' }>;

function refused(site: SqlSite, fact: Refused): Found {
  const { file, place, sql: text } = site;
  const scalar = file.tree.scalar(place.path);
  const start = text.offsetInScalar(fact.start);
  const end = Math.max(start, text.offsetInScalar(fact.end));
  return {
    code: RULES[fact.code] ?? fact.code,
    file: file.path,
    range: scalar?.range(start, end) ?? file.tree.range(place.path),
    message: sentence(fact.message),
    ...unknownColumn(site, fact),
    ...(fact.code === 'unknown-table' ? unknownName('dataset', fact.name ?? '', fact.candidates ?? []) : {}),
  };
}

/** Rules that say of SQL what is said of other places too. */
const RULES: Readonly<Record<string, string>> = {
  'unknown-function': 'unknown-sql-function',
  'unknown-table': 'unknown-dataset',
};

/** With the nearest of the columns there are: DuckDB's own candidates are of the scope, but not always the nearest. */
function unknownColumn({ columns, tables }: SqlSite, { code, name }: Refused): Partial<Found> {
  if (code !== 'unknown-column' || name === undefined) return {};
  const known = tables ? Object.values(tables.tables).flat() : columns.kind === 'known' ? columns.value : [];
  if (known.length === 0) return {};
  return unknownName('column', name, [...new Set(known.map((column) => column.name))]);
}

function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}`.replace(/[.!]$/, '');
}

function whole({ file, place }: SqlSite): Pick<Found, 'file' | 'range'> {
  const length = typeof place.value === 'string' ? place.value.length : 0;
  const range = file.tree.scalar(place.path)?.range(0, length) ?? file.tree.range(place.path);
  return { file: file.path, range };
}

/** Where YAML has cut SQL short, which the problems of its file say. */
function cutPaths({ problems }: SpecFile): ReadonlySet<string> {
  const cut = problems.filter(({ code }) => code === 'sql-cut-by-yaml');
  return new Set(cut.map(({ data }) => JSON.stringify(data?.path)));
}
