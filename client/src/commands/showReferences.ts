import { commands, type Location, Position, Uri } from 'vscode';
import type { ReferencesArgument } from '../../../server/src/protocol.ts';

/** Opens the editor's list of references to what stands at a place. */
export async function showReferences({ uri, position: { line, character } }: ReferencesArgument): Promise<void> {
  const file = Uri.parse(uri);
  const position = new Position(line, character);
  const found = await commands.executeCommand<readonly Location[]>('vscode.executeReferenceProvider', file, position);
  const others = found.filter(({ uri, range }) => uri.toString() !== file.toString() || !range.contains(position));
  await commands.executeCommand('editor.action.showReferences', file, position, others);
}
