import { references } from '../language/expressions/references.ts';
import { formatDuration, parseDuration, parseShare } from '../language/values.ts';
import { expressionsOf } from '../project/expressionSites.ts';
import { pipelineOf } from '../project/ofFile.ts';
import type { Pipeline, UsesStep } from '../project/pipeline.ts';
import type { Project } from '../project/project.ts';
import { valueAt } from '../project/read.ts';
import type { SpecFile } from '../project/specFile.ts';
import { constantText } from '../project/specValue.ts';
import { type Examples, examplesOf } from '../project/tables.ts';
import { knownAfter } from './knownAfter.ts';
import type { Family, Found } from './rule.ts';

/** Splits that cannot work or that let the model look ahead. */
export const split: Family = {
  rules: [
    {
      code: 'split-shares',
      title: 'The shares of a split leave nothing to train on',
      severity: 'error',
      pace: 'fast',
      docs: 'What `validation` and `test` leave is for training, so that together they must stay below 100%. A split of 15% and 15% is usual; with little data rather 10% and 20%.',
    },
    {
      code: 'empty-part',
      title: 'A step reads a part that the split does not make',
      severity: 'error',
      pace: 'fast',
      docs: 'A split makes `validation` and `test` only where they have a share; without one the output is null, and the step that reads it has no rows. Give the split the share, or read another part.',
    },
    {
      code: 'split-column',
      title: 'A split lacks its column, or has one without effect',
      severity: 'error',
      pace: 'fast',
      docs: '`by: group` keeps rows with the same value of the column `group` together and cannot work without it. `group`, `stratify` and `gap` have an effect only with `by: group`, `by: stratified` and `by: time`; with another way of cutting they would be ignored silently, and that is a mistake.',
    },
    {
      code: 'split-without-timestamp',
      title: 'A split by time of rows that have no time',
      severity: 'error',
      pace: 'fast',
      docs: "`by: time` cuts in the order of the dataset's `timestamp` column. Name that column in the dataset, or cut another way.",
    },
    {
      code: 'gap-too-short',
      title: 'The gap of a split is shorter than the label takes to be known',
      severity: 'error',
      pace: 'fast',
      docs: 'A label made of a column with `known_after: 18h` is known only 18 hours after the row. A model trained just before the cut would have learnt from labels that nobody had at that time, and the test would look better than reality. Give the split a `gap` of at least that length.',
    },
    {
      code: 'random-split-of-events',
      title: 'Rows with a time are split by chance',
      severity: 'information',
      pace: 'fast',
      docs: 'The rows have a timestamp, yet training and test rows are drawn by chance: the model learns from rows that lie after those it is tested on. If it is to predict the future, cut `by: time`. If time plays no part, silence this line.',
    },
  ],
  *check(project, file) {
    const pipeline = pipelineOf(project, file);
    if (pipeline === undefined) return;
    for (const step of pipeline.steps.values())
      if (step.kind === 'uses' && step.uses === 'data/split') yield* checkSplit({ project, pipeline, step });
    yield* emptyParts(pipeline, file);
  },
};

interface Split {
  readonly project: Project;
  readonly pipeline: Pipeline;
  readonly step: UsesStep;
}

function* checkSplit(split: Split): Generator<Found> {
  yield* shares(split);
  yield* columns(split);
  const made = examplesOf(split.pipeline, split.step.with.get('data'));
  if (made !== undefined) yield* time(split, made);
}

function* shares({ pipeline, step }: Split): Generator<Found> {
  const [validation, test] = ['validation', 'test'].map((key) =>
    parseShare(valueAt(pipeline.tree, [...step.path, 'with', key]) ?? 0),
  );
  if (validation === undefined || test === undefined || validation + test < 1) return;
  const key = test >= validation ? 'test' : 'validation';
  yield {
    code: 'split-shares',
    file: pipeline.file,
    range: pipeline.tree.range([...step.path, 'with', key]),
    message: `Validation and test take ${Math.round((validation + test) * 1000) / 10}% of the rows; nothing is left to train on`,
  };
}

