import { count } from '../../../../engine/src/language/figures.ts';
import { progressText } from '../../../../engine/src/language/progressText.ts';
import { tableTime } from '../../../../engine/src/language/times.ts';
import type { MetricRow, RegisteredRow, RunPage } from '../../../../engine/src/operations/runs/page/runPage.ts';
import type { RunRow } from '../../../../server/src/views/runs.ts';
import type { SourceRow } from '../../../../server/src/views/sources.ts';
import { runFailureText } from './failureText.ts';
import { COLORS, type Icon, type ItemLook } from './itemLook.ts';
import { liveWords } from './liveText.ts';
import { code, cut, facts, paragraphs, plain, prose } from './markdown.ts';
import { comparedText, comparedWords, metricFact } from './metricText.ts';
import { fromText } from './sourceItem.ts';
import { exactly, lasted } from './times.ts';

export interface RunLookOptions {
  /** As much of its id as tells it from those beside it. */
  readonly id: string;
  readonly experiment: string;
  /** Whether the project has the pipeline that made it. */
  readonly isPlaced?: boolean;
  /** Where another tool keeps it. */
  readonly source?: SourceRow | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A run in the tree: its one figure first, its state as icon. */
export function runLook(run: RunRow, { id, experiment, isPlaced, source = null, now }: RunLookOptions): ItemLook {
  const state = stateOf(run);
  const isOurs = source === null;
  const name = isOurs ? '' : cut(run.name, 80);
  const star = run.tags[STAR] === 'true';
  const description = [describe(run, state, isOurs), name, models(run.models), star ? '★' : '']
    .filter((text) => text !== '')
    .join(', ');
  const started = tableTime(run.startedAt, { now });
  const words = [sentence(run, state), run.models.map(registered).join(', '), star ? 'starred' : '']
    .filter((text) => text !== '')
    .join(', ');
  return {
    label: id,
    description,
    icon: ICONS[state],
    tooltip: runTooltip(run, { id, experiment, source }),
    aria: `Run ${[id, name].filter((text) => text !== '').join(' ')} of ${experiment}: ${words}. Started ${started}.`,
    context: [isOurs ? 'run' : 'sourceRun', state, ...(isPlaced === true ? ['placed'] : [])].join('.'),
  };
}

/** All that is known of a run; of its parameters and data once its page was asked for. */
export function runTooltip(
  run: RunRow,
  { id, experiment, source = null }: Omit<RunLookOptions, 'now'>,
  page?: RunPage,
): string {
  const state = stateOf(run);
  const metrics = page?.metrics ?? (run.metric === null ? [] : [run.metric]);
  const shown = metrics.slice(0, MOST_METRICS).map(metricFact);
  const more = metrics.length - shown.length;
  return paragraphs(
    `**${plain(id)}** ${plain(cut(experiment, 100))}, ${plain(run.live === null ? state : liveWords(run.live))}`,
    source === null ? null : fromText(source),
    run.failure === null ? null : prose(cut(run.failure, 400)),
    facts(more > 0 ? [...shown, ['and', `${count(more)} more`]] : shown),
    facts([
      ['name', source === null ? null : plain(cut(run.name, 200))],
      ['started', exactly(run.startedAt)],
      ['took', lasted(run.seconds)],
      ['commit', commitText(run)],
      ['pushed by', run.origin === undefined ? null : plain(cut(run.origin, 100))],
      ['models', run.models.map(({ name, version }) => plain(`${name} v${version}`)).join(', ')],
      ['parameters', page && page.params.length > 0 ? countedParams(page) : null],
      ['note', page?.notes && plain(cut(page.notes, 300))],
      ...(page?.data ?? []).slice(0, 5).map(dataFact),
      ...Object.entries(run.tags)
        .filter(([key]) => !/^(mlflow|modelyard)\./.test(key))
        .slice(0, 8)
        .map(([key, value]) => [cut(key, 40), plain(cut(value, 200))] as const),
    ]),
  );
}

export type RunState = RunRow['status'] | 'queued';

export function stateOf({ status, live }: Pick<RunRow, 'status' | 'live'>): RunState {
  if (live === null) return status;
  return live.isQueued ? 'queued' : 'running';
}

/** Tag of runs that somebody wants to find again. */
const STAR = 'modelyard.starred';

const MOST_METRICS = 8;

const ICONS: Readonly<Record<RunState, Icon>> = {
  queued: { id: 'clock' },
  running: { id: 'sync~spin', color: COLORS.live },
  finished: { id: 'pass', color: COLORS.good },
  failed: { id: 'error', color: COLORS.bad },
  cancelled: { id: 'circle-slash' },
  interrupted: { id: 'warning', color: COLORS.warning },
};

/** Of ours the main metric is known; of others it is named. */
function describe(run: RunRow, state: RunState, isOurs: boolean): string {
  switch (state) {
    case 'queued':
      return 'waits for its turn';
    case 'running':
      return run.live === null ? 'running' : progressText(run.live);
    case 'finished':
      return run.metric === null ? (lasted(run.seconds) ?? 'no metric') : measured(run.metric, isOurs);
    case 'failed':
      return run.failure === null ? after('failed', run) : cut(runFailureText(run.failure, run.failedStep), 120);
    default:
      return after(state, run);
  }
}

function sentence(run: RunRow, state: RunState): string {
  switch (state) {
    case 'queued':
    case 'running':
      return run.live === null ? 'running' : liveWords(run.live);
    case 'finished':
      return run.metric === null ? 'finished, no metric' : `finished, ${comparedWords(run.metric)}`;
    case 'failed':
      return run.failure === null ? 'failed' : failedWords(cut(runFailureText(run.failure, run.failedStep), 200));
    default:
      return after(state, run);
  }
}

function measured(metric: MetricRow, isOurs: boolean): string {
  return isOurs ? comparedText(metric) : `${cut(metric.name, 40)} ${comparedText(metric)}`;
}

function failedWords(text: string): string {
  return / failed: /.test(text) ? text : `failed, ${text}`;
}

function after(word: string, { seconds }: RunRow): string {
  const time = lasted(seconds);
  return time === undefined ? word : `${word} after ${time}`;
}

function models(all: readonly RegisteredRow[]): string {
  return all
    .map(({ version, aliases }) => [`v${version}`, ...(aliases.length > 0 ? [aliases.join(' ')] : [])].join(' '))
    .join(', ');
}

function registered({ name, version, aliases }: RegisteredRow): string {
  return [`registered as ${name} version ${version}`, ...aliases].join(', ');
}

function commitText({ branch, commit, dirty }: RunRow): string | null {
  if (commit === null) return null;
  const on = branch === null ? '' : ` on ${plain(branch)}`;
  return `${code(commit.slice(0, 7))}${on}${dirty ? ', with changes' : ''}`;
}

function countedParams({ params }: RunPage): string {
  const changed = params.filter(({ was }) => was !== null).length;
  return changed === 0 ? count(params.length) : `${count(params.length)}, ${count(changed)} changed`;
}

function dataFact({ dataset, version, rows, isCurrent }: RunPage['data'][number]): readonly [string, string] {
  const old = isCurrent === false ? ', other data now' : '';
  const many = rows === null ? '' : `, ${count(rows)} rows`;
  return ['data', `${plain(cut(dataset, 60))} ${code(version.slice(0, 4))}${many}${old}`];
}
