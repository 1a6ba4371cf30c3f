import type { Memo } from './memo.ts';

/** The Pythons of this machine. Embedded default: environments in the project and around it, looked at where they lie. */
export interface Pythons {
  /**
   * The Python in which programs of a project run. Rejects with `Failure` `venv-not-found`, `venv-broken` or `python-not-found`;
   * of what was named and is not there nothing else takes the place.
   */
  find(asked: AskedPython): Promise<FoundPython>;
  /** What it is and has installed, kept in `memo` until its packages change; undefined where it does not answer as Python does. */
  describe(python: FoundPython, memo: Memo): Promise<PythonFacts | undefined>;
}

/** Folders of a project that are taken for its environment where nobody names another. */
export const PROJECT_VENVS = ['.venv', 'venv'] as const;

export interface AskedPython {
  /** Absolute path of the project. */
  readonly root: string;
  /** Folder of an environment in the project that the step names. */
  readonly venv?: string;
  /** Of the environment: MODELYARD_PYTHON, VIRTUAL_ENV, CONDA_PREFIX, PATH. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

export interface FoundPython {
  /** Absolute path of the interpreter. */
  readonly file: string;
  /** For people: `.venv of the project`. */
  readonly why: string;
  /** Folders whose programs come before those of PATH; none for a Python of the system. */
  readonly folders: readonly string[];
  /** Variables that an activated environment has. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface PythonFacts {
  /** Such as `3.11.7`. */
  readonly version: string;
  /** Such as `CPython`. */
  readonly implementation: string;
  /** Such as `Linux-6.1-x86_64`. */
  readonly platform: string;
  /** Versions by name, names in lower case with `-`. */
  readonly packages: Readonly<Record<string, string>>;
}
