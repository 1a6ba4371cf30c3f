import { type DriftTestEntry, driftTest, driftTests } from '../catalog/driftTests.ts';
import { metricEntry, metricsOf } from '../catalog/metrics.ts';
import { parseCron } from '../language/cron.ts';
import { isRecord } from '../language/isRecord.ts';
import type { Path } from '../language/tree.ts';
import { type ModelInput, modelInputs, modelTasks } from '../project/modelInputs.ts';
import type { Place } from '../project/places.ts';
import type { Project } from '../project/project.ts';
import { entriesAt, isList, numberAt, textAt, textsAt, valueAt } from '../project/read.ts';
import type { SpecFile } from '../project/specFile.ts';
import { limitProblem } from './limits.ts';
import { unknownMetric } from './metricNames.ts';
import { healthRules, monitorHealth } from './monitorHealth.ts';
import { monitorReference, referenceRules } from './monitorReference.ts';
import type { Family, Found } from './rule.ts';
import { isTimezone, timezones } from './timezones.ts';
import { unknownName } from './unknownName.ts';

/** Monitors: what they watch, by which tests, when, and what they set off. */
export const monitors: Family = {
  rules: [
    {
      code: 'unknown-drift-test',
      title: 'There is no drift test of this name',
      severity: 'error',
      pace: 'fast',
      docs: 'The name under `test` is none of the drift tests that Modelyard knows. `auto` takes the one that fits the column.',
    },
    {
      code: 'drift-test-type',
      title: 'A drift test does not fit the column',
      severity: 'error',
      pace: 'slow',
      docs: 'Some tests compare the order of numbers, such as `ks` and `wasserstein`, and categories have none. The type of a column is that of the input in the version file, else what the pipeline makes of the data; where it is not known nothing is said.',
    },
    {
      code: 'bad-cron',
      title: 'A schedule cannot be read, or never comes',
      severity: 'error',
      pace: 'fast',
      docs: 'A schedule has five fields as cron knows them: minute, hour, day of month, month, weekday. Each is `*`, a number, a range `1-5`, a list `1,15` or a step `*/15`; months and weekdays have names too. Or it is one of `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`.',
    },
    {
      code: 'unknown-pipeline',
      title: 'The project has no such pipeline',
      severity: 'error',
      pace: 'fast',
      docs: 'No `*.pipeline.yaml` below modelyard.yaml begins with `pipeline:` and this name.',
    },
    {
      code: 'retraining-without-cool-down',
      title: 'A monitor retrains without a cool-down',
      severity: 'warning',
      pace: 'fast',
      docs: 'What is found today is found again tomorrow, until a new version is in use: without `cool_down` every check starts the pipeline once more. Say how long it rests, for instance as long as it takes to train, judge and promote.',
    },
    {
      code: 'window-without-timestamp',
      title: 'A window over a dataset that knows no time',
      severity: 'error',
      pace: 'fast',
      docs: 'The newest rows of a dataset are told by its `timestamp`, and this dataset names no such column, so that nobody can tell which rows the window holds or how old the newest one is.',
    },
    ...healthRules,
    ...referenceRules,
  ],
  *check(project, file) {
    if (file.kind === 'pipeline') yield* schedule(file, ['on']);
    if (file.kind !== 'monitor') return;
    yield* schedule(file, []);
    yield* alerts(project, file);
    yield* windows(project, file);
    yield* performance(project, file);
    yield* labelKey(project, file);
    yield* tests(project, file);
    yield* monitorHealth(project, file);
    yield* monitorReference(project, file);
  },
};

/** @param above the keys around `schedule` */
function* schedule({ path: file, tree }: SpecFile, above: Path): Generator<Found> {
  const when = [...above, 'schedule'];
  const where = [...above, 'timezone'];
  const text = textAt(tree, when);
  const parsed = text === undefined ? undefined : parseCron(text);
  if (parsed?.kind === 'problem') {
    const { message, start, end, replacement } = parsed.problem;
    const range = tree.scalar(when)?.range(start, end) ?? tree.range(when);
    yield { code: 'bad-cron', file, range, message, ...(replacement !== undefined && { data: { replacement } }) };
  }
  const zone = textAt(tree, where);
  if (zone !== undefined && !isTimezone(zone))
    yield {
      code: 'unknown-timezone',
      file,
      range: tree.range(where),
      ...unknownName('time zone', zone, timezones()),
    };
}

function* alerts(project: Project, { path: file, tree }: SpecFile): Generator<Found> {
  const list = valueAt(tree, ['alert']);
  if (!isList(list)) return;
  for (const [index, alert] of list.entries()) {
    if (!isRecord(alert) || typeof alert['pipeline'] !== 'string') continue;
    const path = ['alert', index];
    const at = { file, range: tree.range([...path, 'pipeline']) };
    if (!project.index.has('pipeline', alert['pipeline']))
      yield {
        ...at,
        code: 'unknown-pipeline',
        ...unknownName('pipeline', alert['pipeline'], project.index.names('pipeline')),
      };
    if (alert['cool_down'] === undefined)
      yield {
        ...at,
        code: 'retraining-without-cool-down',
        message: 'Every check that finds something starts this again; say with `cool_down` how long it rests',
        data: { missing: 'cool_down', path },
      };
  }
}

