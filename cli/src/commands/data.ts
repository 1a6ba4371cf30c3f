import type { Command } from '../command.ts';
import { baselineCommand } from './data/baseline.ts';
import { checkoutCommand } from './data/checkout.ts';
import { diffCommand } from './data/diff.ts';
import { leakageCommand } from './data/leakage.ts';
import { lockCommand } from './data/lock.ts';
import { profileCommand } from './data/profile.ts';
import { validateCommand } from './data/validate.ts';
import { versionsCommand } from './data/versions.ts';

/** Each command stands in a file of its own below `data/`. */
export const commands: readonly Command[] = [
  profileCommand,
  baselineCommand,
  leakageCommand,
  lockCommand,
  versionsCommand,
  checkoutCommand,
  diffCommand,
  validateCommand,
];
