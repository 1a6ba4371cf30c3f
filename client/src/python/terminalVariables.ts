import type { EnvironmentVariableCollection, GlobalEnvironmentVariableCollection, WorkspaceFolder } from 'vscode';
import { type Address, trackingVariables } from './tracking.ts';

/** The variables that new terminals of a folder get; the editor keeps none of them beyond this window, for one is a secret. */
export class TerminalVariables {
  readonly #all: GlobalEnvironmentVariableCollection;
  /** By the address of their folder. */
  readonly #given = new Map<string, { readonly of: EnvironmentVariableCollection; readonly address: Address }>();

  constructor(all: GlobalEnvironmentVariableCollection) {
    this.#all = all;
    all.persistent = false;
  }

  give(workspaceFolder: WorkspaceFolder, address: Address, project: string): void {
    const key = workspaceFolder.uri.toString();
    const before = this.#given.get(key)?.address;
    if (before?.url === address.url && before.token === address.token) return;
    const of = this.#all.getScoped({ workspaceFolder });
    of.description = `What Python logs with mlflow becomes runs of ${project}`;
    for (const [name, value] of Object.entries(trackingVariables(address))) of.replace(name, value);
    this.#given.set(key, { of, address });
  }

  /** From all folders but some. */
  takeBut(folders: readonly WorkspaceFolder[]): void {
    const kept = new Set(folders.map(({ uri }) => uri.toString()));
    for (const [key, { of }] of this.#given) {
      if (kept.has(key)) continue;
      of.clear();
      this.#given.delete(key);
    }
  }
}