/** Places that read a part which has no share. */
function* emptyParts(pipeline: Pipeline, { expressions }: SpecFile): Generator<Found> {
  for (const site of expressions)
    for (const { path, start, end } of expressionsOf(site).flatMap(references)) {
      const [context, id, part] = path;
      const step = context === 'steps' ? pipeline.steps.get(String(id)) : undefined;
      if (step?.kind !== 'uses' || step.uses !== 'data/split' || (part !== 'validation' && part !== 'test')) continue;
      if (parseShare(valueAt(pipeline.tree, [...step.path, 'with', part]) ?? 0) !== 0) continue;
      yield {
        code: 'empty-part',
        file: pipeline.file,
        range: pipeline.tree.scalar(site.place.path)?.range(start, end) ?? pipeline.tree.range(site.place.path),
        message: `The split \`${step.id}\` has no share for \`${part}\`: give it \`${part}: 15%\``,
        data: { path: [...step.path, 'with'], missing: part },
      };
    }
}

const BELONGS: Readonly<Record<string, string>> = { group: 'group', stratify: 'stratified', gap: 'time' };

function* columns({ pipeline, step }: Split): Generator<Found> {
  const by = constantText(step.with.get('by'));
  if (by === undefined) return;
  const at = (key: string) => pipeline.tree.range([...step.path, 'with', key], 'item');
  if (by === 'group' && !step.with.has('group'))
    yield {
      code: 'split-column',
      file: pipeline.file,
      range: at('by'),
      message: '`by: group` needs the column whose rows stay together: `group: COLUMN`',
      data: { path: [...step.path, 'with'], missing: 'group' },
    };
  for (const [key, needs] of Object.entries(BELONGS))
    if (step.with.has(key) && by !== needs)
      yield {
        code: 'split-column',
        file: pipeline.file,
        range: at(key),
        message: `\`${key}\` has an effect only with \`by: ${needs}\`; this split is \`by: ${by}\``,
      };
}

function* time({ project, pipeline, step }: Split, made: Examples): Generator<Found> {
  const by = constantText(step.with.get('by'));
  const dataset = made.dataset === undefined ? undefined : project.datasets.get(made.dataset);
  if (by === undefined || dataset === undefined) return;
  const base = { file: pipeline.file, range: pipeline.tree.range([...step.path, 'with', 'by']) };
  if (by !== 'time') {
    if (by !== 'group' && dataset.timestamp !== undefined)
      yield {
        ...base,
        code: 'random-split-of-events',
        message: `The rows of \`${dataset.name}\` have the timestamp \`${dataset.timestamp}\`, yet are split by chance`,
      };
    return;
  }
  if (dataset.timestamp === undefined) {
    if (dataset.tree.brokenAt !== undefined) return;
    const message = `The dataset \`${dataset.name}\` names no \`timestamp\` column to cut by`;
    yield { ...base, code: 'split-without-timestamp', message };
    return;
  }
  yield* gap({ project, pipeline, step }, made);
}

function* gap({ project, pipeline, step }: Split, made: Examples): Generator<Found> {
  const latest = made.label && knownAfter(project, pipeline, made, made.label)[0];
  if (latest === undefined || made.label === undefined) return;
  const given = valueAt(pipeline.tree, [...step.path, 'with', 'gap']);
  const length = given === undefined ? 0 : typeof given === 'string' ? parseDuration(given) : undefined;
  if (length === undefined || length >= latest.knownAfter) return;
  const needed = formatDuration(latest.knownAfter);
  yield {
    code: 'gap-too-short',
    file: pipeline.file,
    range: pipeline.tree.range([...step.path, 'with', given === undefined ? 'by' : 'gap']),
    message: `The label \`${made.label.name}\` reads \`${latest.name}\`, known only ${needed} later: \`gap: ${needed}\` at least`,
    data: { path: [...step.path, 'with', 'gap'], replacement: needed },
  };
}
