import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver';

export function codes(diagnostics: readonly Diagnostic[]): unknown[] {
  return diagnostics.map(({ code }) => code);
}

/** Whether a problem of this rule is among what was told. */
export function shows(code: string): (told: PublishDiagnosticsParams) => boolean {
  return ({ diagnostics }) => codes(diagnostics).includes(code);
}

export function isClean({ diagnostics }: PublishDiagnosticsParams): boolean {
  return diagnostics.length === 0;
}
