import { type ReadonlySignal, signal } from '@preact/signals';
import type {
  PairedFigure,
  PairedRun,
  PairedSlicing,
} from '../../engine/src/operations/runs/compare/runDifferences.ts';
import type { HeldAgainst, PairingNow } from '../../server/src/views/comparison.ts';
import type { Channel } from '../shared/channel.ts';

/** What is known of two runs on the same rows; `asked` while it is measured. */
export type PairKnown = 'asked' | PairedRun;

/** A run by its id and the one that it is held against, by a column of slices where these are told too. */
export type RunPair = HeldAgainst;

/** The pair that is measured now, and how far it is. */
export type PairingAtWork = RunPair & PairingNow;

/** Milliseconds between two looks at how far it is. */
const LOOKS = 500;

/** Milliseconds for which a pair that nobody wants is kept at work: what is drawn anew wants it again. */
const PATIENCE = 250;

const OF_CHANNEL = new WeakMap<Channel, PairedRuns>();

/** What all parts of a page know of runs on the same rows. */
export function pairedRunsOf(channel: Channel): PairedRuns {
  const known = OF_CHANNEL.get(channel) ?? new PairedRuns(channel);
  OF_CHANNEL.set(channel, known);
  return known;
}

/** Pairs of runs measured on the same rows, each when a part of the page wants it and as long as one does, one after the other. */
export class PairedRuns {
  readonly #channel: Channel;
  readonly #known = signal<ReadonlyMap<string, PairKnown>>(new Map());
  readonly #atWork = signal<PairingAtWork | undefined>(undefined);
  /** What parts of the page want, each its own. */
  readonly #wishes = new Set<readonly RunPair[]>();
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

  /** Undefined while none is measured, and for the first moment. */
  get atWork(): ReadonlySignal<PairingAtWork | undefined> {
    return this.#atWork;
  }

  /** Has pairs measured where they are not known yet, until the function that it gives is called. */
  want(pairs: readonly RunPair[]): () => void {
    const wish = pairs.filter(({ run, baseline }) => run !== baseline);
    this.#wishes.add(wish);
    for (const pair of wish) {
      if (this.#known.peek().has(pairKey(pair))) continue;
      this.#tell(pair, 'asked');
      this.#next(pair);
    }
    return () => {
      this.#wishes.delete(wish);
      setTimeout(() => {
        for (const pair of wish) this.#drop(pair);
      }, PATIENCE);
    };
  }

  /** What nobody wants any more, and is not measured yet, need not be; where it is at work it is stopped. */
  #drop(pair: RunPair): void {
    const isIt = (one: RunPair) => pairKey(one) === pairKey(pair);
    if (this.#known.peek().get(pairKey(pair)) !== 'asked' || [...this.#wishes].some((wish) => wish.some(isIt))) return;
    this.#tell(pair, undefined);
    void this.#channel.ask('pairing', { ...pair, isWanted: false });
  }

  #next(pair: RunPair): void {
    this.#last = this.#last.then(() => this.#measure(pair));
  }

  async #measure(pair: RunPair): Promise<void> {
    if (!this.#known.peek().has(pairKey(pair))) return;
    const isLive = this.#channel.live.peek().some(({ run }) => run === pair.run || run === pair.baseline);
    let isAtWork = true;
    const looking = setInterval(async () => {
      const now = await this.#channel.ask('pairing', { ...pair, isWanted: true });
      if (isAtWork && now.kind === 'told' && now.value !== null) this.#atWork.value = { ...pair, ...now.value };
    }, LOOKS);
    const told = await this.#channel.ask('pairedRun', pair);
    isAtWork = false;
    clearInterval(looking);
    this.#atWork.value = undefined;
    if (told.kind === 'refused' && told.reason === STOPPED) return;
    if (isLive) this.#unsettled.set(pairKey(pair), pair);
    this.#tell(pair, told.kind === 'told' ? told.value : { metrics: {}, reason: told.message, slices: [] });
  }

  #tell(pair: RunPair, known: PairKnown | undefined): void {
    const all = new Map(this.#known.peek());
    if (known === undefined) all.delete(pairKey(pair));
    else all.set(pairKey(pair), known);
    this.#known.value = all;
  }
}

/** Why a pair was not measured that nobody wanted any more. */
const STOPPED = 'stopped';

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

/** Slices by a column; undefined where they are not known, or not told by the same rows. */
export function slicesIn(known: PairKnown | undefined, column: string): PairedSlicing | undefined {
  return known === undefined || known === 'asked' ? undefined : known.slices.find((one) => one.column === column);
}

export function pairKey({ run, baseline, slices }: RunPair): string {
  return slices === undefined ? `${run} ${baseline}` : `${run} ${baseline} ${slices}`;
}
