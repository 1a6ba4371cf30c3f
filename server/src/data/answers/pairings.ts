import { Cancelled, Failure } from '../../../../engine/src/failure.ts';
import type { HeldAgainst, PairingNow } from '../../views/comparison.ts';

interface Pairing {
  readonly control: AbortController;
  now: PairingNow;
}

/** Pairs of runs that are measured on the same rows now: how far each is, and the way to stop it. */
export class Pairings {
  readonly #atWork = new Map<string, Pairing>();

  /**
   * Measures a pair; whoever asks meanwhile is told how far that is.
   * @throws Failure `stopped` where `stop` was called
   */
  async measure<T>(
    pair: HeldAgainst,
    signal: AbortSignal,
    work: (signal: AbortSignal, progress: (share: number, message: string) => void) => Promise<T>,
  ): Promise<T> {
    const key = keyOf(pair);
    const pairing: Pairing = { control: new AbortController(), now: { share: 0, message: '' } };
    this.#atWork.set(key, pairing);
    try {
      return await work(AbortSignal.any([signal, pairing.control.signal]), (share, message) => {
        pairing.now = { share, message };
      });
    } catch (error) {
      if (error instanceof Cancelled && pairing.control.signal.aborted)
        throw new Failure('stopped', 'It was no longer wanted, and is not measured.');
      throw error;
    } finally {
      if (this.#atWork.get(key) === pairing) this.#atWork.delete(key);
    }
  }

  /** Null where it is not measured now. */
  at(pair: HeldAgainst): PairingNow | null {
    return this.#atWork.get(keyOf(pair))?.now ?? null;
  }

  stop(pair: HeldAgainst): void {
    this.#atWork.get(keyOf(pair))?.control.abort();
  }
}

function keyOf({ run, baseline, slices = '' }: HeldAgainst): string {
  return JSON.stringify([run, baseline, slices]);
}
