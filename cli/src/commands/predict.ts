import { predict } from '../../../engine/src/operations/predict.ts';
import { command } from '../command.ts';
import { predictedText } from '../report/predicted.ts';
import { simpleProgress } from '../report/simpleProgress.ts';

export const commands = [command(predict, { text: predictedText }, simpleProgress)];
