import type { Problem, Severity } from '../language/problem.ts';
import type { Project } from '../project/project.ts';
import type { SpecFile } from '../project/specFile.ts';

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

/**
 * Rules that are found by the same look at a file or at the project; their codes are those of `rules`. What a look finds follows from
 * the project it is given and from nothing else: an editor writes down what it asks of the project, and looks again only when an
 * answer has changed. So memos hang on that very `project`, or on an immutable part of it that alone decides them.
 */
export interface Family {
  readonly rules: readonly Rule[];
  /**
   * Problems in this file, and in no other. To look up a name (`datasets.get(name)`, `index.named(kind, name)`) makes the outcome
   * depend on what is found; to go through a whole map makes it depend on all that is in it, to `derive` something of it on the result.
   */
  check?(project: Project, file: SpecFile): Iterable<Found>;
  /** Problems that only all files together tell. It looks again with every change of what it went through, so it is cheap. */
  run?(project: Project): Iterable<Found>;
}

/** A problem in a file; its severity is the rule's unless said. */
export interface Found extends Omit<Problem, 'severity' | 'docs' | 'file'> {
  readonly file: string;
  readonly severity?: Severity;
}
