import { dataDiff } from '../../../../engine/src/operations/data/diff.ts';
import { command } from '../../command.ts';
import { diffText } from '../../report/dataDiff.ts';

export const diffCommand = command(dataDiff, { text: diffText });
