import type { Command } from '../command.ts';
import { leakageCommand } from './data/leakage.ts';
import { lockCommand } from './data/lock.ts';

/** Each command stands in a file of its own below `data/`. */
export const commands: readonly Command[] = [leakageCommand, lockCommand];
