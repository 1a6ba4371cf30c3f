import type { Problem, Severity } from '../language/problem.ts';
import type { Project } from '../project/project.ts';

/** A rule as data: the list in all.ts is what hosts, settings and docs read. */
export interface Rule {
  /** Stable; `# modelyard-ignore CODE` and settings name it. */
  readonly code: string;
  /** A few words, without a full stop. */
  readonly title: string;
  readonly severity: Severity;
  /** `slow` rules need facts about data; `fast` ones only the files. */
  readonly pace: 'fast' | 'slow';
  /** A paragraph for the rule's page: what is wrong, why it matters, what to do. */
  readonly docs: string;
}

/** Rules that are found by the same look at the project. */
export interface Family {
  readonly rules: readonly Rule[];
  /** Problems in all files of the project; their codes are those of `rules`. */
  run(project: Project): Iterable<Found>;
}

/** A problem in a file; its severity is the rule's unless said. */
export interface Found extends Omit<Problem, 'severity' | 'docs' | 'file'> {
  readonly file: string;
  readonly severity?: Severity;
}
