import { dataVersions } from '../../../../engine/src/operations/data/versions.ts';
import { command } from '../../command.ts';
import { versionsText } from '../../report/dataVersions.ts';

export const versionsCommand = command(dataVersions, { text: versionsText });
