import { attachRun, cancelRun } from '../../../engine/src/operations/run/follow.ts';
import { resumeRun } from '../../../engine/src/operations/run/resume.ts';
import { runOperation } from '../../../engine/src/operations/run/run.ts';
import { type Command, command, type Progress } from '../command.ts';
import { runProgress } from '../report/runProgress.ts';
import { followedText, runResultText } from '../report/runResult.ts';
import { styleOf } from '../terminal.ts';

export const commands = [
  command(runOperation, { text: runResultText }, showProgress),
  command(attachRun, { text: followedText }, showProgress),
  command(cancelRun, { text: followedText }),
  command(resumeRun, { text: runResultText }, showProgress),
];

function showProgress(...[sink, terminal]: Parameters<NonNullable<Command['progress']>>): Progress {
  return runProgress(sink, terminal, styleOf(terminal.color), { logs: true }) as Progress;
}
