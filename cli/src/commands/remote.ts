import { gc } from '../../../engine/src/operations/remote/gc.ts';
import { pull } from '../../../engine/src/operations/remote/pull.ts';
import { push } from '../../../engine/src/operations/remote/push.ts';
import { type Command, command } from '../command.ts';
import { collectedText, pulledText, pushedText, remoteProgress } from '../report/remote.ts';

export const commands: readonly Command[] = [
  command(push, { text: pushedText }, remoteProgress),
  command(pull, { text: pulledText }, remoteProgress),
  command(gc, { text: collectedText }, remoteProgress),
];
