import type { Memento } from 'vscode';
import type { KnownMonitor } from './monitorText.ts';

/** What of a monitor is to be told, where it is something else than what was told of it last. */
export type NewsOf = (monitor: KnownMonitor['monitor'], told: string | undefined) => string | undefined;

/** What of monitors the user of this workspace has been told: each once, also what came while no window was open. */
export class ToldNews {
  readonly #memento: Pick<Memento, 'get' | 'update'>;
  readonly #key: string;
  readonly #newsOf: NewsOf;
  /** By monitor; what `update` has not yet written counts too. */
  readonly #told: Map<string, string>;

  constructor(memento: Pick<Memento, 'get' | 'update'>, key: string, newsOf: NewsOf) {
    this.#memento = memento;
    this.#key = key;
    this.#newsOf = newsOf;
    this.#told = new Map(Object.entries(memento.get<Readonly<Record<string, string>>>(key, {})));
  }

  /** Those of the monitors that have news; it counts as told from now on. */
  take(known: readonly KnownMonitor[]): readonly KnownMonitor[] {
    const fresh = known.filter(({ root, monitor }) => this.#hear(JSON.stringify([root, monitor.name]), monitor));
    if (fresh.length > 0) void this.#memento.update(this.#key, Object.fromEntries(this.#told));
    return fresh;
  }

  #hear(id: string, monitor: KnownMonitor['monitor']): boolean {
    const news = this.#newsOf(monitor, this.#told.get(id));
    if (news !== undefined) this.#told.set(id, news);
    return news !== undefined;
  }
}
