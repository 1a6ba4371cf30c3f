import { dataBaseline } from '../../../../engine/src/operations/data/baseline.ts';
import { command } from '../../command.ts';
import { baselineText } from '../../report/baseline.ts';

export const baselineCommand = command(dataBaseline, { text: baselineText });
