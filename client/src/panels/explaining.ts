import { type Disposable, ProgressLocation, type Uri, window, workspace } from 'vscode';
import type { RunPair, ToPage } from '../../../webviews/shared/protocol.ts';
import { followProgram } from '../start/followProgram.ts';
import { Refused, Stopped } from '../start/program.ts';

export interface ExplainingHands {
  readonly root: Uri;
  /** The command line's bundle. */
  readonly program: string;
  readonly tell: (message: ToPage) => void;
}

/** Explanations at work that the page of a panel has asked for; they end with it, and what they measured is remembered. */
export class Explaining implements Disposable {
  readonly #hands: ExplainingHands;
  readonly #atWork = new Map<string, AbortController>();

  constructor(hands: ExplainingHands) {
    this.#hands = hands;
  }

  /** Runs `models explain-change A B`; how far it is and what came of it are told as acts. */
  async start(pair: RunPair): Promise<void> {
    const { root, program, tell } = this.#hands;
    const key = keyOf(pair);
    if (!workspace.isTrusted || this.#atWork.has(key)) return;
    const control = new AbortController();
    this.#atWork.set(key, control);
    const act = (argument: Readonly<Record<string, unknown>>) =>
      tell({ kind: 'act', act: 'explaining', argument: { a: pair.a, b: pair.b, ...argument } });
    act({ done: 0, total: 0, message: '' });
    try {
      await window.withProgress({ location: ProgressLocation.Window, title: titleOf(pair) }, () =>
        followProgram(['models', 'explain-change', pair.a, pair.b], {
          program,
          folder: root.fsPath,
          signal: control.signal,
          event: ({ type, done, total, message }) => {
            if (type === 'explain.progress') act({ done, total, message });
          },
        }),
      );
      act({ ended: 'done' });
    } catch (error) {
      if (error instanceof Stopped) act({ ended: 'stopped' });
      else if (error instanceof Refused) act({ ended: 'refused', ...error.refusal });
      else throw error;
    } finally {
      this.#atWork.delete(key);
    }
  }

  stop(pair: RunPair): void {
    this.#atWork.get(keyOf(pair))?.abort();
  }

  dispose(): void {
    for (const control of this.#atWork.values()) control.abort();
  }
}

function keyOf({ a, b }: RunPair): string {
  return `${a} ${b}`;
}

function titleOf({ a, b }: RunPair): string {
  return `Explaining ${a.slice(0, 4)} to ${b.slice(0, 4)}`;
}
