import type { NumberPair, NumberSide } from '../../../math/drift/columnPair.ts';
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

/** A factor may be off by so much: rows differ from month to month. Near one, where it may be a real change, by less. */
const NEAR_TOLERANCE = 0.02;
const FAR_TOLERANCE = 0.1;
const FAR = 10;
/** Two samples of one distribution are about half of sqrt(1/n + 1/m) apart, in standard deviations; so many times that is more than chance. */
const BEYOND_CHANCE = 1.5;

/**
 * `Looks like another unit: values are 1.609 times as large (kilometres for miles?)`, where the current numbers have the
 * distribution of the reference but for a factor that turns one common unit into another; undefined where not.
 */
export function unitChange(pair: NumberPair): string | undefined {
  const fits = CHANGES.filter((change) => isNear(pair, change));
  const best = fits
    .map((change) => ({ change, distance: rescaledDistance(pair, change.times, change.plus ?? 0) }))
    .filter(({ change, distance }) => distance < (isFar(change) ? LARGE : byChance(pair)))
    .sort((a, b) => a.distance - b.distance)[0];
  if (best === undefined) return undefined;
  const { times, plus, words } = best.change;
  return `Looks like another unit: values are ${sizeInWords(times, plus)} (${words}?)`;
}

function isNear({ reference, current }: NumberPair, { times, plus = 0 }: UnitChange): boolean {
  const [from, to] = [momentsOf(reference), momentsOf(current)];
  if (from === undefined || to === undefined) return false;
  const tolerance = isFar({ times }) ? FAR_TOLERANCE : NEAR_TOLERANCE;
  const spread = to.sd / (from.sd * Math.abs(times));
  const away = Math.abs(to.mean - (from.mean * times + plus));
  if (Math.abs(Math.log(spread)) > 5 * tolerance) return false;
  return away <= tolerance * Math.max(Math.abs(to.mean), to.sd);
}

function isFar({ times }: Pick<UnitChange, 'times'>): boolean {
  const size = Math.abs(times);
  return size >= FAR || size <= 1 / FAR;
}

/** Where a factor is so small that growth explains it as well, nothing else may have changed. */
function byChance({ reference, current }: NumberPair): number {
  return Math.min(LARGE, BEYOND_CHANCE * Math.sqrt(1 / reference.rows + 1 / current.rows) + 0.005);
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
