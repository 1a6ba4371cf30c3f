import { validate } from '../../../engine/src/operations/validate.ts';
import { command } from '../command.ts';
import { problemsGithub } from '../report/github.ts';
import { problemsSarif } from '../report/sarif.ts';
import { problemsText } from '../report/text.ts';

export const commands = [command(validate, { text: problemsText, sarif: problemsSarif, github: problemsGithub })];