function* windows(project: Project, { path: file, tree }: SpecFile): Generator<Found> {
  const name = textAt(tree, ['current', 'dataset']);
  const dataset = name === undefined ? undefined : project.datasets.get(name);
  if (dataset === undefined || dataset.timestamp !== undefined || dataset.tree.brokenAt !== undefined) return;
  const needy: readonly Path[] = [
    ['current', 'window'],
    ['current', 'until'],
    ['health', 'freshness'],
    ['reference', 'offset'],
  ];
  const path = needy.find((each) => valueAt(tree, each) !== undefined);
  if (path === undefined) return;
  yield {
    code: 'window-without-timestamp',
    file,
    range: tree.range(path, 'key'),
    message: `\`${name}\` says no \`timestamp\`, so that nobody can tell its newest rows; name the column in ${dataset.file}`,
    related: [{ message: 'the dataset', file: dataset.file, range: dataset.tree.range(['dataset']) }],
  };
}

function* performance(project: Project, { path: file, tree }: SpecFile): Generator<Found> {
  const path = ['performance', 'metric'];
  const name = textAt(tree, path);
  if (name === undefined) return;
  const at = { file, range: tree.range(path) };
  const unknown = unknownMetric(project, name);
  const tasks = modelTasks(project, textAt(tree, ['model']) ?? '');
  const entry = metricEntry(name);
  if (unknown !== undefined) yield { ...at, ...unknown };
  else if (entry !== undefined && tasks !== undefined && !entry.tasks.some((task) => tasks.includes(task)))
    yield {
      ...at,
      code: 'metric-task',
      message: `\`${name}\` is for ${entry.tasks.join(' and ')} models; this one is ${tasks.join(' or ')}`,
      data: { candidates: metricsOf(tasks[0]!).map((metric) => metric.name) },
    };
  else yield* limitProblem({ file, tree, path: ['performance'], metric: name });
}

function* labelKey(project: Project, { path: file, tree }: SpecFile): Generator<Found> {
  const dataset = textAt(tree, ['performance', 'labels', 'dataset']);
  const fact = dataset === undefined ? undefined : project.facts.columns(dataset);
  if (fact?.kind !== 'known') return;
  const names = fact.value.map(({ name }) => name);
  for (const { text, path } of textsAt(tree, ['performance', 'labels', 'key']))
    if (!names.includes(text))
      yield { code: 'unknown-column', file, range: tree.range(path), ...unknownName('column', text, names) };
}

function* tests(project: Project, file: SpecFile): Generator<Found> {
  for (const place of file.places) if (place.schema['x-reference'] === 'drift-test') yield* testName(file, place);
  const columns = entriesAt(file.tree, ['drift', 'columns']);
  if (columns.length === 0) return;
  const inputs = modelInputs(project, textAt(file.tree, ['model']) ?? '');
  if (inputs.kind === 'known') for (const [column] of columns) yield* inputColumn(file, column, inputs.value);
}

function* testName({ path: file, tree }: SpecFile, { value, path }: Place): Generator<Found> {
  if (typeof value !== 'string') return;
  const entry = driftTest(value);
  const at = { file, range: tree.range(path) };
  if (entry === undefined) {
    const names = driftTests.map(({ name }) => name);
    yield { ...at, code: 'unknown-drift-test', ...unknownName('drift test', value, names) };
    return;
  }
  const limit = [...path.slice(0, -1), 'max'];
  const max = numberAt(tree, limit);
  const high = entry.range?.[1];
  if (max !== undefined && typeof high === 'number' && max >= high)
    yield {
      code: 'limit-never-met',
      file,
      range: tree.range(limit),
      message: `\`${value}\` is never greater than ${Number(high.toFixed(3))}: with this limit nothing is ever drift`,
    };
}

function* inputColumn({ path: file, tree }: SpecFile, column: string, inputs: readonly ModelInput[]): Generator<Found> {
  const path = ['drift', 'columns', column];
  const input = inputs.find(({ name }) => name === column);
  const test = driftTest(textAt(tree, [...path, 'test']) ?? '');
  if (input === undefined)
    yield {
      code: 'unknown-column',
      file,
      range: tree.range(path, 'key'),
      ...unknownName(
        'input',
        column,
        inputs.map(({ name }) => name),
      ),
    };
  else if (test !== undefined && input.kind !== undefined && !test.columns.includes(input.kind))
    yield {
      code: 'drift-test-type',
      file,
      range: tree.range([...path, 'test']),
      message: `\`${test.name}\` compares numbers, and \`${column}\` is a category; take \`chi-square\`, \`jensen-shannon\` or \`auto\``,
      data: { candidates: driftTests.filter(fits(input)).map(({ name }) => name) },
    };
}

function fits({ kind }: ModelInput): (test: DriftTestEntry) => boolean {
  return ({ columns }) => kind === undefined || columns.includes(kind);
}
