import { count } from '../../../language/figures.ts';
import { comment, yamlList, yamlText } from '../yamlText.ts';
import { type DraftNames, ownColumns } from './datasetYaml.ts';
import type { Draft } from './draft.ts';
import { sqlName } from './sqlName.ts';

/** The pipeline as YAML, each guess with its reason. */
export function pipelineYaml(draft: Draft, names: DraftNames): string {
  const { target, learner } = draft;
  return [
    `# Run it: modelyard run ${names.pipeline}`,
    '# Drafted by `modelyard init --data`: every line is a guess that you may change, and its comment says why.',
    `pipeline: ${names.pipeline}`,
    `description: ${yamlText(`Predicts ${target.column.name} from the other columns of ${names.file}.`)}`,
    'params:',
    '  seed: 7 # of the split, the trees and the intervals',
    `  rounds: ${learner.rounds} # trees${draft.split.validation > 0 ? ' at most' : ''}; for a quick look: --param rounds=20`,
    'steps:',
    '  # The checks of the dataset come first: a model trained on broken data is worse than none.',
    '  validate:',
    '    uses: data/validate',
    '    with:',
    `      data: ${names.dataset}`,
    '',
    ...examples(draft, names),
    '',
    ...split(draft),
    '',
    ...train(draft),
    '',
    ...evaluate(draft),
    '',
    ...register(draft, names),
    '',
  ].join('\n');
}

function examples(draft: Draft, names: DraftNames): readonly string[] {
  const { target, inputs, table } = draft;
  const { name, missing } = target.column;
  const without = missing === 0 ? '' : ` ${count(missing)} rows without it are left out.`;
  return [
    '  examples:',
    '    uses: data/examples',
    '    needs: [validate]',
    '    with:',
    `      from: ${table.made === undefined ? names.dataset : names.timed}`,
    comment(`What the model answers: \`${name}\`. ${target.why}${without}`, '      '),
    '      label:',
    `        ${inputs.label}: ${yamlText(target.sql)}`,
    ...leftOut(inputs.leftOut, ownColumns(draft).length),
    '      columns:',
    ...inputs.inputs.flatMap(({ name: input, sql, note }) => inputLine(input, sql, note)),
  ];
}

function leftOut(columns: Draft['inputs']['leftOut'], all: number): readonly string[] {
  const example = columns.find(({ column }) => /^\w+$/.test(column)) ?? columns[0];
  if (example === undefined)
    return [comment('What the model sees. Is each of these known when it will be asked?', '      ')];
  return [
    comment(
      `What the model sees: is each of these known when it will be asked? Of ${count(all)} columns these are left out; a line such as \`${example.column}: ${sqlName(example.column)}\` takes one in:`,
      '      ',
    ),
    ...columns.map(({ column, why }) => comment(`- ${column}: ${why}`, '      ', '  ')),
  ];
}

function inputLine(name: string, sql: string, note: string | undefined): readonly string[] {
  const line = `        ${name}: ${yamlText(sql)}`;
  if (note === undefined) return [line];
  const short = `${line} # ${note}`;
  return short.length <= 120 && !/[\p{Cc}\u2028\u2029]/u.test(note)
    ? [short]
    : [comment(`${name}: ${note}`, '        '), line];
}

function split({ split: guess }: Draft): readonly string[] {
  const { by, group, validation, test, despiteTime, why } = guess;
  const parts =
    validation > 0
      ? `${test}% test the model, ${validation}% stop its training in time.`
      : `${test}% test the model; none are spared for early stopping, rows are too few.`;
  return [
    comment(`${why} ${parts}`, '  '),
    '  split:',
    '    uses: data/split',
    '    with:',
    '      data: ${{ steps.examples.data }}',
    `      by: ${by}${despiteTime && by !== 'group' ? ' # modelyard-ignore random-split-of-events' : ''}`,
    ...(group === undefined ? [] : [`      group: ${group}`]),
    ...(validation > 0 ? [`      validation: ${validation}%`] : []),
    `      test: ${test}%`,
    ...(by === 'time' ? [] : ['      seed: ${{ params.seed }}']),
  ];
}

function train({ target, inputs, split: { validation }, learner }: Draft): readonly string[] {
  return [
    comment(
      `Gradient-boosted trees: good on tables as they are, with missing values and categories. ${learner.why}`,
      '  ',
    ),
    '  train:',
    '    uses: model/train',
    '    with:',
    '      data: ${{ steps.split.train }}',
    ...(validation > 0 ? ['      validation: ${{ steps.split.validation }}'] : []),
    `      target: ${inputs.label}`,
    `      task: ${target.task}`,
    '      learner: gradient-boosting',
    '      params:',
    '        rounds: ${{ params.rounds }}',
    '        seed: ${{ params.seed }}',
    ...Object.entries(learner.params).map(([name, value]) => `        ${name}: ${value}`),
  ];
}

function evaluate({ inputs: { slices }, learner }: Draft): readonly string[] {
  return [
    comment(`${learner.aboutMetrics} Each comes with a 95% interval.`, '  '),
    '  evaluate:',
    '    uses: model/evaluate',
    '    with:',
    '      model: ${{ steps.train.model }}',
    '      data: ${{ steps.split.test }}',
    `      metrics: ${yamlList(learner.metrics)}`,
    ...(slices.length === 0
      ? []
      : [
          '      # Also for each of these groups: is the model worse for one of them?',
          `      slices: ${yamlList(slices)}`,
        ]),
    '      seed: ${{ params.seed }}',
  ];
}

function register({ learner: { gate } }: Draft, { pipeline }: DraftNames): readonly string[] {
  return [
    comment(
      `${gate.why}; only a model that does better becomes a version. Raise the bar once you know what is good.`,
      '  ',
    ),
    '  register:',
    '    uses: model/register',
    `    if: \${{ steps.evaluate.metrics.${gate.metric} > ${gate.above} }}`,
    '    with:',
    '      model: ${{ steps.train.model }}',
    `      name: ${pipeline}`,
  ];
}
