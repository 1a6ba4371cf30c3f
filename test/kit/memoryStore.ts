import type { RunStore } from '../../engine/src/ports/runStore.ts';
import { artifactIndex } from './memoryStore/artifacts.ts';
import { experimentStore } from './memoryStore/experiments.ts';
import { loggedModelStore } from './memoryStore/loggedModels.ts';
import { runStore } from './memoryStore/runs.ts';
import { State } from './memoryStore/state.ts';

/**
 * Runs in plain maps, which shows that the service knows no SQL: all that clients of MLflow come to ask.
 * Asking for anything else throws.
 */
export function memoryStore(): RunStore {
  const state = new State();
  const known = { ...experimentStore(state), ...runStore(state), ...loggedModelStore(state), ...artifactIndex(state) };
  return new Proxy(known as unknown as RunStore, {
    get(store, name, self) {
      if (name in store) return Reflect.get(store, name, self);
      throw new Error(`${String(name)} is nothing that a client of MLflow comes to ask`);
    },
  });
}
