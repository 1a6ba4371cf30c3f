import { CompletionItemKind } from 'vscode-languageserver';
import type { SqlKind } from '../../../../engine/src/project/sqlSites.ts';
import { type Ask, keysAt } from './ask.ts';
import type { Choice } from './choice.ts';
import { columnChoices, columnsIn, datasetColumns, type ScopeColumn } from './columns.ts';
import type { Span } from './line.ts';
import type { Names } from './names.ts';
import type { ScalarAround } from './scalarText.ts';
import { SQL_FUNCTIONS, type SqlFunction } from './sqlFunctions.generated.ts';
import { lexSql, type SqlToken } from './sqlTokens.ts';
import { yamlText } from './yamlText.ts';

/** What can stand in SQL at the cursor: columns of the scope, functions, words; datasets behind FROM; types behind `::`. */
export async function sqlChoices(ask: Ask, { before, after }: ScalarAround): Promise<Names> {
  const { tokens, open } = lexSql(before);
  if (open === 'text' || open === 'comment') return { choices: [], awaited: false };
  const word = open === 'name' ? tokens.at(-1)! : wordAt(tokens, before);
  const earlier = word === undefined ? tokens : tokens.slice(0, -1);
  const { offset } = ask.spot;
  const rest = open === 'name' ? /^[^"]*"?/ : /^\w*/;
  const span = {
    start: offset - (word === undefined ? 0 : before.length - word.start),
    end: offset + rest.exec(after)![0].length,
  };
  const previous = earlier.at(-1);
  const kind = sqlKind(ask);
  if (previous?.text === '::' || isTypeOfCast(earlier)) return ready(typeChoices(span));
  if (kind === 'query' && previous !== undefined && /^(?:from|join)$/i.test(previous.text))
    return ready(tableChoices(ask, span));
  const table = previous?.text === '.' ? earlier.at(-2) : undefined;
  const { columns, awaited } = await scopeColumns(ask, { text: before + after, table: table?.text });
  const named = columnChoices(columns, {
    rank: 'best',
    write: (name) => columnText(ask, name, before.slice(0, word?.start).trim() === ''),
  });
  const fields = named
    .filter(({ text }) => text !== '')
    .map((choice) => ({ ...choice, span, filter: open === 'name' ? `"${choice.label}"` : choice.label }));
  if (open === 'name' || table !== undefined) return { choices: fields, awaited };
  return { choices: [...fields, ...functionChoices(kind, span), ...wordChoices(kind, span)], awaited };
}

function ready(choices: readonly Choice[]): Names {
  return { choices, awaited: false };
}

function wordAt(tokens: readonly SqlToken[], before: string): SqlToken | undefined {
  const last = tokens.at(-1);
  return last?.kind === 'word' && last.end === before.length ? last : undefined;
}

/** A field of a feature view is an aggregate with a `window`, else an expression. */
export function sqlKind(ask: Ask): SqlKind {
  const kind = ask.place.schema['x-sql'] ?? 'expression';
  if (ask.kind !== 'features') return kind;
  return keysAt(ask, ask.where.path.slice(0, -1)).includes('window') ? 'aggregate' : kind;
}

function isTypeOfCast(tokens: readonly SqlToken[]): boolean {
  if (!/^as$/i.test(tokens.at(-1)?.text ?? '')) return false;
  let depth = 0;
  for (const [index, { text }] of [...tokens.entries()].reverse()) {
    if (text === ')') depth++;
    if (text === '(' && depth-- === 0) return /^(?:try_)?cast$/i.test(tokens[index - 1]?.text ?? '');
  }
  return false;
}

/** Types of DuckDB that columns have. */
export const SQL_TYPES =
  'BOOLEAN INTEGER BIGINT DOUBLE DECIMAL VARCHAR DATE TIME TIMESTAMP INTERVAL SMALLINT TINYINT HUGEINT UBIGINT FLOAT BLOB UUID JSON'.split(
    ' ',
  );

function typeChoices(span: Span): readonly Choice[] {
  return SQL_TYPES.map((text) => ({ label: text, kind: CompletionItemKind.TypeParameter, text, rank: 'likely', span }));
}

function tableChoices({ spot }: Ask, span: Span): readonly Choice[] {
  const { project } = spot.snapshot;
  return [...project.datasets.values()]
    .filter(({ name }) => name !== spot.file.name)
    .map(({ name, file }) => ({
      label: name,
      kind: CompletionItemKind.Reference,
      text: name,
      detail: 'dataset',
      rank: 'best',
      doc: { kind: 'spec', path: file },
      span,
    }));
}

interface Tables {
  readonly text: string;
  /** Before a dot. */
  readonly table: string | undefined;
}

/** Columns of the scope; of a query those of the datasets that it names. */
async function scopeColumns(
  ask: Ask,
  { text, table }: Tables,
): Promise<{ columns: readonly ScopeColumn[]; awaited: boolean }> {
  if (sqlKind(ask) !== 'query') return columnsIn(ask, ask.place.schema['x-scope']);
  const tables = tablesNamed(ask, text);
  const wanted =
    table === undefined
      ? [...new Set(tables.values())]
      : [tables.get(table.toLowerCase())].filter((name) => name !== undefined);
  const found = await Promise.all(wanted.map((name) => datasetColumns(ask, name)));
  return { columns: found.flatMap(({ columns }) => columns), awaited: found.some(({ awaited }) => awaited) };
}

/** Datasets behind FROM and JOIN, by their names there. */
function tablesNamed({ spot }: Ask, text: string): ReadonlyMap<string, string> {
  const { datasets } = spot.snapshot.project;
  const { tokens } = lexSql(text);
  const tables = new Map<string, string>();
  tokens.forEach(({ text: word }, index) => {
    const name = tokens[index + 1]?.text;
    if (!/^(?:from|join)$/i.test(word) || name === undefined || !datasets.has(name)) return;
    tables.set(name.toLowerCase(), name);
    const next = tokens[index + 2];
    const alias = /^as$/i.test(next?.text ?? '') ? tokens[index + 3] : next;
    if (alias?.kind === 'word' && !KEYWORD.test(alias.text)) tables.set(alias.text.toLowerCase(), name);
  });
  return tables;
}

const KEYWORD =
  /^(?:where|join|left|right|inner|full|cross|on|using|group|order|limit|union|having|qualify|asof|natural|semi|anti|window)$/i;

/** A name as SQL and YAML need it; empty where it cannot begin a plain scalar. */
function columnText({ where }: Ask, name: string, isFirst: boolean): string {
  if (/^[a-z_]\w*$/i.test(name) && !RESERVED.has(name.toLowerCase())) return name;
  const quoted = `"${name.replaceAll('"', '""')}"`;
  if (where.style !== 'plain') return yamlText(quoted, where);
  return isFirst || /: |\s#/.test(name) ? '' : quoted;
}

const RESERVED = new Set(
  'all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create default deferrable desc describe distinct do else end except false fetch for foreign from group having in initially intersect into lambda lateral leading limit not null offset on only or order pivot placing primary qualify references returning select show some summarize symmetric table then to trailing true union unique unpivot using variadic when where window with'.split(
    ' ',
  ),
);

function functionChoices(kind: SqlKind, span: Span): readonly Choice[] {
  const hasAggregates = kind === 'aggregate' || kind === 'query';
  return SQL_FUNCTIONS.filter((each) => hasAggregates || each.kind === 'scalar').map((each) => ({
    label: each.name,
    kind: CompletionItemKind.Function,
    text: callText(each),
    isSnippet: true,
    detail: each.signature.slice(each.name.length),
    rank: kind === 'aggregate' && each.kind === 'aggregate' ? 'likely' : 'usual',
    doc: { kind: 'sql-function', name: each.name },
    span,
  }));
}

function callText({ name, signature }: SqlFunction): string {
  if (signature.endsWith('()')) return `${name}()`;
  if (name === 'cast' || name === 'try_cast') return `${name}($1 AS \${2:DOUBLE})`;
  if (name === 'extract') return `${name}(\${1:hour} FROM $2)`;
  return name === 'count' ? `${name}(\${1:*})` : `${name}($1)`;
}

const WORDS = [
  'AND',
  'OR',
  'NOT',
  'IS NULL',
  'IS NOT NULL',
  'IN',
  'BETWEEN',
  'LIKE',
  'ILIKE',
  'TRUE',
  'FALSE',
  'NULL',
  'INTERVAL',
  'DATE',
  'TIMESTAMP',
  'DISTINCT',
];
const QUERY_WORDS = [
  'SELECT',
  'FROM',
  'WHERE',
  'GROUP BY',
  'ORDER BY',
  'HAVING',
  'JOIN',
  'LEFT JOIN',
  'ASOF JOIN',
  'ON',
  'USING',
  'AS',
  'LIMIT',
  'UNION ALL',
  'WITH',
];

function wordChoices(kind: SqlKind, span: Span): readonly Choice[] {
  const words = [...(kind === 'query' ? QUERY_WORDS : []), ...WORDS, ...(kind === 'aggregate' ? ['FILTER'] : [])];
  const snippets: Readonly<Record<string, string>> = {
    IN: 'IN ($1)',
    BETWEEN: 'BETWEEN ${1:low} AND ${2:high}',
    LIKE: "LIKE '${1:%}'",
    ILIKE: "ILIKE '${1:%}'",
    DATE: "DATE '${1:2001-02-01}'",
    TIMESTAMP: "TIMESTAMP '${1:2001-02-01}'",
    INTERVAL: "INTERVAL '${1:1 day}'",
    FILTER: 'FILTER (WHERE $1)',
  };
  const whole: Choice = {
    label: 'CASE',
    kind: CompletionItemKind.Keyword,
    text: 'CASE WHEN ${1:condition} THEN ${2:value} ELSE ${3:other} END',
    isSnippet: true,
    rank: 'rest',
    span,
  };
  return [
    whole,
    ...words.map((label): Choice => {
      const text = snippets[label];
      return {
        label,
        kind: CompletionItemKind.Keyword,
        text: text ?? label,
        ...(text === undefined ? {} : { isSnippet: true }),
        rank: 'rest',
        span,
      };
    }),
  ];
}
