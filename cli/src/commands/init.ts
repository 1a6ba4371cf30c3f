import { init } from '../../../engine/src/operations/init.ts';
import { command } from '../command.ts';
import { initText } from '../report/init.ts';

export const commands = [command(init, { text: initText })];
