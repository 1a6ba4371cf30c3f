import type { ServerResponse } from 'node:http';

/** Milliseconds that the event loop looks out for the next request after an answer, before it sleeps. */
const LOOKS_OUT = 0.1;
/** Milliseconds between an answer and a request that came soon. */
const SOON = 0.3;

/**
 * What is asked at the moment, and since when nothing is.
 *
 * Who logs in a loop asks again within some microseconds, and to wake a process that sleeps takes longer than that: in a virtual
 * machine, where the processor itself has gone to sleep, longer than to answer. So where the last request came soon, the next one
 * is looked out for, as `SO_BUSY_POLL` does in Linux. Who asks every few milliseconds, as MLflow's Python client does, costs nothing
 * more.
 */
export class Activity {
  #open = 0;
  #last = performance.now();
  #isSoon = false;
  #isLookingOut = false;

  begin(response: ServerResponse): void {
    this.#isSoon = performance.now() - this.#last < SOON;
    this.#open++;
    response.once('close', () => this.#end());
  }

  /** Milliseconds nobody has asked anything; 0 while a request is open. */
  quiet(): number {
    return this.#open > 0 ? 0 : performance.now() - this.#last;
  }

  #end(): void {
    this.#open--;
    this.#last = performance.now();
    if (!this.#isSoon || this.#isLookingOut) return;
    this.#isLookingOut = true;
    setImmediate(this.#lookOut);
  }

  /** While an immediate waits, the event loop does not sleep. */
  readonly #lookOut = (): void => {
    if (this.#open === 0 && performance.now() - this.#last < LOOKS_OUT) setImmediate(this.#lookOut);
    else this.#isLookingOut = false;
  };
}
