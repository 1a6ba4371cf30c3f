import type { Diagnostic } from 'vscode-languageserver';
import type { FileDiagnostics } from '../features/diagnostics.ts';

export interface StoreOptions {
  /** Diagnostics of a file are others, or those of another version. */
  readonly changed: (file: FileDiagnostics) => void;
}

interface Known extends FileDiagnostics {
  readonly text: string;
}

/** The diagnostics of all files as the client was last told, so that it hears only what is new. */
export class DiagnosticStore {
  readonly #options: StoreOptions;
  readonly #known = new Map<string, Known>();
  #results = 0;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /** @param key the file, whatever address the client has for it */
  set(key: string, uri: string, diagnostics: readonly Diagnostic[], version: number | undefined): void {
    const before = this.#known.get(key);
    if (before !== undefined && before.uri !== uri) this.#tell({ ...before, diagnostics: [], version: undefined });
    const text = JSON.stringify(diagnostics);
    const isSame = before?.text === text && before.uri === uri;
    if (isSame && before.version === version) return;
    if (before === undefined && diagnostics.length === 0 && version === undefined) return;
    const resultId = isSame ? before.resultId : `${++this.#results}`;
    const known = { uri, version, diagnostics, resultId, text };
    if (diagnostics.length === 0 && version === undefined) this.#known.delete(key);
    else this.#known.set(key, known);
    this.#tell(known);
  }

  get(key: string): FileDiagnostics | undefined {
    return this.#known.get(key);
  }

  all(): readonly FileDiagnostics[] {
    return [...this.#known.values()];
  }

  #tell({ uri, version, diagnostics, resultId }: FileDiagnostics): void {
    this.#options.changed({ uri, version, diagnostics, resultId });
  }
}
