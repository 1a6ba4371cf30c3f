import type { LeakageFinding } from '../../../data/leakage/finding.ts';
import { count } from '../../../language/figures.ts';
import { isUnique, type KeyGuess } from './key.ts';
import { isId, isPersonId, personal } from './personal.ts';
import { snakeCase, snakeNames } from './snakeNames.ts';
import { sqlName } from './sqlName.ts';
import type { ColumnFacts, TableFacts } from './tableFacts.ts';
import { day, isTime, type TimeGuess } from './time.ts';

/** An input of the model. */
export interface InputGuess {
  /** In snake_case, unlike those of all others and of the label. */
  readonly name: string;
  readonly sql: string;
  /** What to know about it. */
  readonly note?: string;
}

/** A column that the model does not see. */
export interface LeftOut {
  readonly column: string;
  readonly why: string;
}

export interface Inputs {
  readonly label: string;
  readonly inputs: readonly InputGuess[];
  readonly leftOut: readonly LeftOut[];
  /** What columns with personal values hold, by name. */
  readonly sensitive: Readonly<Record<string, string>>;
  /** Inputs whose groups the model is measured for. */
  readonly slices: readonly string[];
  /** The input that says whose row it is, where rows of one entity repeat. */
  readonly entity: string | undefined;
}

export interface InputsRequest {
  readonly facts: TableFacts;
  readonly target: string;
  readonly time: TimeGuess | undefined;
  readonly key: KeyGuess | undefined;
  readonly findings: readonly LeakageFinding[];
}

/** Categories of a column that a model tells apart. */
const CATEGORIES = 254;
/** Rows that a text has on average, at least, where texts are more than that. */
const ROWS_OF_A_TEXT = 20;
/** Values of an id up to which it is a code of few things, such as shops, and says something about a row. */
const FEW_THINGS = 50;

/** Chooses what the model sees, and says why it does not see the rest. */
export function chooseInputs(request: InputsRequest): Inputs {
  const { facts, target, time, key, findings } = request;
  const nameOf = snakeNames();
  const label = nameOf(target);
  const entity = time === undefined ? entityOf(request) : undefined;
  const inputs: InputGuess[] = [];
  const leftOut: LeftOut[] = [];
  const named = new Map<string, string>();
  for (const column of facts.columns) {
    if (column.name === target) continue;
    const why = column === entity ? undefined : reasonAgainst(column, request);
    if (why === undefined) {
      const name = nameOf(column.name);
      named.set(column.name, name);
      const note =
        column === entity
          ? 'whose row it is: the split needs it, the model does not get it'
          : noteOf(column, facts.rows, findings);
      inputs.push({ name, sql: sqlName(column.name), ...(note === undefined ? {} : { note }) });
    } else leftOut.push({ column: column.name, why });
  }
  if (time !== undefined) inputs.push(...partsOfTime(time, facts, nameOf));
  const grouped = facts.columns.filter((column) => isGroup(column, facts.rows) && named.has(column.name));
  return {
    label,
    inputs,
    leftOut,
    sensitive: Object.fromEntries(
      facts.columns.flatMap((column) => {
        const what = column.name === target ? undefined : sensitive(column, facts.rows, key);
        return what === undefined ? [] : [[column.name, what]];
      }),
    ),
    slices: grouped.map(({ name }) => named.get(name) ?? name),
    entity: entity && named.get(entity.name),
  };
}

function reasonAgainst(
  column: ColumnFacts,
  { facts: { rows }, time, key, findings }: InputsRequest,
): string | undefined {
  const { name, type, distinct, missing } = column;
  if (name.includes('${{')) return 'its name reads like an expression';
  if (column === time?.column) return 'the time of the row; what of it may come again stands among the inputs';
  if (missing === rows) return 'no row has a value';
  if (distinct <= 1 && missing === 0) return 'the same value in every row';
  const told = findings.find((finding) => finding.columns.includes(name) && isAgainst(finding));
  if (told !== undefined && told.kind !== 'identifier') return told.message;
  if (isTime(column))
    return `a time from ${day(column.first)} to ${day(column.last)}, which is no number; a span such as date_diff('day', ...) would be`;
  if (type === 'time') return 'a time of day, which is no number; hour(...) of it would be';
  if (type === 'list' || type === 'struct') return `a ${type}, which no model here reads; take values out of it in SQL`;
  if (isUnique(column, rows) && key?.columns.includes(name))
    return 'the key: another value in every row says nothing about the next one';
  if (told !== undefined) return told.message;
  return aboutPeople(column, rows) ?? aboutTexts(column, rows);
}

