import { formatDuration } from '../language/values.ts';
import type { Pipeline } from '../project/pipeline.ts';
import type { Project } from '../project/project.ts';
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
  ],
  *run(project) {
    for (const pipeline of project.pipelines.values())
      for (const step of pipeline.steps.values())
        if (step.kind === 'uses' && step.uses === 'data/examples')
          yield* checkInputs(project, pipeline, examples(step));
  },
};

function* checkInputs(project: Project, pipeline: Pipeline, made: Examples): Generator<Found> {
  for (const column of made.columns) {
    const place = { file: pipeline.file, range: pipeline.tree.range(column.path, 'item') };
    const [late] = knownAfter(project, pipeline, made, column);
    if (late !== undefined) {
      const message = `\`${column.name}\` reads \`${late.name}\`, which is known only ${formatDuration(late.knownAfter)} after the row's timestamp`;
      yield { ...place, code: 'column-not-known-yet', message };
    } else {
      const found = targetInput(project, pipeline, made, column);
      if (found !== undefined) yield { ...place, code: 'target-among-inputs', ...found };
    }
  }
}

function targetInput(
  project: Project,
  pipeline: Pipeline,
  made: Examples,
  column: NamedSql,
): Pick<Found, 'message' | 'severity'> | undefined {
  const { label } = made;
  if (label === undefined) return undefined;
  if (column.name === label.name) return { message: `The label \`${label.name}\` stands among the input columns` };
  const ofLabel = readsOf(project, pipeline, made, label);
  const shared = [...readsOf(project, pipeline, made, column)].filter((name) => ofLabel.has(name));
  if (shared.length === 0) return undefined;
  const message = `\`${column.name}\` reads \`${shared[0]}\`, of which the label \`${label.name}\` is made`;
  return ofLabel.size === 1 ? { message } : { message, severity: 'warning' };
}
