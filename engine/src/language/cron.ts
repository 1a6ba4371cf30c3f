import { nearest } from './nearest.ts';

/** When something is due: five fields of cron, each as the values that it allows, lowest first. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** Of the month. */
  readonly days: readonly number[];
  /** From 1 for January. */
  readonly months: readonly number[];
  /** From 0 for Sunday. */
  readonly weekdays: readonly number[];
  /** With days of the month and weekdays both restricted, either is enough, as cron has it. */
  readonly either: boolean;
  /** Its minute or hour begins with `*`: it follows the clock on the wall, where others keep to so many times a day. */
  readonly wild: boolean;
}

/** What is wrong with a schedule; offsets in its text. */
export interface CronProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** Text that mends it in place of that range. */
  readonly replacement?: string;
}

export type ParsedCron =
  | { readonly kind: 'cron'; readonly cron: Cron }
  | { readonly kind: 'problem'; readonly problem: CronProblem };

/** Words for common schedules, with what they stand for. */
export const CRON_WORDS: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/**
 * Reads `0 3 * * 1`, `@daily` and the like: numbers, `*`, lists, ranges, steps, and names of months and weekdays, after the manual
 * of Vixie cron. What never comes, such as 30 February, is a problem.
 */
export function parseCron(text: string): ParsedCron {
  if (text.trim().startsWith('@')) return parseWord(text);
  const words = [...text.matchAll(/\S+/g)].map((match) => ({ text: match[0], start: match.index }));
  if (words.length !== FIELDS.length) return problem(wrongCount(words.length), 0, text.length);
  const values: number[][] = [];
  for (const [index, word] of words.entries()) {
    const read = readField(FIELDS[index]!, word);
    if ('message' in read) return { kind: 'problem', problem: read };
    values.push(read.values);
  }
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = values;
  const isRestricted = (index: number): boolean => !words[index]!.text.startsWith('*');
  const either = isRestricted(2) && isRestricted(4);
  const wild = !isRestricted(0) || !isRestricted(1);
  const cron: Cron = { minutes, hours, days, months, weekdays, either, wild };
  if (comes(cron)) return { kind: 'cron', cron };
  const [day, month] = [words[2]!, words[3]!];
  return problem('No month that is named has such a day: it never comes', day.start, month.start + month.text.length);
}

function parseWord(text: string): ParsedCron {
  const word = text.trim();
  const fields = Object.hasOwn(CRON_WORDS, word) ? CRON_WORDS[word] : undefined;
  if (fields !== undefined) return parseCron(fields);
  const near = nearest(word, Object.keys(CRON_WORDS));
  const advice =
    near === undefined ? `; there is ${Object.keys(CRON_WORDS).join(', ')}` : `; did you mean \`${near}\`?`;
  const start = text.indexOf(word);
  return problem(`There is no schedule \`${word}\`${advice}`, start, start + word.length, near);
}

function problem(message: string, start: number, end: number, replacement?: string): ParsedCron {
  return { kind: 'problem', problem: { message, start, end, ...(replacement !== undefined && { replacement }) } };
}

function wrongCount(count: number): string {
  const wanted = 'a schedule has five fields: minute, hour, day of month, month, weekday';
  return count === 6
    ? `There are six fields, and seconds are not known; ${wanted}`
    : `There are ${count} fields; ${wanted}`;
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59, names: [] },
  { name: 'hour', min: 0, max: 23, names: [] },
  { name: 'day of month', min: 1, max: 31, names: [] },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  // 7 is Sunday too.
  { name: 'weekday', min: 0, max: 7, names: WEEKDAYS },
];

interface Word {
  readonly text: string;
  readonly start: number;
}

function readField(field: Field, { text, start }: Word): { readonly values: number[] } | CronProblem {
  const values = new Set<number>();
  let offset = start;
  for (const part of text.split(',')) {
    const read = readPart(field, part);
    if (typeof read === 'string') return { message: read, start: offset, end: offset + Math.max(part.length, 1) };
    for (const value of read) values.add(field.max === 7 ? value % 7 : value);
    offset += part.length + 1;
  }
  return { values: [...values].sort((a, b) => a - b) };
}

/** Values of `*`, `5`, `1-5`, any of them with a step behind `/`; a text says what is wrong. */
function readPart(field: Field, part: string): readonly number[] | string {
  const [, from = '', to, step] = /^(\*|[A-Za-z\d]+)(?:-([A-Za-z\d]+))?(?:\/(\d+))?$/.exec(part) ?? [];
  const last = field.max === 7 ? 6 : field.max;
  const isOpen = from === '*' || step !== undefined;
  const low = from === '*' ? field.min : fieldValue(field, from);
  const high = to !== undefined ? fieldValue(field, to) : isOpen ? last : low;
  if (low === undefined || high === undefined || Number(step ?? 1) < 1 || (from === '*' && to !== undefined))
    return `\`${part}\` is no ${field.name}: ${inWords(field)}`;
  if (high < low) return `The ${field.name} \`${part}\` ends before it begins`;
  return range(low, high, Number(step ?? 1));
}

function range(low: number, high: number, step: number): readonly number[] {
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, index) => low + index * step);
}

function fieldValue({ min, max, names }: Field, text: string): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? named + min : /^\d{1,2}$/.test(text) ? Number(text) : undefined;
  return value !== undefined && value >= min && value <= max ? value : undefined;
}

function inWords({ min, max, names }: Field): string {
  const named = names.length === 0 ? '' : ` or ${names[0]} to ${names.at(-1)}`;
  return `write ${min} to ${max}${named}, \`*\`, a range \`${min}-${max}\`, a list or a step \`*/2\``;
}

/** Days of each month at most. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function comes({ days, months, either }: Cron): boolean {
  return either || months.some((month) => days.some((day) => day <= LONGEST[month - 1]!));
}
