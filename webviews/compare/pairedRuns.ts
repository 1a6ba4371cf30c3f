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

/** How far the pair is that is measured now. */
export interface PairingAtWork extends PairingNow {
  /** By `pairKey`. */
  readonly key: string;
}

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
  /** How many parts of the page want a pair. */
  readonly #wanted = new Map<string, number>();
  /** With a run at work, which may come to scores that it had not. */
  readonly #unsettled = new Map<string, RunPair>();
  readonly #waiting: RunPair[] = [];
  #isMeasuring = false;
  /** By `pairKey`. */
  #measured: string | undefined;

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
    const wanted = pairs.filter(({ run, baseline }) => run !== baseline);
    for (const pair of wanted) {
      const key = pairKey(pair);
      this.#wanted.set(key, (this.#wanted.get(key) ?? 0) + 1);
      if (this.#known.peek().has(key)) continue;
      this.#tell(key, 'asked');
      this.#next(pair);
    }
    return () => {
      for (const pair of wanted) this.#wanted.set(pairKey(pair), (this.#wanted.get(pairKey(pair)) ?? 1) - 1);
      setTimeout(() => {
        for (const pair of wanted) if (!this.#isWanted(pair)) this.#drop(pair);
      }, PATIENCE);
    };
  }

  #isWanted(pair: RunPair): boolean {
    return (this.#wanted.get(pairKey(pair)) ?? 0) > 0;
  }

  /** What is not measured yet need not be; the one at work is stopped. */
  #drop(pair: RunPair): void {
    const key = pairKey(pair);
    if (this.#known.peek().get(key) !== 'asked') return;
    this.#known.value = new Map([...this.#known.peek()].filter(([one]) => one !== key));
    const place = this.#waiting.findIndex((one) => pairKey(one) === key);
    if (place >= 0) this.#waiting.splice(place, 1);
    else void this.#channel.ask('pairing', { ...pair, isWanted: false });
  }

  #next(pair: RunPair): void {
    this.#waiting.push(pair);
    if (!this.#isMeasuring) void this.#measureAll();
  }

  async #measureAll(): Promise<void> {
    this.#isMeasuring = true;
    for (let pair = this.#waiting.shift(); pair !== undefined; pair = this.#waiting.shift()) await this.#measure(pair);
    this.#isMeasuring = false;
  }

  async #measure(pair: RunPair): Promise<void> {
    const key = pairKey(pair);
    const isLive = this.#channel.live.peek().some(({ run }) => run === pair.run || run === pair.baseline);
    const looking = setInterval(() => void this.#look(pair), LOOKS);
    this.#measured = key;
    const told = await this.#channel.ask('pairedRun', pair);
    this.#measured = undefined;
    clearInterval(looking);
    this.#atWork.value = undefined;
    if (told.kind === 'refused' && told.reason === STOPPED) return;
    if (isLive) this.#unsettled.set(key, pair);
    this.#tell(key, told.kind === 'told' ? told.value : { metrics: {}, reason: told.message, slices: [] });
  }

  async #look(pair: RunPair): Promise<void> {
    const told = await this.#channel.ask('pairing', { ...pair, isWanted: true });
    const key = pairKey(pair);
    if (told.kind === 'told' && told.value !== null && this.#measured === key)
      this.#atWork.value = { ...told.value, key };
  }

  #tell(key: string, known: PairKnown): void {
    this.#known.value = new Map([...this.#known.peek(), [key, known]]);
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
