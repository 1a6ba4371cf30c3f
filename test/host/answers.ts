import * as vscode from 'vscode';

/** What VS Code shows for a place, asked as its own widgets ask: from whichever extension answers. */

export async function problems(address: vscode.Uri): Promise<readonly string[]> {
  return vscode.languages.getDiagnostics(address).map(({ code, range, message }) => {
    const name = typeof code === 'object' ? code.value : code;
    return `${range.start.line + 1}:${range.start.character + 1} ${name} ${message}`;
  });
}

export async function completions(address: vscode.Uri, position: vscode.Position): Promise<readonly string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    address,
    position,
  );
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

export async function hoverText(address: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
    'vscode.executeHoverProvider',
    address,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

export interface Place {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
}

export async function definitions(address: vscode.Uri, position: vscode.Position): Promise<readonly Place[]> {
  const found = await vscode.commands.executeCommand<readonly (vscode.Location | vscode.LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    address,
    position,
  );
  return found.map((one) =>
    'targetUri' in one ? { uri: one.targetUri, range: one.targetSelectionRange ?? one.targetRange } : one,
  );
}

export function renameEdit(
  address: vscode.Uri,
  position: vscode.Position,
  name: string,
): Thenable<vscode.WorkspaceEdit> {
  return vscode.commands.executeCommand<vscode.WorkspaceEdit>(
    'vscode.executeDocumentRenameProvider',
    address,
    position,
    name,
  );
}

export async function lenses(address: vscode.Uri): Promise<readonly vscode.CodeLens[]> {
  return (
    (await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      address,
      100,
    )) ?? []
  );
}
