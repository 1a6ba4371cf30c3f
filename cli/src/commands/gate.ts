import { gate } from '../../../engine/src/operations/gate.ts';
import { command } from '../command.ts';
import { changedJunit } from '../report/changedJunit.ts';
import { changedText } from '../report/changedText.ts';
import { gateJunit } from '../report/gateJunit.ts';
import { gateMarkdown } from '../report/gateMarkdown.ts';
import { gateProgress, gateText } from '../report/gateText.ts';

export const commands = [
  command(
    gate,
    {
      text: (result, style) => ('aliases' in result ? changedText(result, style) : gateText(result, style)),
      junit: (result) => ('aliases' in result ? changedJunit(result) : gateJunit(result)),
      markdown: (result) => ('aliases' in result ? result.comment.body : gateMarkdown(result)),
    },
    gateProgress,
  ),
];
