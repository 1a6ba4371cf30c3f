/** Requests that are being answered, so that work nobody waits for lets their answers out first. */
export class Traffic {
  #count = 0;
  #waiting: (() => void)[] = [];

  /** Call what it returns when the answer is there. */
  enter(): () => void {
    this.#count += 1;
    return () => {
      this.#count -= 1;
      if (this.#count === 0) for (const resolve of this.#waiting.splice(0)) resolve();
    };
  }

  /** Resolves when nothing is being answered and the last answer is sent; after so many milliseconds anyway. */
  async quiet(longest: number): Promise<void> {
    if (this.#count > 0) await this.#empty(longest);
    // An answer is written one or two turns after it is given.
    await new Promise(setImmediate);
    await new Promise(setImmediate);
  }

  async #empty(longest: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, longest);
    });
    await Promise.race([late, new Promise<void>((resolve) => void this.#waiting.push(resolve))]);
    clearTimeout(timer);
  }
}
