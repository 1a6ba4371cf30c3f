import { isRecord } from '../../../../engine/src/language/isRecord.ts';
import type { CompareView } from '../../../../webviews/compare/protocol.ts';
import { jsonPlace, type Place, placeOf } from './jsonPlace.ts';
import { readView, type Wrong } from './readView.ts';

/** Folder of the project that holds views as files, and how their names end: no kind of spec has that ending. */
export const VIEWS_FOLDER = 'views';
export const VIEW_ENDING = '.comparison.json';

/** A file of a view as it was read. */
export type ViewFile =
  | { readonly kind: 'view'; readonly name: string; readonly view: CompareView }
  | { readonly kind: 'wrong'; readonly message: string; readonly place: Place };

/** A file of a view: its name first, for people and for git. */
export function viewText(name: string, view: CompareView): string {
  return `${JSON.stringify({ comparison: name, ...view }, undefined, 2)}\n`;
}

/** Name of the file of a view: what file systems do not take becomes `-`. */
export function viewFileName(name: string): string {
  const safe = name.replaceAll(/[^\p{L}\p{N}._ -]+/gu, '-').replace(/^[. ]+|[. ]+$/g, '');
  return `${safe.slice(0, 80) || 'view'}${VIEW_ENDING}`;
}

/** Reads a file of a view; where it is none, says why and where. */
export function readViewFile(text: string): ViewFile {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    return brokenJson(text, (error as Error).message);
  }
  if (!isRecord(given))
    return wrong(text, { path: [], message: 'A view is a map that begins with “comparison: NAME”.' });
  const { comparison, ...view } = given;
  if (typeof comparison !== 'string' || comparison.trim() === '')
    return wrong(text, { path: ['comparison'], message: 'comparison is the name of the view.' });
  const read = readView(view);
  return read.kind === 'wrong' ? wrong(text, read) : { kind: 'view', name: comparison, view: read.view };
}

function wrong(text: string, { path, message }: Pick<Wrong, 'path' | 'message'>): ViewFile {
  return { kind: 'wrong', message, place: jsonPlace(text, path) };
}

/** The engine names the offset in its sentence; at the end of the text it does not. */
function brokenJson(text: string, message: string): ViewFile {
  const offset = Number(/at position (\d+)/.exec(message)?.[1] ?? text.length);
  return { kind: 'wrong', message: `This is no JSON: ${message}.`, place: placeOf(text, offset) };
}
