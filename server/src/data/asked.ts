import type { Host } from '../../../engine/src/ports/host.ts';
import type { Project } from '../../../engine/src/project/project.ts';

/** What the child answers from: the snapshot whose facts it gathered last, in a process that may open data and stores. */
export interface Asked {
  readonly host: Host;
  /** Absolute path of the project, with `/`. */
  readonly root: string;
  /** With its facts. */
  readonly project: Project;
}
