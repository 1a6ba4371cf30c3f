import { type ReadonlySignal, signal } from '@preact/signals';
import type { PairedFigure, PairedRun } from '../../server/src/views.ts';
import type { Channel } from '../shared/channel.ts';

/** What is known of two runs on the same rows; `asked` while it is measured. */
export type PairKnown = 'asked' | PairedRun;

/** A run by its id and the one that it is held against. */
export interface RunPair {
  readonly run: string;
  readonly baseline: string;
}

const OF_CHANNEL = new WeakMap<Channel, PairedRuns>();

/** What all parts of a page know of runs on the same rows. */
export function pairedRunsOf(channel: Channel): PairedRuns {
  const known = OF_CHANNEL.get(channel) ?? new PairedRuns(channel);
  OF_CHANNEL.set(channel, known);
  return known;
}

/** Pairs of runs measured on the same rows, each when a part of the page asks for it, one after the other. */
export class PairedRuns {
  readonly #channel: Channel;
  readonly #known = signal<ReadonlyMap<string, PairKnown>>(new Map());
  /** With a run at work, which may come to scores that it had not. */
  readonly #unsettled = new Map<string, RunPair>();
  #last: Promise<void> = Promise.resolve();

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.onChanged((topics) => {
      if (!topics.includes('runs')) return;
      const again = [...this.#unsettled.values()];
      this.#unsettled.clear();
      for (const pair of again) this.#next(pair);
    });
  }

  /** By `pairKey`. */
  get known(): ReadonlySignal<ReadonlyMap<string, PairKnown>> {
    return this.#known;
  }

  /** Has it measured, where it is not known yet. */
  ask(pair: RunPair): void {
    const key = pairKey(pair);
    if (pair.run === pair.baseline || this.#known.peek().has(key)) return;
    this.#tell(key, 'asked');
    this.#next(pair);
  }

  #next(pair: RunPair): void {
    this.#last = this.#last.then(() => this.#measure(pair));
  }

  async #measure(pair: RunPair): Promise<void> {
    const isLive = this.#channel.live.peek().some(({ run }) => run === pair.run || run === pair.baseline);
    const told = await this.#channel.ask('pairedRun', pair);
    const known = told.kind === 'told' ? told.value : { metrics: {}, reason: told.message, slices: [] };
    const key = pairKey(pair);
    if (isLive) this.#unsettled.set(key, pair);
    this.#tell(key, known);
  }

  #tell(key: string, known: PairKnown): void {
    this.#known.value = new Map([...this.#known.peek(), [key, known]]);
  }
}

/** Undefined where it is not known, or not told by the same rows. */
export function pairedIn(
  known: ReadonlyMap<string, PairKnown>,
  pair: RunPair,
  metric: string,
): PairedFigure | undefined {
  if (known.size === 0) return undefined;
  const found = known.get(pairKey(pair));
  return found === undefined || found === 'asked' ? undefined : found.metrics[metric];
}

export function pairKey({ run, baseline }: RunPair): string {
  return `${run} ${baseline}`;
}
