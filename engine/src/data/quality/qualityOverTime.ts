import type { Column } from '../../language/columnType.ts';
import { count, duration } from '../../language/figures.ts';
import { identifier } from '../../ports/sqlText.ts';
import type { VersionBefore } from '../../ports/step.ts';
import type { Measured, Verdict } from './qualityMeasured.ts';

export interface Freshness {
  /** The dataset's column of event times. */
  readonly timestamp: string | undefined;
  /** Milliseconds that the newest row may be old. */
  readonly limit: number;
  /** The moment of the check, in milliseconds since 1970. */
  readonly now: number;
  /** Nobody may see the times: then only whether they are fresh is said. */
  readonly isSensitive?: boolean;
}

/**
 * Age of the newest row in seconds. Rows without a time and rows after `now` are left out and named: one wrong date would else
 * make old data look fresh.
 */
export function freshnessCheck(name: string, freshness: Freshness, columns: readonly Column[]): Measured {
  const { timestamp, limit, now } = freshness;
  const column = columns.find((one) => one.name === timestamp);
  const check = {
    name,
    kind: 'freshness',
    threshold: limit / 1000,
    bindings: { now: new Date(now).toISOString() },
  } as const;
  const unknown =
    timestamp === undefined
      ? 'the dataset names no `timestamp`'
      : column !== undefined && column.type !== 'timestamp' && column.type !== 'date'
        ? `\`${timestamp}\` is ${column.type} (${column.sqlType}), not a timestamp or date`
        : undefined;
  const time = `${identifier(timestamp ?? '')}::TIMESTAMP`;
  const moment = 'CAST($now AS TIMESTAMP)';
  return {
    ...check,
    ...(timestamp === undefined ? {} : { column: timestamp, needs: [timestamp] }),
    ...(unknown === undefined ? {} : { unknown }),
    measure: {
      by: 'value',
      value: `struct_pack(newest := max(${time}) FILTER (${time} <= ${moment}), future := count(*) FILTER (${time} > ${moment}),
        untimed := count(*) FILTER (${time} IS NULL))`,
      verdict: (value) => fresh(value as unknown as Times, freshness),
    },
  };
}

interface Times {
  readonly newest: string | null;
  readonly future: number;
  readonly untimed: number;
}

function fresh({ newest, future, untimed }: Times, { limit, now, isSensitive }: Freshness): Verdict {
  const left = [
    ...(future > 0 ? [`${rows(future)} after the moment of the check left out`] : []),
    ...(untimed > 0 ? [`${rows(untimed)} without a time left out`] : []),
  ];
  const at = newest === null ? Number.NaN : Date.parse(newest);
  if (Number.isNaN(at))
    return { status: 'failed', value: null, message: ['no row has a time up to now', ...left].join('; ') };
  const age = now - at;
  const status = age <= limit ? 'passed' : 'failed';
  if (isSensitive) return { status, value: null, message: ['the times are sensitive', ...left].join('; ') };
  const said = `the newest row is of ${newest}, ${ageText(age)} old`;
  return { status, value: age / 1000, message: [said, ...left].join('; ') };
}

const DAY = 86_400_000;

function ageText(age: number): string {
  return age < 2 * DAY ? duration(age / 1000) : `${count(Math.floor(age / DAY))} days`;
}

function rows(number: number): string {
  return `${count(number)} ${number === 1 ? 'row' : 'rows'}`;
}

/** The rows that were added or lost since the version before, as share of those; without one it passes. */
export function rowChangeCheck(name: string, limit: number, before: VersionBefore | undefined): Measured {
  return {
    name,
    kind: 'row_change',
    threshold: limit,
    bindings: {},
    measure: { by: 'value', value: 'count(*)', verdict: (_, now) => changed(now, limit, before) },
  };
}

function changed(now: number, limit: number, before: VersionBefore | undefined): Verdict {
  if (before === undefined) return { status: 'passed', value: null, message: 'no version before is known' };
  const change = now - before.rows;
  const message = `${rows(now)}, ${count(before.rows)} in version ${before.version.slice(0, 12)} (${before.source})`;
  if (before.rows === 0) return { status: change === 0 ? 'passed' : 'failed', value: change === 0 ? 0 : null, message };
  const share = change / before.rows;
  return { status: Math.abs(share) <= limit ? 'passed' : 'failed', value: share, message };
}
