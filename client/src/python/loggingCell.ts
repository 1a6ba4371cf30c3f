import { isRecord } from '../../../engine/src/language/isRecord.ts';
/** A cell of a notebook, as far as it matters here. */
export interface Cell {
  readonly isCode: boolean;
  /** Id of its language. */
  readonly language: string;
  readonly text: string;
}

/** First line of the cell by which it is known again. */
export const MARK = '# modelyard: what mlflow logs in this notebook becomes runs of this project';

/**
 * The cell that tells `mlflow` of a notebook where the project's service is. It reads address and token when it runs, so that neither
 * stands in the notebook; without a service, or with an address that is set, it changes nothing.
 */
export const LOGGING_CELL = `${MARK}
def _modelyard():
    import json, os, pathlib, urllib.request
    given = os.environ.get("MLFLOW_TRACKING_URI")
    if given and given != os.environ.get("MODELYARD_TRACKING_URI"):
        return f"MLFLOW_TRACKING_URI is set already: runs log to {given}."
    here = pathlib.Path.cwd()
    for folder in (here, *here.parents):
        projects = [folder]
        if (folder / ".git").is_file():  # a linked worktree shares the store of the main one
            git = (folder / (folder / ".git").read_text()[len("gitdir:"):].strip()).resolve()
            inside = here.relative_to(folder)
            if git.parent.name == "worktrees":
                projects += [git.parents[2] / part for part in (inside, *inside.parents)]
        for file in (project / ".modelyard" / "service.json" for project in projects):
            try:
                service = json.loads(file.read_text())
                url, token = service["url"], service["token"]
                urllib.request.urlopen(url + "/health", timeout=5).close()
            except (OSError, ValueError, KeyError, TypeError):
                continue
            os.environ["MLFLOW_TRACKING_URI"] = os.environ["MODELYARD_TRACKING_URI"] = url
            os.environ["MLFLOW_TRACKING_TOKEN"] = token
            return f"Runs log in {file.parent.parent.name}."
    return "No service of this project answers: open its folder in VS Code, or run \`modelyard serve\`, and run this cell again."


print(_modelyard())`;

export function hasLoggingCell(cells: readonly Cell[]): boolean {
  return cells.some(({ isCode, text }) => isCode && text.trimStart().startsWith(MARK));
}

/** Whether its kernel is one of Python: by the kernel that the notebook names, else by its cells. */
export function isPythonNotebook(metadata: Readonly<Record<string, unknown>>, cells: readonly Cell[]): boolean {
  const named = languageIn(metadata);
  if (named !== undefined) return named === 'python';
  const code = cells.filter(({ isCode }) => isCode);
  return code.some(({ language }) => language === 'python');
}

/** What a notebook says of itself lies in \`metadata\` of the editor's, once more below that. */
function languageIn(metadata: Readonly<Record<string, unknown>>): string | undefined {
  const inner = recordOf(metadata['metadata']) ?? metadata;
  const named = [recordOf(inner['kernelspec'])?.['language'], recordOf(inner['language_info'])?.['name']];
  return named.find((language) => typeof language === 'string')?.toLowerCase();
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isRecord(value) ? value : undefined;
}
