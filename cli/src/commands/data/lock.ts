import { lockData } from '../../../../engine/src/operations/data/lock.ts';
import { command } from '../../command.ts';
import { lockedText } from '../../report/lock.ts';

export const lockCommand = command(lockData, { text: lockedText });
