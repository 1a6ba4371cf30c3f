import type { Address } from './tracking.ts';

export interface TrackingServicesOptions {
  /** Starts the service of a project where none runs; rejects with a sentence for the user. */
  readonly start: (root: string) => Promise<Address>;
  /** Whether the service of that token answers there. */
  readonly answers: (address: Address) => Promise<boolean>;
}

/** The services of projects: started when they are needed, and again when they have left. */
export class TrackingServices {
  readonly #options: TrackingServicesOptions;
  readonly #known = new Map<string, Address>();
  readonly #asked = new Map<string, Promise<Address>>();

  constructor(options: TrackingServicesOptions) {
    this.#options = options;
  }

  /** Projects that have needed theirs. */
  get roots(): readonly string[] {
    return [...this.#known.keys()];
  }

  /** Where it answered last. */
  known(root: string): Address | undefined {
    return this.#known.get(root);
  }

  /** Where it answers now. Rejects where it cannot be started. */
  ensure(root: string): Promise<Address> {
    const asked = this.#asked.get(root) ?? this.#ensure(root).finally(() => this.#asked.delete(root));
    this.#asked.set(root, asked);
    return asked;
  }

  async #ensure(root: string): Promise<Address> {
    const known = this.#known.get(root);
    if (known !== undefined && (await this.#options.answers(known))) return known;
    const address = await this.#options.start(root);
    this.#known.set(root, address);
    return address;
  }
}
