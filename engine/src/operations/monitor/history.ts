import { Failure } from '../../failure.ts';
import { nearest } from '../../language/nearest.ts';
import { readMonitor } from '../../monitoring/spec/readMonitor.ts';
import type { CheckRecord, MonitorStore } from '../../ports/monitorStore.ts';
import { operation } from '../operation.ts';
import { type CheckView, checkView } from './checkView.ts';
import { openMonitors } from './openMonitors.ts';
import { timeNamed } from './timeNamed.ts';

/** Checks of a monitor, oldest first. */
export interface MonitorHistory {
  readonly monitor: string;
  readonly checks: readonly CheckView[];
  /** A column or a check that was asked for by name; null: the verdicts. */
  readonly of: { readonly kind: 'column' | 'check'; readonly name: string } | null;
}

const PAGE = 500;

/** `monitor history`: every check is a record. */
export const historyOfMonitor = operation({
  name: 'monitor history',
  title: 'List the checks of a monitor, or the time line of a column or figure',
  examples: [
    { command: 'modelyard monitor history flight-delay', does: 'The newest 30 checks with their verdicts.' },
    {
      command: 'modelyard monitor history flight-delay --column late_share_24h --since 2001-02-01',
      does: 'How far a column was from the reference, check by check.',
    },
    { command: 'modelyard monitor history flight-delay --check performance', does: 'How well the model did.' },
  ],
  arguments: {
    monitor: { type: 'string', description: 'Name of the monitor.', positional: true, required: true },
    since: { type: 'string', description: 'Only checks that were due from then on.', placeholder: 'TIME' },
    limit: { type: 'integer', description: 'How many checks at most, the newest; with `--since` all.', default: 30 },
    column: { type: 'string', description: 'The time line of an input or an answer of the model.', placeholder: 'COL' },
    check: {
      type: 'string',
      description: 'The time line of a check by its id, such as `performance` or `missing`.',
      placeholder: 'ID',
    },
  },
  result: 'monitor-history',
  async run(host, { monitor, since, limit, column, check }): Promise<MonitorHistory> {
    const { project, stores } = await openMonitors(host);
    const from = since === undefined ? undefined : timeNamed('--since', since);
    const found = await checksOf(stores.monitors, monitor, { from, limit });
    // What a monitor found outlives its spec.
    if (found.length === 0 && (await stores.monitors.checks(monitor, { limit: 1 })).length === 0)
      readMonitor(project, monitor);
    const of =
      column !== undefined
        ? ({ kind: 'column', name: column } as const)
        : check !== undefined
          ? ({ kind: 'check', name: check } as const)
          : null;
    if (of !== null) refuseUnknown(found, of);
    return { monitor, checks: found.map(checkView), of };
  },
});

async function checksOf(
  monitors: MonitorStore,
  monitor: string,
  { from, limit }: { readonly from: number | undefined; readonly limit: number },
): Promise<readonly CheckRecord[]> {
  if (from === undefined) return (await monitors.checks(monitor, { limit: Math.max(0, limit) })).toReversed();
  const found: CheckRecord[] = [];
  for (let before: number | undefined; ; ) {
    const page = await monitors.checks(monitor, { limit: PAGE, ...(before === undefined ? {} : { before }) });
    found.push(...page.filter(({ due }) => due >= from));
    const oldest = page.at(-1);
    if (oldest === undefined || page.length < PAGE || oldest.due < from) return found.toReversed();
    before = oldest.due;
  }
}

function refuseUnknown(checks: readonly CheckRecord[], { kind, name }: NonNullable<MonitorHistory['of']>): void {
  const names = new Set(checks.flatMap((check) => Object.keys(kind === 'column' ? check.columns : check.checks)));
  if (names.has(name) || checks.length === 0) return;
  const near = nearest(name, [...names]);
  throw new Failure(`unknown-${kind}`, `No check has looked at the ${kind} \`${name}\`.`, {
    next: near === undefined ? `They know: ${[...names].slice(0, 20).join(', ')}.` : `Did you mean \`${near}\`?`,
  });
}
