import { CodeActionKind, type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';
import { LEGEND } from './features/semanticTokens.ts';
import { OPERATION_COMMAND } from './protocol.ts';

/** What this server can do; `pulls`: the client asks for diagnostics instead of being told. */
export function capabilities({ pulls }: { readonly pulls: boolean }): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    completionProvider: {
      resolveProvider: true,
      triggerCharacters: ['.', '{', ' ', ':', '-', '/', '"', "'", '@', ',', '(', '[', '$'],
    },
    hoverProvider: true,
    signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: [')'] },
    definitionProvider: true,
    referencesProvider: true,
    renameProvider: { prepareProvider: true },
    documentHighlightProvider: true,
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    callHierarchyProvider: true,
    codeLensProvider: { resolveProvider: true },
    inlayHintProvider: true,
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, CodeActionKind.SourceFixAll],
      resolveProvider: true,
    },
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n' },
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    semanticTokensProvider: { legend: LEGEND, full: true, range: true },
    documentLinkProvider: {},
    executeCommandProvider: { commands: [OPERATION_COMMAND] },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...(pulls
      ? { diagnosticProvider: { identifier: 'modelyard', interFileDependencies: true, workspaceDiagnostics: true } }
      : {}),
  };
}
