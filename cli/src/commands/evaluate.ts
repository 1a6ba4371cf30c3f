import { evaluateOperation } from '../../../engine/src/operations/evaluate.ts';
import { command } from '../command.ts';
import { evaluationText } from '../report/evaluation.ts';
import { simpleProgress } from '../report/simpleProgress.ts';

export const commands = [command(evaluateOperation, { text: evaluationText }, simpleProgress)];
