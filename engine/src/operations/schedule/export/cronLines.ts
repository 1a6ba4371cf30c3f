import type { Cron } from '../../../language/cron.ts';

const DAY = 24 * 60;

/** Five fields of a schedule in numbers alone, which every cron reads. */
export function cronLine({ minutes, hours, days, months, weekdays }: Cron): string {
  const fields = [
    fieldText(minutes, 0, 59),
    fieldText(hours, 0, 23),
    fieldText(days, 1, 31),
    fieldText(months, 1, 12),
    fieldText(weekdays, 0, 6),
  ];
  return fields.join(' ');
}

/**
 * The same moments told by a clock that is `minutes` behind: some lines, for hours may come to lie on another day. Undefined where that day
 * is one of a month, which no line can say.
 */
export function shiftedLines(cron: Cron, minutes: number): readonly string[] | undefined {
  const byDay = new Map<number, Map<number, number[]>>();
  for (const hour of cron.hours)
    for (const minute of cron.minutes) {
      const at = hour * 60 + minute - minutes;
      const day = Math.floor(at / DAY);
      const inDay = at - day * DAY;
      const hours = byDay.get(day) ?? new Map<number, number[]>();
      byDay.set(day, hours);
      const found = hours.get(inDay % 60) ?? [];
      hours.set(inDay % 60, [...found, Math.floor(inDay / 60)]);
    }
  const isOfMonth = cron.days.length < 31 || cron.months.length < 12;
  if (isOfMonth && [...byDay.keys()].some((day) => day !== 0)) return undefined;
  return [...byDay].sort(([a], [b]) => a - b).flatMap(([day, hours]) => linesOfDay(cron, day, hours));
}

/** One line for all minutes that share their hours. */
function linesOfDay(cron: Cron, day: number, hoursOf: ReadonlyMap<number, readonly number[]>): readonly string[] {
  const weekdays = ascending(cron.weekdays.map((weekday) => (weekday + day + 7) % 7));
  const groups = new Map<string, { readonly hours: readonly number[]; readonly minutes: number[] }>();
  for (const [minute, unsorted] of [...hoursOf].sort(([a], [b]) => a - b)) {
    const hours = ascending(unsorted);
    const group = groups.get(String(hours)) ?? { hours, minutes: [] };
    group.minutes.push(minute);
    groups.set(String(hours), group);
  }
  return [...groups.values()].map(({ hours, minutes }) => cronLine({ ...cron, minutes, hours, weekdays }));
}

function ascending(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function fieldText(values: readonly number[], low: number, high: number): string {
  if (values.length === high - low + 1) return '*';
  const [first = low, second] = values;
  const step = second === undefined ? 0 : second - first;
  const isEven = values.every((value, index) => value === first + index * step);
  const isWhole = isEven && step > 1 && first === low && first + values.length * step > high;
  if (isWhole && values.length > 2) return `*/${step}`;
  if (isEven && step === 1 && values.length > 2) return `${first}-${values.at(-1)}`;
  return values.join(',');
}
