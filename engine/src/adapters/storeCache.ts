import type { Stores } from '../ports/host.ts';

export interface OpenStores extends Stores {
  /** Whether their files are still those that were opened: not where somebody deleted or replaced them. */
  isThere(): boolean;
  close(): Promise<void>;
}

/** The stores of projects, each opened once; again where its files are others now, or could not be opened before. */
export class StoreCache {
  readonly #open: (root: string) => Promise<OpenStores>;
  readonly #known = new Map<string, Promise<OpenStores>>();
  /** Others may still work with them. */
  readonly #left: OpenStores[] = [];

  constructor(open: (root: string) => Promise<OpenStores>) {
    this.#open = open;
  }

  async of(root: string): Promise<OpenStores> {
    const known = this.#known.get(root);
    if (known === undefined) return this.#begin(root);
    const stores = await known;
    if (stores.isThere()) return stores;
    if (this.#known.get(root) === known) {
      this.#known.delete(root);
      this.#left.push(stores);
    }
    return this.of(root);
  }

  async close(): Promise<void> {
    for (const opened of this.#known.values())
      await opened.then(
        (stores) => stores.close(),
        () => undefined,
      );
    for (const stores of this.#left) await stores.close();
  }

  #begin(root: string): Promise<OpenStores> {
    const opening = this.#open(root);
    this.#known.set(root, opening);
    opening.catch(() => {
      if (this.#known.get(root) === opening) this.#known.delete(root);
    });
    return opening;
  }
}
