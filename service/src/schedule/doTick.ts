import { createHash } from 'node:crypto';
import { utcTime } from '../../../engine/src/language/times.ts';
import { detach, SILENT } from '../../../engine/src/operations/run/detach.ts';
import { workingRun } from '../../../engine/src/operations/run/workingRun.ts';
import type { Host, Stores } from '../../../engine/src/ports/host.ts';
import type { TickEnd } from '../../../engine/src/ports/monitorStore.ts';
import type { Run } from '../../../engine/src/ports/runStore.ts';
import { RUN_TAGS } from '../../../engine/src/tracking/tags.ts';
import type { DueWork } from './scheduler.ts';

export interface TickAround {
  readonly host: Host;
  readonly root: string;
  readonly stores: Stores;
}

type End = Pick<TickEnd, 'kind' | 'said' | 'id'>;

/** A check that takes longer is ended: it would hold up those behind it. */
const CHECK_WITHIN = 3_600_000;
const PAUSE = 1000;

/**
 * Does what is due: a check in a process of its own, which can take neither the service's memory nor its life; a run as `run --detach` starts
 * it, which goes on when the service ends. Rejects with `Cancelled` when the signal fires.
 */
export function doTick(around: TickAround, work: DueWork, signal: AbortSignal): Promise<End> {
  return work.trigger.kind === 'monitor' ? check(around, work, signal) : run(around, work, signal);
}

async function check({ host, root }: TickAround, { trigger, due, by }: DueWork, signal: AbortSignal): Promise<End> {
  const late = AbortSignal.timeout(CHECK_WITHIN);
  const at = new Date(due).toISOString();
  const args = [
    'monitor',
    'run',
    trigger.name,
    '--at',
    at,
    '--by',
    by,
    '--project',
    root,
    '--quiet',
    '--format',
    'json',
  ];
  const { code, out, err } = await host.runProgram(args, AbortSignal.any([signal, late]));
  signal.throwIfAborted();
  if (late.aborted) return failed(`The check was ended after ${CHECK_WITHIN / 60_000} min.`);
  const report = reportIn(out);
  if (report === undefined) return failed(saidIn(err) ?? `The check ended with exit code ${code}.`);
  return { kind: 'done', said: saidOf(report, due), id: report.id };
}

/** A check of an earlier moment stands for this one too where nothing has changed since. */
function saidOf({ headline, due: checked }: ReportHead, due: number): string {
  return checked < due ? `Nothing new since the check of ${utcTime(checked)}: ${headline}` : headline;
}

interface ReportHead {
  readonly id: string | null;
  readonly headline: string;
  /** The moment that it is of, milliseconds since 1970. */
  readonly due: number;
}

function reportIn(out: string): ReportHead | undefined {
  try {
    const { id, headline, due } = JSON.parse(out) as { readonly [key: string]: unknown };
    if (typeof headline !== 'string' || typeof due !== 'string') return undefined;
    return { id: typeof id === 'string' ? id : null, headline, due: Date.parse(due) };
  } catch {
    return undefined;
  }
}

function saidIn(err: string): string | undefined {
  const line = err.split('\n').find((one) => one.startsWith('error'));
  return line?.replace(/^error: /, '');
}

/** The run's id follows from the tick, so that one which is done once more goes on with the run that it began. */
async function run(
  { host, root, stores }: TickAround,
  { trigger, due, by }: DueWork,
  signal: AbortSignal,
): Promise<End> {
  const id = createHash('sha256').update(`${trigger.id} ${due}`).digest('hex').slice(0, 32);
  if ((await found(stores, id)) === undefined) {
    const other = await workingRun(stores, trigger.name);
    if (other !== undefined)
      return { kind: 'missed', said: `Run ${other.id.slice(0, 8)} of it was at work.`, id: other.id };
    const args = ['run', trigger.name, '--project', root, '--run-id', id, ...SILENT];
    await detach(host, stores, { run: id, args });
  }
  await stores.runs.log(id, { tags: { [RUN_TAGS.trigger]: `${by} ${new Date(due).toISOString()}` } });
  return ended(await end({ host, stores }, id, signal));
}

async function end(
  { host, stores }: Pick<TickAround, 'host' | 'stores'>,
  id: string,
  signal: AbortSignal,
): Promise<Run> {
  for (;;) {
    await stores.runs.reap();
    const run = await stores.runs.run(id, { artifacts: false });
    if (run.status !== 'running') return run;
    await host.clock.sleep(PAUSE, signal);
  }
}

function ended({ id, status, tags }: Run): End {
  const why = tags[RUN_TAGS.failure];
  if (status === 'finished') return { kind: 'done', said: `Run ${id.slice(0, 8)} finished.`, id };
  return { kind: 'failed', said: `Run ${id.slice(0, 8)} ${status}${why ? `: ${why}` : '.'}`, id };
}

function found({ runs }: Pick<Stores, 'runs'>, id: string): Promise<Run | undefined> {
  return runs.run(id, { artifacts: false }).catch(() => undefined);
}

function failed(said: string): End {
  return { kind: 'failed', said, id: null };
}
