import { type NumberPair, type NumberSide, rowsWithValue } from '../../../math/drift/columnPair.ts';
import { rescaledDistance } from '../../../math/drift/rescaled.ts';
import { LARGE } from '../limits.ts';

/** What makes one unit of another: current = times * reference + plus. */
interface UnitChange {
  readonly times: number;
  readonly plus?: number;
  /** `kilometres for miles`: what the current rows may hold, and the reference. */
  readonly words: string;
}

const BOTH_WAYS: readonly (readonly [times: number, larger: string, smaller: string])[] = [
  [1.609344, 'kilometres', 'miles'],
  [1.852, 'kilometres', 'nautical miles'],
  [3.280839895, 'feet', 'metres'],
  [2.54, 'centimetres', 'inches'],
  [2.2046226218, 'pounds', 'kilograms'],
  [28.349523125, 'grams', 'ounces'],
  [3.785411784, 'litres', 'gallons'],
  [3.6, 'km/h', 'm/s'],
  [4.184, 'joules', 'calories'],
  [24, 'hours', 'days'],
  [60, 'seconds', 'minutes, or minutes for hours'],
  [100, 'per cent', 'shares, or cents for whole amounts'],
  [1000, 'thousandths', 'whole units, such as milliseconds for seconds'],
  [1024, 'kibibytes', 'mebibytes, or bytes for kibibytes'],
  [3600, 'seconds', 'hours'],
  [86_400, 'seconds', 'days'],
  [1e6, 'millionths', 'whole units, such as microseconds for seconds'],
  [1e9, 'billionths', 'whole units, such as nanoseconds for seconds'],
];

const CHANGES: readonly UnitChange[] = [
  ...BOTH_WAYS.flatMap(([times, larger, smaller]) => [
    { times, words: `${larger} for ${smaller}` },
    { times: 1 / times, words: `${smaller.split(',')[0]} for ${larger}` },
  ]),
  { times: 1.8, plus: 32, words: 'degrees Fahrenheit for Celsius' },
  { times: 1 / 1.8, plus: -32 / 1.8, words: 'degrees Celsius for Fahrenheit' },
  { times: 1, plus: 273.15, words: 'kelvins for degrees Celsius' },
  { times: 1, plus: -273.15, words: 'degrees Celsius for kelvins' },
  { times: -1, words: 'the other sign' },
];

/** From this factor on nothing but a unit makes numbers so much larger or smaller. */
const FAR = 10;
/** What mean and spread may be off by: rows differ from month to month. Near one, where it may be a real change, by less. */
const NEAR_BY = { mean: 0.02, spread: 0.03 };
const FAR_BY = { mean: 0.1, spread: 0.3 };
const CLOSE = 0.05;

/**
 * `Looks like another unit: values are 1.609 times as large (kilometres for miles?)`, where the current numbers have the
 * distribution of the reference but for a factor that turns one common unit into another; undefined where not.
 */
export function unitChange(pair: NumberPair): string | undefined {
  const best = CHANGES.filter((change) => isNear(pair, change))
    .map((change) => ({ change, distance: rescaledDistance(pair, change.times, change.plus ?? 0) }))
    .filter(({ change, distance }) => distance < (isFar(change) ? LARGE : closeBy(pair)))
    .sort((a, b) => a.distance - b.distance)[0];
  if (best === undefined) return undefined;
  const { times, plus, words } = best.change;
  return `Looks like another unit: values are ${sizeInWords(times, plus)} (${words}?)`;
}

function isFar({ times }: UnitChange): boolean {
  const size = Math.abs(times);
  return size >= FAR || size <= 1 / FAR;
}

/** How far apart samples of one distribution may be by chance, where they are small. */
function closeBy({ reference, current }: NumberPair): number {
  const byChance = 1.2 * Math.sqrt(1 / rowsWithValue(reference) + 1 / rowsWithValue(current));
  return Math.min(LARGE, Math.max(CLOSE, byChance));
}

function isNear({ reference, current }: NumberPair, change: UnitChange): boolean {
  const { times, plus = 0 } = change;
  const [from, to] = [momentsOf(reference), momentsOf(current)];
  if (from === undefined || to === undefined) return false;
  // Numbers around zero have the other sign half of the time.
  if (times < 0 && !(isOneSided(reference) && isOneSided(current))) return false;
  const by = isFar(change) ? FAR_BY : NEAR_BY;
  const spread = to.sd / (from.sd * Math.abs(times));
  const away = Math.abs(to.mean - (from.mean * times + plus));
  return Math.abs(Math.log(spread)) <= by.spread && away <= by.mean * Math.max(Math.abs(to.mean), to.sd);
}

function isOneSided({ min, max }: NumberSide): boolean {
  return min !== null && max !== null && (min >= 0 || max <= 0);
}

function momentsOf({ mean, sd }: NumberSide): { mean: number; sd: number } | undefined {
  return mean === null || sd === null || sd === 0 ? undefined : { mean, sd };
}

function sizeInWords(times: number, plus: number | undefined): string {
  if (times === -1) return 'as large with the other sign';
  if (plus !== undefined && times === 1) return `${Math.abs(plus)} ${plus > 0 ? 'greater' : 'less'}`;
  const large = times >= 1 ? `${figure(times)} times as large` : `${figure(1 / times)} times as small`;
  return plus === undefined ? large : `${large}, ${figure(Math.abs(plus))} ${plus > 0 ? 'added' : 'taken off'}`;
}

function figure(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: value < 1000 ? 4 : 15 });
}
