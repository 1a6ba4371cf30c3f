import { draftStep } from '../../../engine/src/operations/draftStep.ts';
import { command } from '../command.ts';
import { draftText } from '../report/draft.ts';

export const commands = [command(draftStep, { text: draftText })];
