import { featuresBuild } from '../../../engine/src/operations/features/build.ts';
import { type Command, command } from '../command.ts';
import { builtText } from '../report/features.ts';

export const commands: readonly Command[] = [command(featuresBuild, { text: builtText })];
