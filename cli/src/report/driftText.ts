import { count, figure } from '../../../engine/src/language/figures.ts';
import type { ColumnReport, Picture } from '../../../engine/src/monitoring/report/columnReport.ts';
import type { MonitorReport } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { type Style, textTable } from '../terminal.ts';
import { checkLimit, checkValue, limitText, pText, saidOf, sideText, statisticText } from './driftWords.ts';

/** Columns without drift that are shown by line; all that drifted are. */
const MOST_QUIET = 40;
const MOST_PAIRS = 5;
const LONGEST_NAME = 32;
const BARS = ' ▁▂▃▄▅▆▇█';
const WIDTH = 10;

/** The verdict, a line a column with the drifted first, and what else was looked at. */
export function driftText(report: MonitorReport, style: Style): string {
  const { headline, summary, reference, current, drift, checks, alerts } = report;
  const paint = { drift: style.red, none: style.green, unknown: style.yellow }[report.verdict];
  const blocks = [
    [style.bold(paint(headline)), ...(checks.length > 2 ? summary : [])],
    [`reference  ${line(sideText(reference))}`, `current    ${line(sideText(current))}`],
    checks.length > 1 ? checkLines(report) : [],
    columnLines(report.columns, style),
    testLines(report.columns),
    correlationLines(report),
    alerts.map(alertLine),
    drift === null ? [] : [style.dim(drift.rule)],
  ];
  return blocks
    .flatMap((lines) => (lines.length === 0 ? [] : ['', ...lines]))
    .slice(1)
    .join('\n');
}

const VERDICTS = { drift: 'drift', none: '-', unknown: 'unknown' } as const;

function columnLines(columns: readonly ColumnReport[], style: Style): readonly string[] {
  if (columns.length === 0) return [];
  const quiet = columns.filter(({ verdict }) => verdict !== 'drift').slice(0, MOST_QUIET);
  const shown = columns.filter((column) => column.verdict === 'drift' || quiet.includes(column));
  const header = [
    'column',
    'type',
    'verdict',
    'test',
    'statistic',
    'limit',
    'p',
    'reference',
    'current',
    'what changed',
  ];
  const [head = '', ...rows] = textTable(header, shown.map(columnRow), [4, 5, 6]).split('\n');
  const painted = rows.map((row, at) => (shown[at]!.verdict === 'drift' ? style.red(row) : row));
  const cut = columns.length - shown.length;
  return [
    head,
    ...painted,
    ...(cut === 0 ? [] : [style.dim(`and ${count(cut)} more without drift; --format json has them all`)]),
  ];
}

function alertLine({ kind, target, state, said, run }: MonitorReport['alerts'][number]): string {
  const begun = state === 'sent' && run !== null ? `, run ${run.slice(0, 8)}` : '';
  return `alert ${kind} ${target}: ${state}${begun}${said === null ? '' : `. ${line(said)}`}`;
}

function columnRow(column: ColumnReport): readonly string[] {
  const { type, verdict, test, pValue, picture } = column;
  const [before, now] = pictureText(picture);
  return [
    shorten(line(column.column), LONGEST_NAME),
    line(type),
    VERDICTS[verdict],
    test,
    statisticText(column),
    limitText(column),
    pText(pValue),
    before,
    now,
    line(saidOf(column)),
  ];
}

/** Both sides as bars of one scale. */
function pictureText(picture: Picture | null): readonly [string, string] {
  if (picture === null) return ['', ''];
  const [before, now] = [merged(picture.reference), merged(picture.current)];
  const most = Math.max(...before, ...now);
  const bars = (shares: readonly number[]) =>
    shares.map((share) => BARS[most > 0 ? Math.ceil((share / most) * 8) : 0] ?? ' ').join('');
  return [bars(before), bars(now)];
}

function merged(shares: readonly number[]): readonly number[] {
  const width = Math.ceil(shares.length / WIDTH);
  return Array.from({ length: Math.ceil(shares.length / width) }, (_, i) =>
    shares.slice(i * width, (i + 1) * width).reduce((sum, one) => sum + one, 0),
  );
}

/** Of columns that more than one test was made of, all of them. */
function testLines(columns: readonly ColumnReport[]): readonly string[] {
  const rows = columns
    .filter(({ tests }) => tests.length > 2)
    .flatMap(({ column, tests }) =>
      tests.map((test, at) => [
        at === 0 ? shorten(line(column), LONGEST_NAME) : '',
        test.test,
        statisticText(test),
        pText(test.pValue),
        pText(test.adjusted),
        limitText(test),
        test.drifted === null ? '-' : test.drifted ? 'drift' : 'none',
        test.binned ? 'binned' : '',
      ]),
    );
  if (rows.length === 0) return [];
  return textTable(['column', 'test', 'statistic', 'p', 'adjusted', 'limit', 'says', ''], rows, [2, 3, 4, 5]).split(
    '\n',
  );
}

function checkLines({ checks }: MonitorReport): readonly string[] {
  const rows = checks.map((check) => [check.id, check.status, checkValue(check), checkLimit(check), line(check.said)]);
  return textTable(['check', 'status', 'value', 'limit', 'what was found'], rows).split('\n');
}

function correlationLines({ correlations }: MonitorReport): readonly string[] {
  const rows = correlations
    .slice(0, MOST_PAIRS)
    .map(({ a, b, reference, current }) => [line(a), line(b), figure(reference), figure(current)]);
  if (rows.length === 0) return [];
  return textTable(['correlation', '', 'reference', 'current'], rows, [2, 3]).split('\n');
}

/** A text of somebody on one line of a terminal. */
function line(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
