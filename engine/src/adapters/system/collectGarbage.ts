import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collector: NodeJS.GCFunction | undefined;

/** Stops everything for so long: a few milliseconds for what is young, some 10 to 100 for all. */
export function collectGarbage(options: NodeJS.GCOptions): void {
  collector ??= exposed();
  collector?.(options);
}

/** Node gives it to contexts that are made after the flag was set. */
function exposed(): NodeJS.GCFunction | undefined {
  setFlagsFromString('--expose-gc');
  return runInNewContext('globalThis.gc') as NodeJS.GCFunction | undefined;
}
