import { count, duration } from '../../../engine/src/language/figures.ts';
import { originText } from '../../../engine/src/language/originWords.ts';
import { progressText } from '../../../engine/src/language/progressText.ts';
import { valueText } from '../../../engine/src/language/screenFigures.ts';
import type {
  Against,
  LiveRun,
  PageMetric,
  PageSource,
  RunPage,
  SpecPlace,
} from '../../../engine/src/operations/runs/page/runPage.ts';
import { inWords } from './metricRows.ts';
import { capital, counted, listed, type Piece, placed, type Sentence, strong } from './text.ts';
import { days } from './times.ts';

/** What a person has read who reads only the large text, and at most two lines that say why. */
export interface Verdict {
  readonly tone: 'better' | 'worse' | 'plain' | 'failed' | 'stopped' | 'live';
  readonly title: string;
  readonly lines: readonly Sentence[];
}

export function verdictOf(page: RunPage): Verdict {
  if (page.source !== null) return elsewhere(page, page.source);
  if (page.status === 'failed') return failed(page);
  if (page.status === 'running' && page.evaluation === null) return live(page, page.live);
  if (page.status === 'cancelled' || page.status === 'interrupted') return stopped(page, page.status);
  const [main] = page.metrics;
  if (main === undefined) return notEvaluated(page);
  const verdict = measured(page, main);
  return page.status === 'running' ? { ...verdict, lines: [...verdict.lines, [`${liveTitle(page.live)}.`]] } : verdict;
}

/** Of another tool's run: what that tool wrote down. */
function elsewhere({ status, failure, metrics, seconds, models }: RunPage, source: PageSource): Verdict {
  const [main] = metrics;
  const kept = `${originText(source)} keeps it; nothing of it is changed.`;
  const lines: Sentence[] = [[kept, ...registered(models)]];
  const took = seconds === null ? '' : ` ${status === 'finished' ? 'in' : 'after'} ${duration(seconds)}`;
  const ended = `${capital(status)}${took}`;
  if (status === 'failed') return { tone: 'failed', title: ended, lines: [...saidBy(failure), ...lines] };
  const figure = main === undefined ? [] : [`${main.name} ${valueText(main)}`];
  if (status === 'running') return { tone: 'live', title: capital([...figure, 'running'].join(', ')), lines };
  if (status !== 'finished') return { tone: 'stopped', title: [ended, ...figure].join(', '), lines };
  if (main === undefined) return { tone: 'plain', title: `${ended}, no metric`, lines };
  return {
    tone: 'plain',
    title: figure.join(),
    lines: [['Logged without an interval: no verdict. ', ...lines.flat()]],
  };
}

function saidBy(failure: RunPage['failure']): readonly Sentence[] {
  return failure === null ? [] : [[failure.message]];
}

/** `train 63%, 27 s left`. */
export function liveTitle(live: LiveRun | null): string {
  if (live === null) return 'Running';
  if (live.isQueued) return 'Waits for its turn';
  if (live.step === null)
    return live.steps.done === 0 ? 'Begins' : `${live.steps.done} of ${live.steps.all} steps done`;
  if (live.fraction === null)
    return live.message === null ? `${live.step} is running` : `${live.step}: ${live.message}`;
  return progressText(live);
}

function live(page: RunPage, run: LiveRun | null): Verdict {
  const lines: Sentence[] = [];
  if (run?.step !== null && run?.message && run.fraction !== null) lines.push([`${capital(run.message)}.`]);
  if (run !== null && !run.isQueued && run.steps.all > 0) lines.push(stepsDone(page, run));
  if (run?.isQueued) lines.push(['It begins as soon as a run before it ends.']);
  return { tone: 'live', title: liveTitle(run), lines };
}

function stepsDone(page: RunPage, { steps }: LiveRun): Sentence {
  const evaluates = page.steps.find(({ uses }) => uses === 'model/evaluate');
  const then = evaluates === undefined ? '' : ` The verdict comes with ${evaluates.step}.`;
  return [`${stepsOf(steps.done, steps.all)} done.${then}`];
}

function failed({ failure, pipeline, place }: RunPage): Verdict {
  if (failure === null) return { tone: 'failed', title: 'Failed', lines: [] };
  const [line = '', ...rest] = failure.message.trim().split('\n');
  const first = line.replace(/\.$/, '');
  const isNamed = failure.step === null || first.startsWith(failure.step);
  const title = isNamed ? capitalUnlessName(first, failure.step) : `${failure.step} failed: ${first}`;
  const lines: Sentence[] = [];
  if (rest.length > 0) lines.push([rest.join(' ').trim()]);
  if (failure.next !== null) lines.push([failure.next]);
  if (lines.length === 0 && pipeline !== null)
    lines.push(['Mend it in ', placed(fileOf(pipeline, place), place), ' and run again.']);
  return { tone: 'failed', title, lines: lines.slice(0, 2) };
}

/** `Two of five steps are`. */
function stepsOf(done: number, all: number): string {
  return `${capital(counted(done))} of ${counted(all)} steps ${done === 1 ? 'is' : 'are'}`;
}

function fileOf(pipeline: string, place: SpecPlace | null): string {
  return place?.file.split('/').at(-1) ?? pipeline;
}

function capitalUnlessName(text: string, name: string | null): string {
  return name !== null && text.startsWith(name) ? text : capital(text);
}

