import type { ClientCapabilities, CodeLens, Connection, Position, TextDocumentIdentifier } from 'vscode-languageserver';
import { type Answering, answer, type Stage } from './answer.ts';
import { madeOf, madeOfIt, prepareLineage } from './features/callHierarchy.ts';
import { codeActions, resolveCodeAction } from './features/codeActions.ts';
import { codeLenses, resolveCodeLens } from './features/codeLens.ts';
import { complete, completionOptions, resolveCompletion } from './features/completion.ts';
import { definition } from './features/definition.ts';
import { documentHighlights } from './features/documentHighlight.ts';
import { documentLinks } from './features/documentLinks.ts';
import { documentSymbols } from './features/documentSymbols.ts';
import { foldingRanges } from './features/foldingRanges.ts';
import { format, formatOnType } from './features/formatting.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlayHints.ts';
import { references } from './features/references.ts';
import { clientEdit } from './features/rename/clientEdit.ts';
import { prepareRename, rename } from './features/rename.ts';
import { selectionRanges } from './features/selectionRanges.ts';
import { semanticTokens } from './features/semanticTokens.ts';
import { signatureHelp } from './features/signatureHelp.ts';
import type { Document, Spot } from './features/spot.ts';
import { workspaceSymbols } from './features/workspaceSymbols.ts';
import { Owners } from './owners.ts';
import type { Workspace } from './workspace/workspace.ts';

export interface FeatureOptions extends Answering {
  /** Commands that the client can carry out. */
  readonly commands: ReadonlySet<string>;
  readonly client: ClientCapabilities;
}

interface InDocument {
  readonly textDocument: TextDocumentIdentifier;
}

interface AtPosition extends InDocument {
  readonly position: Position;
}

