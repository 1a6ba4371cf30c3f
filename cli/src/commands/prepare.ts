import { prepareOperation } from '../../../engine/src/operations/debug/prepare.ts';
import { command, type Progress } from '../command.ts';
import { preparedText } from '../report/prepared.ts';
import { runProgress } from '../report/runProgress.ts';
import { styleOf } from '../terminal.ts';

export const commands = [
  command(
    prepareOperation,
    { text: preparedText },
    (sink, terminal) => runProgress(sink, terminal, styleOf(terminal.color), { logs: true }) as Progress,
  ),
];
