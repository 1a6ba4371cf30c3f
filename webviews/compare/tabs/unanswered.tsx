import type { Answer } from '../../shared/asker.ts';
import { Empty, Loading, Refused } from '../../shared/components/states.tsx';

export interface UnansweredProps {
  readonly answers: readonly Answer<unknown>[];
  /** What is so where all have been answered. */
  readonly title: string;
  readonly text: string;
}

/** What stands where answers about several runs show nothing: they are on their way, one was refused, or there is nothing. */
export function Unanswered({ answers, title, text }: UnansweredProps) {
  const missing = answers.filter(({ value }) => value === undefined);
  const refusal = missing.find((answer) => answer.refusal !== undefined)?.refusal;
  return (
    <section class="sec">
      {refusal !== undefined ? (
        <Refused refusal={refusal} />
      ) : missing.length > 0 ? (
        <Loading rows={6} />
      ) : (
        <Empty title={title} text={text} />
      )}
    </section>
  );
}
