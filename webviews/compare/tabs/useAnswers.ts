import { useEffect, useMemo } from 'preact/hooks';
import type { Topic } from '../../../server/src/protocol.ts';
import type { ViewQuestion, ViewQuestions } from '../../../server/src/views/viewQuestions.ts';
import { type Answer, Asker } from '../../shared/asker.ts';
import { useChannel } from '../../shared/hooks.ts';

/** The answers to a question for each of several params, in their order; asked again when one of the topics changes. */
export function useAnswers<Q extends ViewQuestion>(
  question: Q,
  params: readonly ViewQuestions[Q]['params'][],
  topics: readonly Topic[] = ['runs'],
): readonly Answer<ViewQuestions[Q]['answer']>[] {
  const channel = useChannel();
  const askers = useMemo(() => new Map<string, Asker<ViewQuestions[Q]['answer']>>(), [question]);
  const keys = params.map((one) => JSON.stringify(one));
  const asked = keys.map((key) => {
    const asker = askers.get(key) ?? new Asker<ViewQuestions[Q]['answer']>();
    askers.set(key, asker);
    return asker;
  });
  const wanted = topics.join();
  useEffect(() => {
    const ask = (index: number) => () => channel.ask(question, params[index]!);
    for (const key of [...askers.keys()]) if (!keys.includes(key)) askers.delete(key);
    for (const [index, asker] of asked.entries()) {
      const { value, isAsking } = asker.answer.peek();
      if (value === undefined && !isAsking) asker.ask(ask(index));
    }
    return channel.onChanged((changed) => {
      if (changed.some((topic) => topics.includes(topic)))
        for (const [index, asker] of asked.entries()) asker.askAgain(ask(index));
    });
  }, [channel, askers, question, keys.join('\n'), wanted]);
  return asked.map((asker) => asker.answer.value);
}
