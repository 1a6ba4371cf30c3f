import { commands, type Memento } from 'vscode';
import { contextKeyOf, MILESTONES, type Milestone } from '../contributions.ts';

/** What a user has done once; walkthroughs tick their steps by it. Kept for all windows of this user. */
export class Milestones {
  readonly #kept: Memento;

  constructor(kept: Memento) {
    this.#kept = kept;
    for (const milestone of MILESTONES) if (this.has(milestone)) this.#show(milestone);
  }

  has(milestone: Milestone): boolean {
    return this.#kept.get<boolean>(contextKeyOf(milestone), false);
  }

  reached(...milestones: readonly Milestone[]): void {
    for (const milestone of milestones) {
      this.#show(milestone);
      if (!this.has(milestone)) void this.#kept.update(contextKeyOf(milestone), true);
    }
  }

  #show(milestone: Milestone): void {
    void commands.executeCommand('setContext', contextKeyOf(milestone), true);
  }
}
