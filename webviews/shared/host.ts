/** What VS Code gives to a page, once. */
export interface Host {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  /** Throws when it is asked twice. */
  function acquireVsCodeApi(): Host;
}
