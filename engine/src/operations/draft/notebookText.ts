import { Failure } from '../../failure.ts';

/** The code of a notebook as one text, and that of the cell tagged `parameters` alone. */
export interface NotebookText {
  readonly code: string;
  readonly parameters: string | undefined;
}

interface Cell {
  readonly cell_type?: unknown;
  readonly source?: unknown;
  readonly metadata?: { readonly tags?: unknown };
}

/** @throws Failure `notebook-not-readable`, `notebook-language` */
export function readNotebook(text: string, file: string): NotebookText {
  const { cells, metadata } = documentOf(text, file);
  if (!Array.isArray(cells)) throw notReadable(file, 'it has no list of cells, which notebooks of format 4 have');
  const language = languageOf(metadata);
  if (language !== undefined && !/^i?python\d?$/i.test(language))
    throw new Failure('notebook-language', `${file} is a notebook in ${language.slice(0, 40)}, not in Python.`, {
      place: { file },
      next: 'Write a step that runs it as a program: `modelyard help draft step` says for what steps are drafted.',
    });
  const code = (cells as readonly (Cell | null)[]).filter((cell): cell is Cell => cell?.cell_type === 'code');
  const parameters = code.find(({ metadata: own }) => Array.isArray(own?.tags) && own.tags.includes('parameters'));
  return {
    code: code.map(sourceOf).filter(isPython).join('\n\n'),
    parameters: parameters && sourceOf(parameters),
  };
}

function documentOf(text: string, file: string): { readonly cells?: unknown; readonly metadata?: unknown } {
  if (/^(<{7}|>{7}) /m.test(text)) throw notReadable(file, 'a merge left its conflict in it');
  try {
    return (JSON.parse(text.replace(/^\uFEFF/, '')) as { cells?: unknown } | null) ?? {};
  } catch (error) {
    throw notReadable(
      file,
      `it is no JSON: ${error instanceof Error ? error.message.split('\n')[0]!.slice(0, 200) : ''}`,
    );
  }
}

function notReadable(file: string, why: string): Failure {
  return new Failure('notebook-not-readable', `${file} cannot be read as a notebook: ${why}.`, {
    place: { file },
    next: 'Open it in the editor and save it again; of a file in conflict, settle the conflict first.',
  });
}

function languageOf(metadata: unknown): string | undefined {
  const { language_info: info, kernelspec } = (metadata ?? {}) as {
    readonly language_info?: { readonly name?: unknown } | null;
    readonly kernelspec?: { readonly language?: unknown } | null;
  };
  const name = info?.name ?? kernelspec?.language;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function sourceOf({ source }: Cell): string {
  const text = Array.isArray(source) ? source.join('') : source;
  return typeof text === 'string' ? text : '';
}

/** A cell that begins with `%%bash` and the like is another language’s. */
function isPython(source: string): boolean {
  return !/^\s*%%(?!time|timeit|capture|prun)/.test(source);
}
