import type { Command } from '../command.ts';

/** Each command stands in a file of its own below `data/`. */
export const commands: readonly Command[] = [];
