import type { Step } from '../ports/step.ts';
import { dataExamples } from './dataExamples.ts';
import { dataSplit } from './dataSplit.ts';
import { dataValidate } from './dataValidate.ts';
import { modelEvaluate } from './modelEvaluate.ts';
import { modelPredict } from './modelPredict.ts';
import { modelRegister } from './modelRegister.ts';
import { modelTrain } from './modelTrain.ts';
import { script } from './script.ts';

/** The behaviour of every step, by the name it is used by; `run` is the user's own program. */
export const steps: ReadonlyMap<string, Step> = new Map(
  [dataValidate, dataExamples, dataSplit, modelTrain, modelEvaluate, modelRegister, modelPredict, script].map(
    (step) => [step.uses, step],
  ),
);
