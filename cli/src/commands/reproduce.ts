import { reproduce } from '../../../engine/src/operations/reproduce.ts';
import { command } from '../command.ts';
import { reproductionText } from '../report/reproduce.ts';
import { runProgress } from '../report/runProgress.ts';
import { styleOf } from '../terminal.ts';

export const commands = [
  command(reproduce, { text: reproductionText }, (sink, terminal) =>
    runProgress(sink, terminal, styleOf(terminal.color), { logs: true }),
  ),
];
