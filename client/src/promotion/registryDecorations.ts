import { Disposable, EventEmitter, type FileDecoration, languages, ThemeColor, type Uri, window } from 'vscode';
import { decorationOf } from './decorationOf.ts';

/** Marks files whose facts are not what they were decided on: cards that say other figures, versions that were edited, aliases that no gate let move. */
export function registerDecorations(): Disposable {
  const changed = new EventEmitter<Uri[]>();
  return Disposable.from(
    changed,
    languages.onDidChangeDiagnostics(({ uris }) => {
      const marked = uris.filter(({ path }) => /\.(?:modelcard|version|alias|approval)\.yaml$/.test(path));
      if (marked.length > 0) changed.fire(marked);
    }),
    window.registerFileDecorationProvider({
      onDidChangeFileDecorations: changed.event,
      provideFileDecoration: (uri) => shown(uri),
    }),
  );
}

function shown(uri: Uri): FileDecoration | undefined {
  const codes = languages.getDiagnostics(uri).map(({ code }) => String(typeof code === 'object' ? code.value : code));
  const decoration = decorationOf(codes);
  if (decoration === undefined) return undefined;
  const { badge, tooltip, isError } = decoration;
  return { badge, tooltip, color: new ThemeColor(isError ? 'list.errorForeground' : 'list.warningForeground') };
}
