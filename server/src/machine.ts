import type { Files } from '../../engine/src/ports/files.ts';
import type { DataProcess } from './data/process.ts';
import type { WatchFolder } from './live/watchFolder.ts';

/** What the server asks of the machine it runs on; main.ts gives it. */
export interface Machine {
  readonly files: Files;
  readonly version: string;
  /** Absolute path of the folder that the documentation lies in, with `/`. */
  readonly folder: string;
  readonly watchFolder: WatchFolder;
  /** Files of git's settings for all repositories, absolute, with `/`. */
  readonly userSettings: readonly string[];
  /** A process that may open the data and the stores of a project. */
  startData(root: string, variables: Variables): DataProcess;
  /** Runs a command line of Modelyard in a project. */
  runCommandLine(root: string, line: readonly string[], options: CommandOptions): Promise<CommandOutcome>;
}

/** What a process has beside the variables of this one. */
export type Variables = Readonly<Record<string, string>>;

export interface CommandOptions {
  readonly signal: AbortSignal;
  readonly variables: Variables;
}

export interface CommandOutcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
