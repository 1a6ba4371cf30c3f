import { isRecord } from '../language/isRecord.ts';
import type { Path } from '../language/tree.ts';
import { formatDuration, parseDuration, parseShare } from '../language/values.ts';
import { modelInputs } from '../project/modelInputs.ts';
import type { Project } from '../project/project.ts';
import { isList, numberAt, textAt, textsAt, valueAt } from '../project/read.ts';
import { sensitiveColumns } from '../project/sensitive.ts';
import type { SpecFile } from '../project/specFile.ts';
import type { Found, Rule } from './rule.ts';
import { unknownName } from './unknownName.ts';

/** Rules about the health of rows, figures of the user's own, slices, and a reference that moves along. */
export const healthRules: readonly Rule[] = [
  {
    code: 'reference-overlaps',
    title: 'Rows are held against themselves',
    severity: 'warning',
    pace: 'fast',
    docs: 'The reference is the window of `current`, `offset` earlier. Where the offset is shorter than the window, the newest rows of the reference are the oldest of the current ones, so that a change is halved or not seen. Without a window both are all rows, and nothing ever drifts.',
  },
  {
    code: 'sensitive-slice',
    title: 'A slice names the values of a sensitive column',
    severity: 'warning',
    pace: 'fast',
    docs: 'The dataset names the column under `datasheet.sensitive`, and a slice shows its values beside the figures of their rows: in reports, alerts and in the history. Cut the rows by another column, or leave the slice out.',
  },
];

/** What is wrong with `health`, `metrics`, `slices` and `reference.offset` of a monitor. */
export function* monitorHealth(project: Project, file: SpecFile): Generator<Found> {
  yield* shares(file);
  yield* metrics(file);
  yield* slices(project, file, ['slices']);
  yield* slices(project, file, ['performance', 'slices']);
  yield* offset(file);
}

const LIMITED = ['missing', 'range', 'duplicates', 'anomalies'];

/** Shares that nothing exceeds. */
function* shares({ path: file, tree }: SpecFile): Generator<Found> {
  for (const key of LIMITED) {
    const path = ['health', key, 'max'];
    const max = parseShare(valueAt(tree, path));
    if (max !== undefined && max >= 1)
      yield {
        code: 'limit-never-met',
        file,
        range: tree.range(path),
        message: 'A share is never greater than 100%: with this limit nothing is ever found',
      };
  }
}

function* metrics({ path: file, tree }: SpecFile): Generator<Found> {
  const list = valueAt(tree, ['metrics']);
  const seen = new Set<string>();
  for (const [index, metric] of isList(list) ? list.entries() : []) {
    const path: Path = ['metrics', index];
    const name = isRecord(metric) ? metric['name'] : undefined;
    const min = numberAt(tree, [...path, 'min']);
    const max = numberAt(tree, [...path, 'max']);
    if (min !== undefined && max !== undefined && min > max)
      yield {
        code: 'limit-never-met',
        file,
        range: tree.range([...path, 'min']),
        message: `Nothing is at least ${min} and at most ${max}`,
      };
    if (typeof name !== 'string') continue;
    if (seen.has(name))
      yield {
        code: 'duplicate-metric',
        file,
        range: tree.range([...path, 'name']),
        message: `\`${name}\` is asked for twice, and its time line is found by this name`,
      };
    seen.add(name);
  }
}

function* slices(project: Project, { path: file, tree }: SpecFile, path: Path): Generator<Found> {
  const named = textsAt(tree, path);
  if (named.length === 0) return;
  const inputs = modelInputs(project, textAt(tree, ['model']) ?? '');
  const dataset = project.datasets.get(textAt(tree, ['current', 'dataset']) ?? '');
  const sensitive = dataset === undefined ? new Set<string>() : sensitiveColumns(project, dataset);
  for (const { text, path: place } of named) {
    const at = { file, range: tree.range(place) };
    const names = inputs.kind === 'known' ? inputs.value.map(({ name }) => name) : undefined;
    if (names !== undefined && !names.includes(text))
      yield { ...at, code: 'unknown-column', ...unknownName('input', text, names) };
    else if (sensitive.has(text.toLowerCase()))
      yield {
        ...at,
        code: 'sensitive-slice',
        message: `\`${text}\` is sensitive, and reports would name its values; cut the rows by another column`,
      };
  }
}

function* offset({ path: file, tree }: SpecFile): Generator<Found> {
  const path = ['reference', 'offset'];
  const earlier = parseDuration(valueAt(tree, path));
  if (earlier === undefined) return;
  const found = { code: 'reference-overlaps', file, range: tree.range(path) };
  const window = valueAt(tree, ['current', 'window']);
  const length = parseDuration(window);
  if (window === undefined)
    yield { ...found, message: 'The reference is the window of `current`, earlier, and `current` says no `window`' };
  else if (length !== undefined && earlier < length)
    yield {
      ...found,
      message: `The window is ${formatDuration(length)} long: its oldest ${formatDuration(length - earlier)} are in the reference too`,
    };
}
