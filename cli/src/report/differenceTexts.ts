import { count, cut, decimalsOf, figure, interval } from '../../../engine/src/language/figures.ts';
import { difference, forExport, metricHeader } from '../../../engine/src/language/screenFigures.ts';
import type {
  ComparedFigure,
  ComparedRun,
  DataRead,
  FileDifferences,
  FileState,
  MetricDifference,
  PairedFigure,
  PairedRun,
  RowDifferences,
  RunDifferences,
  Unknown,
} from '../../../engine/src/operations/runs/compare/runDifferences.ts';

/** A part of what differs, as texts: a column a run. */
export interface DifferenceSection {
  readonly title: string;
  /** Whether cells are words of ours, not values of the runs. */
  readonly isWords: boolean;
  readonly rows: readonly { readonly name: string; readonly cells: readonly string[] }[];
  /** What is not in the rows: how many are equal, what is not known. */
  readonly notes: readonly string[];
}

/** What differs besides metrics; parts with nothing to tell are left out. */
export function differenceSections(differences: RunDifferences): readonly DifferenceSection[] {
  const { runs, params, specs, code, data, features, environment, models } = differences;
  const notes = (equal: number | null, unknown: readonly Unknown[]) => notesOf(equal, unknown, runs);
  const ofRows = (title: string, { rows, equal, unknown }: RowDifferences): DifferenceSection => ({
    title,
    isWords: false,
    rows: rows.map(({ name, values }) => ({ name, cells: values.map((value) => value ?? '-') })),
    notes: notes(equal, unknown),
  });
  const ofFiles = (title: string, { files, equal, unknown }: FileDifferences): DifferenceSection => ({
    title,
    isWords: true,
    rows: files.map(({ path, values }) => ({ name: path, cells: values.map(fileText) })),
    notes: notes(equal, unknown),
  });
  const all = [
    ofRows('Parameters', params),
    ofFiles('Specs', specs),
    ofFiles('Code', code),
    {
      title: 'Data',
      isWords: false,
      rows: data.rows.map(({ name, context, values }) => ({
        name: context === null ? name : `${name} (${context})`,
        cells: values.map(dataText),
      })),
      notes: notes(data.equal, data.unknown),
    },
    ofRows('Features', features),
    ofRows('Environment', environment),
    ofRows('Registered', models),
  ];
  return all.filter(({ rows, notes: said }) => rows.length > 0 || said.some((note) => !/^\d[\d,]* equal$/.test(note)));
}

/** `roc_auc ↑`. */
export function metricName({ name, better }: Pick<MetricDifference, 'name' | 'better'>): string {
  return metricHeader(name, better);
}

/** `0.713 [0.710, 0.716]`; `-` where it was not measured. */
export function figureText(value: ComparedFigure | null): string {
  if (value === null) return '-';
  const number = Number(value.value);
  return value.low === undefined || value.high === undefined ? figure(number) : interval(number, value.low, value.high);
}

/**
 * `↑ 0.008 better`, `≈ +0.001 no difference beyond noise`; empty of the baseline. On the rows that both were scored on with the interval of
 * the difference: `↑ 0.0025 [0.0020, 0.0030] better`.
 */
export function differenceText(value: ComparedFigure | null, paired?: PairedFigure | undefined): string {
  if (value === null || value.difference === null) return '';
  if (paired !== undefined) return pairedText(paired);
  const decimals = decimalsOf(value.low, value.high);
  const by = forExport(difference(Number(value.difference), value.verdict, decimals));
  if (value.verdict === null) return by;
  return `${by} ${value.verdict === 'same' ? 'no difference beyond noise' : value.verdict}`;
}

/** By which rows each run is held against the baseline, and why one is not held row by row. */
export function pairedNotes({ runs, baseline, paired }: RunDifferences): readonly string[] {
  const base = shortRun(runs[baseline]?.id ?? '');
  return paired.flatMap((one, at) => (one === null ? [] : notesOfPair(one, shortRun(runs[at]?.id ?? ''), base)));
}

