import { count } from '../../../language/figures.ts';
import { comment, yamlList, yamlText } from '../yamlText.ts';
import type { Draft } from './draft.ts';
import type { ColumnFacts } from './tableFacts.ts';

/** What the files of a draft are called. */
export interface DraftNames {
  readonly dataset: string;
  /** The dataset that adds a column of times, where one is made. */
  readonly timed: string;
  readonly pipeline: string;
  /** The data, relative to the project. */
  readonly source: string;
  /** The file that the user named, without folders. */
  readonly file: string;
}

/** Texts up to which a column is a category rather than a string. */
const CATEGORIES = 254;

/** The dataset as YAML, each guess with its reason. */
export function datasetYaml(draft: Draft, names: DraftNames): string {
  const { facts } = draft.table;
  const size = `${count(facts.rows)} rows, ${count(ownColumns(draft).length)} columns`;
  return [
    comment(
      `Drafted by \`modelyard init --data\` from ${names.file}: ${size}. Every line is a guess from the values; change what you know better. \`modelyard validate\` compares this page with the file, the step data/validate tests the values.`,
    ),
    `dataset: ${names.dataset}`,
    `# description: what one row is, and where and when it was recorded`,
    `source: ${yamlText(names.source)}`,
    ...csv(draft),
    ...(draft.table.made === undefined ? [...time(draft), ...key(draft)] : ownKey(draft)),
    ...columns(draft),
    ...checks(draft),
    ...datasheet(draft),
    '',
  ].join('\n');
}

/** A dataset of SQL over the first, where the time had to be put together; undefined where a column holds it. */
export function timedYaml(draft: Draft, names: DraftNames): string | undefined {
  const { made } = draft.table;
  if (made === undefined) return undefined;
  const parts = made.columns.map((name) => `\`${name}\``).join(', ');
  const sql = `select *, ${made.sql} as ${made.name} from ${names.dataset}`;
  return [
    comment(
      `Adds to ${names.dataset} the time that ${made.columns.length === 1 ? `its column ${parts} holds as text` : `its columns ${parts} say together`}, so that rows can be cut in the order of time. The pipeline reads this dataset.`,
    ),
    `dataset: ${names.timed}`,
    'source:',
    `  sql: ${yamlText(sql)}`,
    ...time(draft),
    ...key(draft),
    '',
  ].join('\n');
}

/** The columns that the file itself has. */
export function ownColumns({ table: { facts, made } }: Draft): readonly ColumnFacts[] {
  return facts.columns.filter(({ name }) => name !== made?.name);
}

/** The key where it is of columns that the file itself has. */
function ownKey(draft: Draft): readonly string[] {
  const { made } = draft.table;
  return made !== undefined && draft.key?.columns.includes(made.name) ? [] : key(draft);
}

function csv({ table: { nulls, types } }: Draft): readonly string[] {
  const typed = Object.entries(types);
  if (nulls.length === 0 && typed.length === 0) return [];
  const seen = nulls.map(({ text, rows }) => `${JSON.stringify(text)} in ${rowsByColumn(rows)}`);
  return [
    'csv:',
    ...(nulls.length === 0
      ? []
      : [
          comment(`Texts that mean a missing value, beside an empty one: ${seen.join('; ')}.`, '  '),
          `  nullstr: ${yamlList(['', ...nulls.map(({ text }) => text)])}`,
        ]),
    ...(typed.length === 0
      ? []
      : [
          '  types:',
          ...typed.flatMap(([name, { sqlType, why }]) => [
            comment(why, '    '),
            `    ${yamlText(name)}: ${yamlText(sqlType)}`,
          ]),
        ]),
  ];
}

function rowsByColumn(rows: Readonly<Record<string, number>>): string {
  const columns = Object.entries(rows);
  const shown = columns.slice(0, 5).map(([name, times]) => `\`${name}\` (${count(times)} rows)`);
  return `${shown.join(', ')}${columns.length > 5 ? ` and ${columns.length - 5} more` : ''}`;
}

function time({ time: found }: Draft): readonly string[] {
  if (found === undefined) return [];
  return [
    comment(`When the event of a row happened: ${found.why}. Times without zone are taken as UTC.`),
    `timestamp: ${yamlText(found.column.name)}`,
  ];
}

function key({ key: found, time: timed }: Draft): readonly string[] {
  if (found === undefined)
    return [
      comment(
        `No key: no column${timed === undefined ? '' : ', and none together with the time,'} differs in every row and names it. Rows are known by their values.`,
      ),
    ];
  return [comment(`What names one row: ${found.why}.`), `key: ${yamlList(found.columns)}`];
}

function columns(draft: Draft): readonly string[] {
  const { rows } = draft.table.facts;
  const { sensitive } = draft.inputs;
  return [
    comment(
      'Types as found in all rows; `nullable: false` where no value is missing. Worth adding: `unit`, `min`, `max`, `description`, and `known_after` where a value is known only some time after the row.',
    ),
    'columns:',
    ...ownColumns(draft).map(
      (column) => `  ${yamlText(column.name)}: { ${declared(column, rows, sensitive)} }${missing(column, rows)}`,
    ),
  ];
}

function declared(column: ColumnFacts, rows: number, sensitive: Draft['inputs']['sensitive']): string {
  const said = Object.hasOwn(sensitive, column.name) ? `, description: ${sensitive[column.name]}` : '';
  const isCategory = column.type === 'string' && column.distinct <= Math.min(CATEGORIES, rows / 2);
  return `type: ${isCategory ? 'category' : column.type}${column.missing === 0 ? ', nullable: false' : ''}${said}`;
}

function missing({ missing }: ColumnFacts, rows: number): string {
  if (missing === 0) return '';
  const share = (100 * missing) / rows;
  return ` # ${share < 0.1 ? `${count(missing)} missing` : `${share.toFixed(share < 10 ? 1 : 0)}% missing`}`;
}

function checks({ table: { facts }, target }: Draft): readonly string[] {
  const name = target.column.name;
  const few = Math.max(1, Math.floor(facts.rows / 2));
  const classes = target.column.type === 'boolean' ? [] : target.classes.map(({ value }) => value);
  // A list in a spec cannot hold what reads like an expression.
  const values = classes.some((value) => value.includes('${{')) ? [] : classes;
  return [
    comment('A model trained on half of the data, or on other answers than these, should not come about by accident.'),
    'checks:',
    '  - name: enough rows',
    `    expect: count(*) >= ${few}`,
    ...(values.length === 0
      ? []
      : [
          '  - name: answers as they were',
          '    in:',
          `      ${yamlText(name)}: ${target.column.type === 'string' || target.column.type === 'category' ? yamlList(values) : `[${values.join(', ')}]`}`,
        ]),
  ];
}

function datasheet({ inputs: { sensitive } }: Draft): readonly string[] {
  const names = Object.keys(sensitive);
  if (names.length === 0) return [];
  return [
    comment(
      'By their names these hold personal values: locks, profiles and reports show their type and null share only. A guess, and no legal advice: add what is missing, take out what is harmless.',
    ),
    'datasheet:',
    `  sensitive: ${yamlList(names)}`,
  ];
}
