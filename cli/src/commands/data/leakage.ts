import { dataLeakage } from '../../../../engine/src/operations/data/leakage.ts';
import { command } from '../../command.ts';
import { leakageText } from '../../report/leakage.ts';

export const leakageCommand = command(dataLeakage, { text: leakageText });
