import { formatDuration } from '../language/values.ts';
import { exampleSql } from '../project/exampleSql.ts';
import { type LeakFact, UNKNOWN } from '../project/facts.ts';
import { pipelineOf } from '../project/ofFile.ts';
import type { Pipeline } from '../project/pipeline.ts';
import type { Project } from '../project/project.ts';
import { textsAt } from '../project/read.ts';
import { readsOf } from '../project/reads.ts';
import { type Examples, examples, type NamedSql } from '../project/tables.ts';
import { knownAfter } from './knownAfter.ts';
import type { Family, Found } from './rule.ts';

/** Inputs that a model will not have when it is asked. */
export const leakage: Family = {
  rules: [
    {
      code: 'column-not-known-yet',
      title: 'An input column is not known yet when the model is asked',
      severity: 'error',
      pace: 'fast',
      docs: "The dataset says that the column is known only some time after the row's timestamp (`known_after`). At that timestamp the model is asked, so it would learn from something that it will never be given. Take the column out of `columns`, or mend its `known_after` in the dataset.",
    },
    {
      code: 'target-among-inputs',
      title: 'The label, or what it is made of, is an input',
      severity: 'error',
      pace: 'fast',
      docs: 'A column that is the label, or that the label is computed from, tells the model the answer: its test figures will be near perfect and worth nothing. Take it out of `columns`. Where the label is made of several columns and this one is known beforehand, the problem is only a warning; silence the line when that is so.',
    },
    {
      code: 'id-among-inputs',
      title: 'An id is an input',
      severity: 'warning',
      pace: 'fast',
      docs: "The dataset's `key`, or a column that differs in (nearly) every row of the data, names a row or a thing: a model can learn it by heart, and it says nothing about rows to come. Numbers that rise with every row also tell when the row came. Take it out of `columns`.",
    },
    {
      code: 'input-tells-label',
      title: 'One input alone predicts the label almost perfectly',
      severity: 'warning',
      pace: 'slow',
      docs: 'In the data, one input predicts the label with a ROC AUC (or R2) of at least 0.99, or the label is the sum, difference, product or ratio of two, or an input is missing exactly where the label is one value. Such a column is mostly made after the label, or from it. Take it out of `columns`, or say `known_after` in the dataset; silence the line where it is known when the model is asked. `modelyard data leakage` shows more. Looked at are 20,000 of the first 200,000 rows that have a label.',
    },
  ],
  *check(project, file) {
    const pipeline = pipelineOf(project, file);
    if (pipeline === undefined) return;
    for (const step of pipeline.steps.values())
      if (step.kind === 'uses' && step.uses === 'data/examples') yield* checkInputs(project, pipeline, examples(step));
  },
};

function* checkInputs(project: Project, pipeline: Pipeline, made: Examples): Generator<Found> {
  const leaks = leaksOf(project, pipeline, made);
  for (const column of made.columns) {
    const found =
      lateInput(project, pipeline, made, column) ??
      targetInput(project, pipeline, made, column) ??
      keyInput(project, made, column) ??
      tellingInput(column, leaks);
    if (found !== undefined) yield { file: pipeline.file, range: pipeline.tree.range(column.path, 'item'), ...found };
  }
}

type FoundInput = Pick<Found, 'code' | 'message' | 'severity'>;

function lateInput(project: Project, pipeline: Pipeline, made: Examples, column: NamedSql): FoundInput | undefined {
  const [late] = knownAfter(project, pipeline, made, column);
  if (late === undefined) return undefined;
  const message = `\`${column.name}\` reads \`${late.name}\`, which is known only ${formatDuration(late.knownAfter)} after the row's timestamp`;
  return { code: 'column-not-known-yet', message };
}

/** A column of a key of several may well be a property: carrier, flight and day. */
function keyInput(project: Project, { dataset }: Examples, { name, sql }: NamedSql): FoundInput | undefined {
  const tree = dataset === undefined ? undefined : project.datasets.get(dataset)?.tree;
  const [key, another] = tree === undefined ? [] : textsAt(tree, ['key']).map(({ text }) => text);
  if (key === undefined || another !== undefined) return undefined;
  const text = (sql.kind === 'sql' ? sql.sql.text : sql.kind === 'constant' ? String(sql.value) : '').trim();
  if (text.toLowerCase() !== key.toLowerCase() && text !== `"${key.replaceAll('"', '""')}"`) return undefined;
  return { code: 'id-among-inputs', message: `\`${name}\` is the key of \`${dataset}\`: it names the row` };
}

function leaksOf(project: Project, pipeline: Pipeline, { step }: Examples): readonly LeakFact[] {
  const made = exampleSql(project, pipeline, step);
  const fact = made === undefined ? UNKNOWN : project.facts.leaks(made.key);
  return fact.kind === 'known' ? fact.value : [];
}

function tellingInput({ name }: NamedSql, leaks: readonly LeakFact[]): FoundInput | undefined {
  const found = leaks.filter(({ columns }) => columns.includes(name));
  const telling = found.find(({ kind, severity }) => severity === 'error' && kind !== 'identifier');
  if (telling !== undefined) return { code: 'input-tells-label', message: capital(telling.message) };
  const id = found.find(({ kind }) => kind === 'identifier');
  return id && { code: 'id-among-inputs', message: capital(id.message) };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function targetInput(project: Project, pipeline: Pipeline, made: Examples, column: NamedSql): FoundInput | undefined {
  const code = 'target-among-inputs';
  const { label } = made;
  if (label === undefined) return undefined;
  if (column.name === label.name)
    return { code, message: `The label \`${label.name}\` stands among the input columns` };
  const ofLabel = readsOf(project, pipeline, made, label);
  const shared = [...readsOf(project, pipeline, made, column)].filter((name) => ofLabel.has(name));
  if (shared.length === 0) return undefined;
  const message = `\`${column.name}\` reads \`${shared[0]}\`, of which the label \`${label.name}\` is made`;
  return ofLabel.size === 1 ? { code, message } : { code, message, severity: 'warning' };
}
