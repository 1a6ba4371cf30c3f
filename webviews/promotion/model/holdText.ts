import { fullTime } from '../../../engine/src/language/times.ts';
import type { AliasHold } from '../../../engine/src/operations/promotion/page/promotionPage.ts';

/** `since 4 Nov 2026`, `9 Oct to 4 Nov`, `7 to 9 Oct`: what both ends share is said once. */
export function holdText({ from, to }: Pick<AliasHold, 'from' | 'to'>, timeZone?: string): string {
  const [day, month, year] = dateOf(from, timeZone);
  if (to === null) return `since ${day} ${month} ${year}`;
  const [lastDay, lastMonth, lastYear] = dateOf(to, timeZone);
  if (year !== lastYear) return `${day} ${month} ${year} to ${lastDay} ${lastMonth} ${lastYear}`;
  if (month !== lastMonth) return `${day} ${month} to ${lastDay} ${lastMonth}`;
  return day === lastDay ? `${day} ${month}` : `${day} to ${lastDay} ${month}`;
}

function dateOf(moment: string, timeZone: string | undefined): readonly [string, string, string] {
  const [day = '-', month = '', year = ''] = fullTime(moment, timeZone).split(',')[0]!.split(' ');
  return [day, month, year];
}
