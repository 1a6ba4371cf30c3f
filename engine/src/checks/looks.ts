import type { Project } from '../project/project.ts';
import { type Part, partOf, type Question } from './questions.ts';
import { watched } from './watched.ts';

/** Results of looks at a project, each remembered for as long as the answers stand that it was given. */
export class Looks<T> {
  readonly #looks = new Map<string, Look<T>>();
  /** By the part of a project that was asked about and by name. */
  readonly #asked = new Map<Part, Map<string, Asked>>();

  /** Looks, where that was not done or something has changed since. */
  result(id: string, project: Project, look: (project: Project) => T): T {
    const known = this.#looks.get(id);
    if (known !== undefined) return known.result;
    const questions = new Map<string, Question>();
    const result = look(
      watched(project, (question) => {
        if (!questions.has(question.name)) questions.set(question.name, question);
      }),
    );
    for (const question of questions.values()) {
      const asked = this.#about(question.part);
      const before = asked.get(question.name);
      if (before === undefined) asked.set(question.name, { question, by: new Set([id]) });
      else before.by.add(id);
    }
    this.#looks.set(id, { result, questions: [...questions.values()] });
    return result;
  }

  has(id: string): boolean {
    return this.#looks.has(id);
  }

  /** Forgets the looks that were given an answer which is now another one. Gives their ids. */
  forget(before: Project, now: Project): ReadonlySet<string> {
    const ids = new Set<string>();
    for (const [part, asked] of this.#asked) {
      if (partOf(before, part) === partOf(now, part)) continue;
      for (const { question, by } of asked.values())
        if (!question.isSettled(before, now)) for (const id of by) ids.add(id);
    }
    for (const id of ids) this.remove(id);
    return ids;
  }

  remove(id: string): void {
    for (const question of this.#looks.get(id)?.questions ?? []) {
      const asked = this.#about(question.part);
      const by = asked.get(question.name)?.by;
      by?.delete(id);
      if (by?.size === 0) asked.delete(question.name);
    }
    this.#looks.delete(id);
  }

  #about(part: Part): Map<string, Asked> {
    const asked = this.#asked.get(part) ?? new Map<string, Asked>();
    this.#asked.set(part, asked);
    return asked;
  }
}

interface Look<T> {
  readonly result: T;
  readonly questions: readonly Question[];
}

interface Asked {
  readonly question: Question;
  /** Ids of the looks that asked. */
  readonly by: Set<string>;
}
