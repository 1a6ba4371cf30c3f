import { count } from '../../../engine/src/language/figures.ts';
import { markdownCode, markdownTable, markdownText } from '../../../engine/src/language/markdown.ts';
import type { RunDifferences } from '../../../engine/src/operations/runs/compare/runDifferences.ts';
import type { ComparedRow } from '../../../engine/src/tracking/compareRuns.ts';
import { type Style, textTable } from '../terminal.ts';
import {
  commitText,
  differenceSections,
  differenceText,
  figureText,
  metricName,
  pairedNotes,
  shortRun,
} from './differenceTexts.ts';
import { BY_CHANCE, comparedSlices, slicesTitle } from './slicesComparison.ts';

interface Compared {
  readonly differences: RunDifferences;
  readonly tags: readonly ComparedRow<string>[];
}

const SAME = 'These runs have the same parameters, data and metrics.';

/** What differs between runs, a column a run: metrics with intervals and verdicts first. */
export function runsComparisonText({ differences, tags }: Compared, style: Style): string {
  const { runs, baseline, metrics, paired } = differences;
  const heads = runs.map(({ id }, run) => `${shortRun(id)}${run === baseline ? ' baseline' : ''}`);
  const differing = metrics.filter((metric) => metric.differs);
  const sections = differenceSections(differences);
  const ofTags = tagsText(tags, heads);
  const isSame = differing.length === 0 && sections.every(({ rows }) => rows.length === 0) && ofTags.length === 0;
  const parts = [
    ...(isSame ? [SAME] : []),
    ...(differing.length === 0
      ? []
      : [
          [
            textTable(
              ['Metrics', ...heads],
              differing.map((metric) => [
                metricName(metric),
                ...metric.values.map((value, run) =>
                  `${figureText(value)}  ${differenceText(value, paired[run]?.metrics[metric.name])}`.trimEnd(),
                ),
              ]),
            ),
            ...pairedNotes(differences).map((note) => style.dim(note)),
          ].join('\n'),
        ]),
    ...slicesText(differences, heads, style),
    ...sections.map(({ title, rows, notes }) =>
      [
        ...(rows.length === 0
          ? [style.bold(title)]
          : [
              textTable(
                [title, ...heads],
                rows.map(({ name, cells }) => [name, ...cells.map(oneLine)]),
              ),
            ]),
        ...notes.map((note) => style.dim(note)),
      ].join('\n'),
    ),
    ...ofTags,
  ];
  return parts.join('\n\n');
}

/** The same for a pull request: tables, names and values as code. */
export function runsComparisonMarkdown({ differences }: Compared): string {
  const { runs, baseline, metrics } = differences;
  const heads = runs.map(({ id }, run) => `${markdownCode(shortRun(id))}${run === baseline ? ' (baseline)' : ''}`);
  const differing = metrics.filter((metric) => metric.differs);
  const equal = metrics.length - differing.length;
  const parts = [
    markdownTable(
      ['run', ...heads],
      [
        ['name', ...runs.map(({ name }) => markdownCode(name))],
        ['status', ...runs.map(({ status }) => status)],
        ['commit', ...runs.map((run) => markdownCode(commitText(run)))],
      ],
    ),
    ...(metrics.length === 0 ? [] : [`### Metrics\n\n${metricsMarkdown(differences, heads)}`]),
    ...(equal === 0 ? [] : [`${count(equal)} equal.`]),
    ...slicesMarkdown(differences, heads),
    ...differenceSections(differences).map(({ title, isWords, rows, notes }) =>
      [
        `### ${title}`,
        ...(rows.length === 0
          ? []
          : [
              markdownTable(
                [title.toLowerCase(), ...heads],
                rows.map(({ name, cells }) => [
                  markdownCode(name),
                  ...cells.map((cell) => (isWords || cell === '-' ? cell : markdownCode(cell))),
                ]),
              ),
            ]),
        ...(notes.length === 0 ? [] : [notes.map(markdownText).join('<br>\n')]),
      ].join('\n\n'),
    ),
  ];
  return parts.join('\n\n');
}

function metricsMarkdown(differences: RunDifferences, heads: readonly string[]): string {
  const { metrics, paired } = differences;
  const differing = metrics.filter((metric) => metric.differs);
  if (differing.length === 0) return 'All metrics are equal.';
  const table = markdownTable(
    ['metric', ...heads],
    differing.map(({ name, better, values }) => [
      `${markdownCode(name)}${better === null ? '' : ` ${better} is better`}`,
      ...values.map((value, run) => {
        const held = paired[run]?.metrics[name];
        const by = differenceText(value, held);
        const verdict = (held ?? value)?.verdict;
        const isSure = verdict === 'better' || verdict === 'worse';
        return `${figureText(value)}${by === '' ? '' : `<br>${isSure ? `**${by}**` : by}`}`;
      }),
    ]),
  );
  const notes = pairedNotes(differences);
  const isPaired = paired.some((one) => one !== null && Object.keys(one.metrics).length > 0);
  const better = isPaired
    ? 'Better and worse: the interval of a paired difference has no 0 in it; unpaired ones have no value in common.'
    : 'Better and worse: the intervals have no value in common.';
  const said = [`In brackets 95% intervals. ${better}`, ...notes.map(markdownText)];
  return `${table}\n\n${said.join('<br>\n')}`;
}

function slicesText(differences: RunDifferences, heads: readonly string[], style: Style): readonly string[] {
  return comparedSlices(differences).map((slices) => {
    const title = slicesTitle(slices);
    const table = textTable(
      [title, ...heads],
      slices.rows.map(({ name, cells }) => [oneLine(name), ...cells.map(({ text }) => text)]),
    );
    const head = slices.rows.length === 0 ? style.bold(title) : table;
    return [head, ...[...slices.notes, BY_CHANCE].map((note) => style.dim(note))].join('\n');
  });
}

function slicesMarkdown(differences: RunDifferences, heads: readonly string[]): readonly string[] {
  return comparedSlices(differences).map(({ column, metric, rows, notes }) => {
    const direction = metric.better === null ? '' : `, ${metric.better} is better`;
    const table = markdownTable(
      [markdownCode(column), ...heads],
      rows.map(({ name, cells }) => [
        markdownCode(name),
        ...cells.map(({ text, isSure }) => (isSure ? `**${text}**` : text)),
      ]),
    );
    return [
      `### Slices by ${markdownCode(column)}: ${markdownCode(metric.name)}${direction}`,
      ...(rows.length === 0 ? [] : [table]),
      [...notes, BY_CHANCE].map(markdownText).join('<br>\n'),
    ].join('\n\n');
  });
}

function tagsText(tags: readonly ComparedRow<string>[], heads: readonly string[]): readonly string[] {
  const differing = tags.filter((row) => row.differs);
  if (differing.length === 0) return [];
  return [
    textTable(
      ['Tags', ...heads],
      differing.map(({ name, values }) => [name, ...values.map((value) => oneLine(value ?? '-'))]),
    ),
  ];
}

const WIDEST = 80;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > WIDEST && !line.includes('; ') ? `${line.slice(0, WIDEST - 1)}…` : line;
}