/** Answers every request about what stands in specs: which feature, what it needs, what is said where there is nothing. */
export function registerFeatures(connection: Connection, workspace: Workspace, options: FeatureOptions): void {
  const owners = new Owners(workspace);
  const { languages } = connection;

  const at =
    <P extends AtPosition, R, N>(nothing: N, work: (spot: Spot, params: P, signal: AbortSignal) => R | Promise<R>) =>
    async (params: P, signal: AbortSignal): Promise<R | N> => {
      const spot = await spotOf(workspace, params);
      return spot === undefined ? nothing : work(spot, params, signal);
    };
  const on =
    <P extends InDocument, R, N>(
      nothing: N,
      work: (document: Document, params: P, signal: AbortSignal) => R | Promise<R>,
    ) =>
    async (params: P, signal: AbortSignal): Promise<R | N> => {
      const document = await workspace.document(params.textDocument.uri);
      return document === undefined ? nothing : work(document, params, signal);
    };
  const asked = <P, R>(stage: Stage, work: (params: P, signal: AbortSignal) => R | Promise<R>) =>
    answer(stage, work, { ...options, reach: () => reach(workspace, stage) });
  const checked = <P extends InDocument, R>(work: (params: P, signal: AbortSignal) => R | Promise<R>) =>
    answer('checked', work, { ...options, reach: (_, params) => reach(workspace, 'checked', params) });

  connection.onCompletion(
    asked(
      'parsed',
      at(null, async (spot, _, signal) => {
        owners.completed(spot.snapshot);
        return complete(spot, signal, completionOptions(options.client));
      }),
    ),
  );
  connection.onCompletionResolve(
    asked('parsed', (item, signal) => {
      const snapshot = owners.ofCompletion();
      return snapshot === undefined ? item : resolveCompletion(item, snapshot, signal);
    }),
  );
  connection.onHover(
    asked(
      'parsed',
      at(null, (spot, _, signal) => hover(spot, signal)),
    ),
  );
  connection.onSignatureHelp(
    asked(
      'parsed',
      at(null, (spot) => signatureHelp(spot)),
    ),
  );
  connection.onDefinition(
    asked(
      'parsed',
      at(null, (spot) => definition(spot)),
    ),
  );
  connection.onReferences(
    asked(
      'parsed',
      at(null, (spot, { context }) => references(spot, { declarations: context.includeDeclaration })),
    ),
  );
  connection.onPrepareRename(
    asked(
      'parsed',
      at(null, (spot) => prepareRename(spot)),
    ),
  );
  connection.onRenameRequest(
    asked(
      'parsed',
      at(null, (spot, { newName }) => {
        const edit = rename(spot, newName);
        return edit && clientEdit(edit, options.client);
      }),
    ),
  );
  connection.onDocumentHighlight(
    asked(
      'parsed',
      at(null, (spot) => documentHighlights(spot)),
    ),
  );
  connection.onDocumentSymbol(
    asked(
      'parsed',
      on(null, (document) => documentSymbols(document)),
    ),
  );
  connection.onWorkspaceSymbol(
    asked('parsed', ({ query }, signal) => workspaceSymbols(owners.snapshots(), query, signal)),
  );
  languages.callHierarchy.onPrepare(
    asked(
      'parsed',
      at(null, (spot) => prepareLineage(spot)),
    ),
  );
  languages.callHierarchy.onIncomingCalls(
    asked('parsed', async ({ item }) => {
      const snapshot = await owners.ofUri(item.uri);
      return snapshot === undefined ? null : madeOfIt(item, snapshot);
    }),
  );
  languages.callHierarchy.onOutgoingCalls(
    asked('parsed', async ({ item }) => {
      const snapshot = await owners.ofUri(item.uri);
      return snapshot === undefined ? null : madeOf(item, snapshot);
    }),
  );
  connection.onCodeLens(
    asked(
      'parsed',
      on(null, async (document, _, signal) =>
        owners.mark(document.snapshot.root, await codeLenses(document, options.commands, signal)),
      ),
    ),
  );
  connection.onCodeLensResolve(
    asked('parsed', (lens: CodeLens, signal) => {
      const { item, snapshot } = owners.unmark(lens);
      return snapshot === undefined ? item : resolveCodeLens(item, snapshot, signal);
    }),
  );
  languages.inlayHint.on(
    asked(
      'parsed',
      on(null, (document, { range }, signal) => inlayHints(document, range, signal)),
    ),
  );
  connection.onCodeAction(
    checked(
      on(null, async (document, { range, context }, signal) => {
        const home = await workspace.home(workspace.uriOf(`${document.snapshot.root}/${document.file.path}`));
        const problems = home?.session.problemsOf(document.file.path) ?? [];
        const request = { range, problems, only: context.only };
        return owners.mark(document.snapshot.root, codeActions(document, request, signal));
      }),
    ),
  );
  connection.onCodeActionResolve(
    asked('parsed', (action, signal) => {
      const { item, snapshot } = owners.unmark(action);
      return snapshot === undefined ? item : resolveCodeAction(item, snapshot, signal);
    }),
  );
  connection.onDocumentFormatting(
    asked(
      'parsed',
      on(null, (document, { options: style }) => format(document, style)),
    ),
  );
  connection.onDocumentRangeFormatting(
    asked(
      'parsed',
      on(null, (document, { options: style, range }) => format(document, style, range)),
    ),
  );
  connection.onDocumentOnTypeFormatting(
    asked(
      'parsed',
      at(null, (spot, { options: style }) => formatOnType(spot, style)),
    ),
  );
  connection.onFoldingRanges(
    asked(
      'parsed',
      on(null, (document) => foldingRanges(document)),
    ),
  );
  connection.onSelectionRanges(
    asked(
      'parsed',
      on(null, (document, { positions }) =>
        selectionRanges(
          document,
          positions.map((position) => document.file.tree.lines.offset(position)),
        ),
      ),
    ),
  );
  languages.semanticTokens.on(
    asked(
      'parsed',
      on({ data: [] }, (document) => semanticTokens(document)),
    ),
  );
  languages.semanticTokens.onRange(
    asked(
      'parsed',
      on({ data: [] }, (document, { range }) => semanticTokens(document, range)),
    ),
  );
  connection.onDocumentLinks(
    asked(
      'parsed',
      on(null, (document) => documentLinks(document)),
    ),
  );
}

async function spotOf(workspace: Workspace, { textDocument, position }: AtPosition): Promise<Spot | undefined> {
  const document = await workspace.document(textDocument.uri);
  return document && { ...document, offset: document.file.tree.lines.offset(position) };
}

/** Trees are parsed when a snapshot is asked for; only problems are waited for. */
async function reach(workspace: Workspace, stage: Stage, params?: InDocument): Promise<void> {
  if (stage === 'parsed' || params === undefined) return;
  const home = await workspace.home(params.textDocument.uri);
  await home?.session.checked(home.file);
}
