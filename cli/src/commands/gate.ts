import { gate } from '../../../engine/src/operations/gate.ts';
import { command } from '../command.ts';
import { gateJunit } from '../report/gateJunit.ts';
import { gateMarkdown } from '../report/gateMarkdown.ts';
import { gateProgress, gateText } from '../report/gateText.ts';

export const commands = [command(gate, { text: gateText, junit: gateJunit, markdown: gateMarkdown }, gateProgress)];
