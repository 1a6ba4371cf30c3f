import type {
  Diagnostic,
  DocumentDiagnosticReport,
  PreviousResultId,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';

/** What was last found in a file. */
export interface FileDiagnostics {
  readonly uri: string;
  /** Of the document, where it is open. */
  readonly version: number | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Another whenever the diagnostics are others. */
  readonly resultId: string;
}

/** The answer to a client that asks for one document. */
export function documentReport(
  found: FileDiagnostics | undefined,
  previous: string | undefined,
): DocumentDiagnosticReport {
  if (found === undefined) return { kind: 'full', items: [] };
  if (found.resultId === previous) return { kind: 'unchanged', resultId: found.resultId };
  return { kind: 'full', resultId: found.resultId, items: [...found.diagnostics] };
}

/** Reports of all files that are other than the client knows them; what it knows and is gone is empty. */
export function workspaceReports(
  found: readonly FileDiagnostics[],
  previous: readonly PreviousResultId[],
): WorkspaceDocumentDiagnosticReport[] {
  const known = new Map(previous.map(({ uri, value }) => [uri, value]));
  const there = new Set(found.map(({ uri }) => uri));
  const changed = found
    .filter(({ uri, resultId }) => known.get(uri) !== resultId)
    .map(({ uri, version, diagnostics, resultId }): WorkspaceDocumentDiagnosticReport => {
      return { kind: 'full', uri, version: version ?? null, resultId, items: [...diagnostics] };
    });
  const gone = previous
    .filter(({ uri }) => !there.has(uri))
    .map(({ uri }): WorkspaceDocumentDiagnosticReport => ({ kind: 'full', uri, version: null, items: [] }));
  return [...changed, ...gone];
}
