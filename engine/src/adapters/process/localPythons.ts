import type { Pythons } from '../../ports/python.ts';
import { describePython } from './describePython.ts';
import { findPython } from './findPython.ts';

/** The Pythons of this machine. */
export const localPythons: Pythons = { find: findPython, describe: describePython };
