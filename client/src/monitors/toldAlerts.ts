import type { Memento } from 'vscode';
import type { KnownMonitor } from './monitorText.ts';

/** Which firings of alerts the user of this workspace has been told of: each once, also those while no window was open. */
export class ToldAlerts {
  readonly #memento: Pick<Memento, 'get' | 'update'>;
  /** What `update` has not yet written counts too. */
  readonly #told: Map<string, string>;

  constructor(memento: Pick<Memento, 'get' | 'update'>) {
    this.#memento = memento;
    this.#told = new Map(Object.entries(memento.get<Readonly<Record<string, string>>>(KEY, {})));
  }

  /** Those of the monitors that fire and were not told yet; they count as told from now on. */
  take(known: readonly KnownMonitor[]): readonly KnownMonitor[] {
    const fresh = known.filter(({ root, monitor: { name, fired, mute } }) => {
      if (fired === null || mute !== null) return false;
      return (this.#told.get(keyOf(root, name)) ?? '') < fired;
    });
    for (const { root, monitor } of fresh) this.#told.set(keyOf(root, monitor.name), monitor.fired!);
    if (fresh.length > 0) void this.#memento.update(KEY, Object.fromEntries(this.#told));
    return fresh;
  }
}

const KEY = 'modelyard.toldAlerts';

function keyOf(root: string, name: string): string {
  return JSON.stringify([root, name]);
}
