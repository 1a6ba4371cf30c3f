import type { BindScope, Bound } from '../../ports/dataSource.ts';
import type { Connections } from './connections.ts';

export class Binder {
  readonly #connections: Connections;
  constructor(connections: Connections) {
    this.#connections = connections;
  }
  bind(sql: string, _scope: BindScope): Promise<Bound> {
    return this.#connections.use(undefined, async () => {
      throw new Error(`not yet: ${sql}`);
    });
  }
}
