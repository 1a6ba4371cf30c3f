import { count } from '../../language/figures.ts';
import type { LeakageFinding } from './finding.ts';
import type { SampleColumn } from './leakageColumn.ts';
import type { LabelledSample } from './leakageSample.ts';

const FEWEST_ROWS = 50;
/** Share of the rows with a value of their own. */
const NEARLY_UNIQUE = 0.99;
/** Whole numbers that take up to so many times the room of the rows are numbers of rows. */
const DENSE = 4;
const UUID = /^\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?$/i;
const NAME =
  /(^|[^a-z])(id|ids|uuid|guid|uid|key|index|rownames?|rownumber|row)$|[a-z](Id|ID|Uuid|UUID|Key)$|(_|\b)(no|nr|num|number)$/;

/** Columns that name a row or a thing instead of describing it. */
export function findIdentifiers(sample: LabelledSample, key: readonly string[]): readonly LeakageFinding[] {
  return sample.columns.flatMap((column): LeakageFinding[] => {
    const found =
      key.length === 1 && key[0] === column.name ? { value: 1, why: 'is the key' } : identifies(column, sample);
    if (found === undefined) return [];
    const message = `\`${column.name}\` ${found.why}: it names a row or a thing and says nothing about a new one`;
    return [{ kind: 'identifier', columns: [column.name], value: found.value, severity: 'warning', message }];
  });
}

interface Identifies {
  /** Share of different values among the rows that have one. */
  readonly value: number;
  readonly why: string;
}

function identifies(column: SampleColumn, { rows, total }: LabelledSample): Identifies | undefined {
  const known = rows - column.missing;
  if (known < FEWEST_ROWS || column.isTime) return undefined;
  if (column.texts !== undefined) return identifiesByText(column.texts, known);
  return identifiesByNumber(column, known, total);
}

function identifiesByText({ dictionary }: NonNullable<SampleColumn['texts']>, known: number): Identifies | undefined {
  const value = dictionary.length / known;
  if (value >= NEARLY_UNIQUE) return { value, why: `differs in ${count(dictionary.length)} of ${count(known)} rows` };
  if (dictionary.length >= FEWEST_ROWS && dictionary.every((text) => UUID.test(text)))
    return { value, why: `holds ${count(dictionary.length)} different UUIDs` };
  return undefined;
}

/** A number that differs in every row may well be a measurement: it must count rows, rise with them, or be called an id. */
function identifiesByNumber({ name, numbers }: SampleColumn, known: number, total: number): Identifies | undefined {
  const values = numbers!.filter((value) => !Number.isNaN(value));
  if (!values.every(Number.isInteger)) return undefined;
  const different = new Set(values).size;
  const value = different / known;
  if (value < NEARLY_UNIQUE) return undefined;
  const differs = `differs in ${count(different)} of ${count(known)} rows`;
  if (different === known && (isMonotone(values, 1) || isMonotone(values, -1)))
    return { value, why: `${differs} and runs with the order of the rows` };
  if (different === known && spanOf(values) <= DENSE * total)
    return { value, why: `${differs}, as a number of rows does` };
  return NAME.test(name) ? { value, why: differs } : undefined;
}

function isMonotone(values: Float64Array, direction: 1 | -1): boolean {
  for (let i = 1; i < values.length; i++) if ((values[i]! - values[i - 1]!) * direction <= 0) return false;
  return true;
}

function spanOf(values: Float64Array): number {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return most - least + 1;
}
