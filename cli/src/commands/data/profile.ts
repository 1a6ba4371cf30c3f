import { dataProfile } from '../../../../engine/src/operations/data/profile.ts';
import { command } from '../../command.ts';
import { profileText } from '../../report/profile.ts';

export const profileCommand = command(dataProfile, { text: profileText });
