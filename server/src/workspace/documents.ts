import { TextDocument as Text, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { pathOfUri } from './uris.ts';

/** A document that the client has open: what it shows counts, not what is on disk. */
export interface OpenDocument {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  /** Absolute; undefined where it is no file. */
  readonly path: string | undefined;
}

/** The documents that the client has open. Edits of documents it never opened are left aside. */
export class Documents {
  readonly #texts = new Map<string, Text>();
  readonly #uris = new Map<string, string>();

  open(given: { readonly uri: string; readonly languageId: string; readonly version: number; readonly text: string }) {
    this.#texts.set(given.uri, Text.create(given.uri, given.languageId, given.version, given.text));
    const path = pathOfUri(given.uri);
    if (path !== undefined) this.#uris.set(path, given.uri);
  }

  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): boolean {
    const text = this.#texts.get(uri);
    if (text === undefined) return false;
    Text.update(text, [...changes], version);
    return true;
  }

  close(uri: string): void {
    this.#texts.delete(uri);
    const path = pathOfUri(uri);
    if (path !== undefined && this.#uris.get(path) === uri) this.#uris.delete(path);
  }

  get(uri: string): OpenDocument | undefined {
    const text = this.#texts.get(uri);
    return text && { uri, version: text.version, text: text.getText(), path: pathOfUri(uri) };
  }

  /** The document of a file, under whatever address the client has it. */
  at(path: string): OpenDocument | undefined {
    const uri = this.#uris.get(path);
    return uri === undefined ? undefined : this.get(uri);
  }

  all(): readonly OpenDocument[] {
    return [...this.#texts.keys()].flatMap((uri) => this.get(uri) ?? []);
  }
}
