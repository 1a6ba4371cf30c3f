import type { Log } from '../../engine/src/ports/environment.ts';

/** Says nothing. */
export const quiet: Log = { debug() {}, warn() {} };