function stopped(page: RunPage, status: 'cancelled' | 'interrupted'): Verdict {
  const step = page.steps.find((each) => each.status === 'cancelled' || each.status === 'interrupted');
  const where = step === undefined ? '' : ` in ${step.step}`;
  const done = page.steps.filter((each) => each.status === 'done' || each.status === 'cached').length;
  const why = status === 'interrupted' ? 'Its process ended before it did. ' : '';
  const kept = done === 0 ? 'No step was done.' : `${stepsOf(done, page.steps.length)} kept.`;
  return { tone: 'stopped', title: `${capital(status)}${where}`, lines: [[`${why}${kept}`]] };
}

function notEvaluated({ seconds, pipeline, place, models }: RunPage): Verdict {
  const took = seconds === null ? 'Finished' : `Finished in ${duration(seconds)}`;
  const next: Sentence =
    pipeline === null
      ? ['Log metrics in the script to see them here.']
      : [
          'Add a step ',
          strong('model/evaluate'),
          ' to ',
          placed(fileOf(pipeline, place), place),
          ' to know how good it is.',
        ];
  return { tone: 'plain', title: `${took}, not evaluated`, lines: [[...next, ...registered(models)]] };
}

function measured(page: RunPage, main: PageMetric): Verdict {
  const title = `${main.name} ${valueText(main)}`;
  const where = rowsLine(page);
  const names = registered(page.models);
  if (page.evaluation === null)
    return { tone: 'plain', title, lines: [[`Logged by ${main.step}, without an interval: no verdict.`, ...names]] };
  if (typeof main.value !== 'number')
    return {
      tone: 'plain',
      title,
      lines: [[...where, main.reason === null ? '' : ` ${capital(main.reason)}.`, ...names]],
    };
  if (main.against === null) {
    const alone =
      page.against === null ? ' No version is in production to hold it against.' : ` ${notThere(page, main)}`;
    return { tone: 'plain', title, lines: [[...where, alone, ...names]] };
  }
  const { verdict } = main.against;
  const tone = verdict === 'better' || verdict === 'worse' ? verdict : 'plain';
  return {
    tone,
    title: `${title}, ${versus(main, main.against)}`,
    lines: [[...where, ' ', ...versusLine(page), ...names]],
  };
}

function versus(main: PageMetric, against: Against): string {
  const { alias, version, verdict } = against;
  if (verdict === null) return `${alias} v${version} has ${valueText(against)}`;
  if (verdict === 'same') return `no different from ${alias} beyond noise`;
  return inWords(main, against).replace(' by ', ` than ${alias} by `);
}

function notThere({ against }: RunPage, main: PageMetric): string {
  return `${capital(against?.alias ?? 'production')} v${against?.version ?? ''} has no ${main.name} to hold it against.`;
}

function rowsLine({ evaluation }: RunPage): Sentence {
  if (evaluation === null) return [];
  const { rows, from, to } = evaluation;
  const when = from === null || to === null ? '' : ` of ${days(from, to)}`;
  return ['Measured on ', strong(count(rows)), ` ${rows === 1 ? 'row' : 'rows'}${when}.`];
}

/** `Four of five metrics are better than production v7; expected_cost is no different.` */
function versusLine({ metrics, against }: RunPage): Sentence {
  if (against === null) return [];
  const compared = metrics.filter((metric) => (metric.against?.verdict ?? null) !== null);
  const name = `${against.alias} v${against.version}`;
  const link: Piece = against.run === null ? name : { kind: 'run', text: name, run: against.run };
  const rows = against.sameRows ? '' : ' It was measured on other rows.';
  if (compared.length === 0)
    return ['No verdict against ', link, `: intervals or a direction of better are missing.${rows}`];
  const of = (verdict: string) => compared.filter((metric) => metric.against?.verdict === verdict);
  const groups = (['better', 'worse', 'same'] as const)
    .map((verdict) => ({ verdict, names: of(verdict).map((metric) => metric.name) }))
    .filter(({ names }) => names.length > 0)
    .sort((a, b) => Number(a.verdict === 'same') - Number(b.verdict === 'same') || b.names.length - a.names.length);
  const [first, ...others] = groups;
  const rest = others.map(({ verdict, names }) => `; ${fewOf(names)} ${plural(names)} ${WORDS[verdict]}`);
  return [
    `${subject(first!.names, compared.length)} ${WORDS[first!.verdict]} ${first!.verdict === 'same' ? 'from' : 'than'} `,
    link,
    `${rest.join('')}.${rows}`,
  ];
}

const WORDS = { better: 'better', worse: 'worse', same: 'no different' } as const;

function subject(names: readonly string[], all: number): string {
  if (all === 1) return `${names[0]} is`;
  if (names.length === all) return all === 2 ? 'Both metrics are' : `All ${counted(all)} metrics are`;
  return `${capital(counted(names.length))} of ${counted(all)} metrics ${plural(names)}`;
}

/** By name while they are few. */
function fewOf(names: readonly string[]): string {
  return names.length <= 3 ? listed(names) : counted(names.length);
}

function plural(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}

function registered(models: RunPage['models']): Sentence {
  if (models.length === 0) return [];
  const names = models.map(({ name, version }) => `${name} v${version}`);
  return [' Registered as ', strong(listed(names)), '.'];
}