/** Columns of these findings are left out. A column beside others is only what tells together with them. */
function isAgainst({ severity, kind }: LeakageFinding): boolean {
  return severity === 'error' || kind === 'identifier';
}

function aboutPeople(column: ColumnFacts, rows: number): string | undefined {
  const about = personal(column, rows);
  if (about === 'direct')
    return 'by its name personal: it tells who somebody is, and a model would learn people by heart';
  if (about === 'special')
    return 'by its name a category that law protects most; a model should use it only where you may and must';
  if (isId(column) && column.distinct > FEW_THINGS)
    return `an id of ${count(column.distinct)} different things: what is learned about one says nothing about a new one`;
  return undefined;
}

function aboutTexts({ type, distinct, missing }: ColumnFacts, rows: number): string | undefined {
  if (type !== 'string' && type !== 'category') return undefined;
  const isMany = distinct > CATEGORIES && rows - missing < distinct * ROWS_OF_A_TEXT;
  const isFree = distinct > 20 && distinct >= (rows - missing) * 0.5;
  return isMany || isFree
    ? `${count(distinct)} different texts in ${count(rows - missing)} rows: too many to learn from`
    : undefined;
}

function noteOf(column: ColumnFacts, rows: number, findings: readonly LeakageFinding[]): string | undefined {
  const finding = findings.find(({ columns }) => columns.includes(column.name));
  if (finding !== undefined) return `look at it: ${finding.message}`;
  if (personal(column, rows) === 'protected') return 'protected by law in many uses: may your model know it?';
  if (/^(?:fnlwgt|.*_wgt|(?:sample|sampling|survey)_weight)$/.test(snakeCase(column.name)))
    return 'by its name how much a row counts; then it is rather `weight` of model/train than an input';
  const isText = column.type === 'string' || column.type === 'category';
  if (isText && column.distinct > CATEGORIES)
    return `the ${CATEGORIES} most frequent of its ${count(column.distinct)} texts are told apart`;
  return undefined;
}

function sensitive(column: ColumnFacts, rows: number, key: KeyGuess | undefined): string | undefined {
  const about = personal(column, rows);
  if (about === 'special') return 'By its name a specially protected category of people.';
  const isId = isPersonId(column) && (about === 'direct' || key?.columns.includes(column.name) === true);
  if (isId) return 'By its name the id of a person.';
  return about === 'direct' ? 'By its name it tells who a person is.' : undefined;
}

function isGroup(column: ColumnFacts, rows: number): boolean {
  return personal(column, rows) === 'protected' && column.distinct >= 2 && column.distinct <= 10;
}

/** An id whose values come again and again, in the rows of one person or thing. */
function entityOf({ facts: { columns, rows }, target }: InputsRequest): ColumnFacts | undefined {
  return columns.find(
    (column) =>
      column.name !== target &&
      isId(column) &&
      (column.type === 'integer' || column.type === 'string') &&
      column.missing === 0 &&
      column.distinct > FEW_THINGS &&
      column.distinct < rows * 0.8,
  );
}

const DAY = 86_400_000;

/** What of a time comes again: the hour, the day of the week; the month where there are more years than one. */
function partsOfTime(
  { column }: TimeGuess,
  { columns }: TableFacts,
  nameOf: (name: string) => string,
): readonly InputGuess[] {
  const held = new Set(columns.flatMap(({ name }) => snakeCase(name).split('_')));
  const days = (Date.parse(column.last ?? '') - Date.parse(column.first ?? '')) / DAY;
  const isClock =
    column.type === 'timestamp' && ![column.first, column.last].every((time) => /T00:00:00Z$/.test(time ?? ''));
  const parts = [
    { word: 'hour', sql: 'hour', also: ['hr', 'hour'], when: isClock },
    { word: 'weekday', sql: 'isodow', also: ['weekday', 'dow', 'dayofweek'], when: days >= 14 },
    { word: 'month', sql: 'month', also: ['month', 'mnth', 'mon'], when: days >= 400 },
  ];
  return parts
    .filter(({ also, when }) => when && !also.some((word) => held.has(word)))
    .map(({ word, sql }) => ({ name: nameOf(`${column.name}_${word}`), sql: `${sql}(${sqlName(column.name)})` }));
}
