import { isAbsolute, resolve } from 'node:path';
import { Disposable, EventEmitter, type Memento, type SecretStorage, workspace } from 'vscode';
import type { AddedSource } from '../../../server/src/protocol.ts';
import { isAddress, readAddress } from './sourcePlace.ts';

/** What the user added to the sources that lie in the folder: by command, for this workspace, or for a team in settings. Tokens are kept by the editor, one an address. */
export class AddedSources implements Disposable {
  readonly #memento: Memento;
  readonly #secrets: SecretStorage;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable;

  /** There are others now, or another token. */
  readonly onDidChange = this.#changed.event;

  constructor(memento: Memento, secrets: SecretStorage) {
    this.#memento = memento;
    this.#secrets = secrets;
    this.#subscriptions = Disposable.from(
      this.#changed,
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(SETTING)) this.#changed.fire();
      }),
      // Another window may have been given a token.
      secrets.onDidChange(({ key }) => {
        if (key.startsWith(SECRET)) this.#changed.fire();
      }),
    );
  }

  /** Addresses and absolute paths, each once. */
  get places(): readonly string[] {
    return [...new Set([...this.#own, ...this.#shared])];
  }

  /** Those that stand in settings, which nobody but the user edits. */
  isShared(place: string): boolean {
    return this.#shared.includes(place);
  }

  async withTokens(): Promise<readonly AddedSource[]> {
    return Promise.all(
      this.places.map(async (place) => {
        const token = await this.tokenOf(place);
        return token === undefined ? { place } : { place, token };
      }),
    );
  }

  async add(place: string): Promise<void> {
    if (this.places.includes(place)) return;
    await this.#memento.update(KEPT, [...this.#own, place]);
    this.#changed.fire();
  }

  /** Forgets it and its token; one of the settings stays. */
  async remove(place: string): Promise<void> {
    await this.#secrets.delete(keyOf(place));
    await this.#memento.update(
      KEPT,
      this.#own.filter((one) => one !== place),
    );
    this.#changed.fire();
  }

  async tokenOf(place: string): Promise<string | undefined> {
    return isAddress(place) ? this.#secrets.get(keyOf(place)) : undefined;
  }

  /** An empty one is none. */
  async setToken(place: string, token: string): Promise<void> {
    if (token === '') await this.#secrets.delete(keyOf(place));
    else await this.#secrets.store(keyOf(place), token);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  get #own(): readonly string[] {
    return this.#memento.get<readonly string[]>(KEPT, []);
  }

  get #shared(): readonly string[] {
    const set: unknown = workspace.getConfiguration().get(SETTING);
    return Array.isArray(set) ? set.flatMap(sharedPlace) : [];
  }
}

const SETTING = 'modelyard.runSources';
const KEPT = 'modelyard.sources.added';
const SECRET = 'modelyard.sources.token ';

function keyOf(place: string): string {
  return `${SECRET}${place}`;
}

/** Secrets in settings are not read; paths are from the first workspace folder. */
function sharedPlace(set: unknown): readonly string[] {
  if (typeof set !== 'string' || set.trim() === '') return [];
  const text = set.trim();
  if (isAddress(text)) {
    const address = readAddress(text);
    return address === undefined ? [] : [address.place];
  }
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (isAbsolute(text)) return [resolve(text)];
  return folder === undefined ? [] : [resolve(folder, text)];
}
