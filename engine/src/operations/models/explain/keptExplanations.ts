import type { Memo } from '../../../ports/memo.ts';
import type { ChangeExplanation } from './explanation.ts';

/** An explanation that was made once, and how it was asked for. */
export interface KeptExplanation {
  /** When it was made, ISO 8601 UTC. */
  readonly at: string;
  /** The Modelyard that made it. */
  readonly modelyard: string;
  readonly explanation: ChangeExplanation;
}

const KIND = 'explanation';

/** Keeps an explanation in the place of the one before of the same runs. */
export async function keepExplanation(kept: KeptExplanation, memo: Memo): Promise<void> {
  const { a, b } = kept.explanation;
  await memo.set(KIND, keyOf(a.run, b.run), kept);
}

/** The newest explanation of what happened from one run to another, by their whole ids; undefined where none was made. */
export async function keptExplanation(a: string, b: string, memo: Memo): Promise<KeptExplanation | undefined> {
  return (await memo.get(KIND, keyOf(a, b))) as KeptExplanation | undefined;
}

/** The number changes with the shape of what is kept. */
function keyOf(a: string, b: string): string {
  return `1 ${a} ${b}`;
}
