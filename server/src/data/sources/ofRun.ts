import { parseRun } from '../../../../engine/src/language/runReference.ts';
import type { Viewed } from '../protocol.ts';
import type { OpenSource } from './openSources.ts';

type Answer<P, A> = (asked: Viewed, params: P, signal: AbortSignal) => Promise<A>;
type SourceAnswer<P, A> = (asked: Viewed, at: OpenSource, params: P, signal: AbortSignal) => Promise<A>;

/** A question about a run: `RUN@SOURCE` is answered by its source, which is told the run's own id. */
export function ofRun<P extends { readonly run: string }, A>(
  own: Answer<P, A>,
  other: SourceAnswer<P, A>,
): Answer<P, A> {
  return async (asked, params, signal) => {
    const { run, source } = parseRun(String(params.run));
    if (source === null) return own(asked, params, signal);
    return other(asked, await asked.sources.named(asked, source), { ...params, run }, signal);
  };
}

/** A question about a whole store: the project's own, or the source that is named. */
export function ofSource<P extends { readonly source?: string }, A>(
  own: Answer<P, A>,
  other: SourceAnswer<P, A>,
): Answer<P, A> {
  return async (asked, params, signal) => {
    if (params.source === undefined) return own(asked, params, signal);
    return other(asked, await asked.sources.named(asked, params.source), params, signal);
  };
}