function notesOfPair({ metrics, reason }: PairedRun, run: string, base: string): readonly string[] {
  const rows = [...new Set(Object.values(metrics).map((one) => one.rows))];
  return [
    ...rows.map(
      (many) =>
        `${run}: paired with ${base} on the ${count(many)} rows that both were scored on; in brackets the 95% interval of the difference.`,
    ),
    ...(reason === null
      ? []
      : [`${run}: unpaired with ${base}: ${reason.replace(/\.$/, '')}. By its intervals alone.`]),
  ];
}

/** What is told has its direction as an arrow, so that size and interval have no sign. */
export function pairedText({ difference: by, low, high, verdict }: PairedFigure): string {
  const decimals = decimalsOf(low, high);
  const size = forExport(difference(by, verdict, decimals));
  const isTold = verdict === 'better' || verdict === 'worse';
  const ends = isTold && by < 0 ? [-high, -low] : [low, high];
  const print = (end: number) => (decimals === undefined ? figure(end) : cut(end, decimals));
  const interval = `${size} [${ends.map(print).join(', ')}]`;
  return verdict === null ? interval : `${interval} ${verdict === 'same' ? 'no difference beyond noise' : verdict}`;
}

/** `c41b1c7d on main, with uncommitted changes`. */
export function commitText({ git }: ComparedRun): string {
  if (git === null) return 'no commit';
  const branch = git.branch === null ? '' : ` on ${git.branch}`;
  return `${git.commit.slice(0, 8)}${branch}${git.dirty ? ', with uncommitted changes' : ''}`;
}

/** The first digits of an id, as few as people need; with its source. */
export function shortRun(id: string): string {
  const [run = id, source] = id.split('@');
  return source === undefined ? run.slice(0, 8) : `${run.slice(0, 8)}@${source}`;
}

function notesOf(equal: number | null, unknown: readonly Unknown[], runs: readonly ComparedRun[]): readonly string[] {
  return [
    ...(equal === null || equal === 0 ? [] : [`${count(equal)} equal`]),
    ...unknown.map(({ run, reason, next }) => {
      const of = shortRun(runs[run]?.id ?? '');
      return `${of}: ${reason}.${next === undefined ? '' : ` ${next}`}`;
    }),
  ];
}

function fileText(state: FileState): string {
  switch (state.kind) {
    case 'baseline':
      return '';
    case 'same':
      return 'the same';
    case 'unknown':
      return 'not known';
    default:
      return state.lines === null
        ? state.kind
        : `${state.kind} +${count(state.lines.added)} -${count(state.lines.removed)}`;
  }
}

function dataText(read: DataRead | null): string {
  if (read === null) return '-';
  const { version, rows, change } = read;
  const head = `${version.slice(0, 12)}${rows === null ? '' : `, ${count(rows)} rows`}`;
  return [head, ...(change === null ? [] : changeTexts(change))].join('; ');
}

function changeTexts({ rows, columns, moved, unknown }: NonNullable<DataRead['change']>): readonly string[] {
  const named = (word: string, names: readonly string[]) => (names.length === 0 ? [] : [`${word} ${names.join(', ')}`]);
  return [
    ...(rows === null || rows === 0
      ? []
      : [`${count(Math.abs(rows))} ${Math.abs(rows) === 1 ? 'row' : 'rows'} ${rows > 0 ? 'more' : 'fewer'}`]),
    ...named('columns added:', columns?.added ?? []),
    ...named('columns removed:', columns?.removed ?? []),
    ...named('other types:', columns?.retyped.map(({ name, a, b }) => `${name} ${a} → ${b}`) ?? []),
    ...(moved === null
      ? []
      : named(
          'moved:',
          moved.columns.map(({ name, how, shift }) => `${name} (${how || `shift ${figure(shift)}`})`),
        )),
    ...(moved !== null && moved.columns.length === 0 ? ['no column moved'] : []),
    ...(unknown === null ? [] : [unknown.replace(/\.$/, '')]),
  ];
}
