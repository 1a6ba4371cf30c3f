import dataExamples from '../../../schemas/steps/data-examples.schema.json' with { type: 'json' };
import dataSplit from '../../../schemas/steps/data-split.schema.json' with { type: 'json' };
import dataValidate from '../../../schemas/steps/data-validate.schema.json' with { type: 'json' };
import modelEvaluate from '../../../schemas/steps/model-evaluate.schema.json' with { type: 'json' };
import modelPredict from '../../../schemas/steps/model-predict.schema.json' with { type: 'json' };
import modelRegister from '../../../schemas/steps/model-register.schema.json' with { type: 'json' };
import modelTrain from '../../../schemas/steps/model-train.schema.json' with { type: 'json' };
import type { Schema } from '../language/schema.ts';
import type { OutputEntry, OutputType, StepEntry } from './step.ts';

/** The built-in steps, in the order in which a pipeline usually has them. */
export const steps: readonly StepEntry[] = [
  step(dataValidate, {
    passed: output('integer', 'How many checks passed.'),
    failed: output('integer', 'How many checks failed.'),
  }),
  step(dataExamples, {
    data: output('table', 'The examples: row id, timestamp, input columns and label.'),
  }),
  step(dataSplit, {
    train: output('table', 'The rows to train on.'),
    validation: output('table', 'The rows that early stopping looks at.'),
    test: output('table', 'The rows to test on.'),
  }),
  step(modelTrain, {
    model: output('model', 'The trained model.'),
    metrics: output(
      'metrics',
      'What the learner measured in its best round, on the validation rows where there are some.',
    ),
  }),
  step(modelEvaluate, {
    metrics: output('metrics', 'Value of each metric by its name.'),
    scores: output('table', 'Row id, label and scores of every test row.'),
    report: output('file', 'The whole report as JSON: metrics with intervals, slices, curves.'),
  }),
  step(modelRegister, {
    name: output('string', 'Name of the registered model.'),
    version: output('integer', 'Version that holds the model.'),
  }),
  step(modelPredict, {
    data: output('table', "The rows with the model's answers."),
  }),
];

function step(json: object, outputs: Readonly<Record<string, OutputEntry>>): StepEntry {
  const schema = json as Schema;
  return { uses: schema.title ?? '', description: schema.description ?? '', with: schema, outputs };
}

function output(type: OutputType, description: string): OutputEntry {
  return { type, description };
}
