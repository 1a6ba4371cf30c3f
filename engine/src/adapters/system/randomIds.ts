import { randomBytes } from 'node:crypto';
import type { Ids } from '../../ports/environment.ts';

/** 128 random bits an id. */
export function randomIds(): Ids {
  return { runId: () => randomBytes(16).toString('hex') };
}
