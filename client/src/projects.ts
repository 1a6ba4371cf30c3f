import { RelativePattern, Uri, type WorkspaceFolder, workspace } from 'vscode';
import { ENDINGS, type Kind, PROJECT_FILE } from '../../engine/src/language/kinds.ts';
import { headingOf } from './heading.ts';

/** A spec that can be named to the command line. */
export interface NamedSpec {
  readonly name: string;
  readonly file: Uri;
  /** Folder of its project. */
  readonly root: Uri;
  readonly text: string;
}

/** Folder of the project that a file lies in: the nearest one above it that holds modelyard.yaml. */
export async function projectOf(file: Uri): Promise<Uri | undefined> {
  for (let folder = parentOf(file); ; folder = parentOf(folder)) {
    if (await exists(Uri.joinPath(folder, PROJECT_FILE))) return folder;
    if (parentOf(folder).path === folder.path) return undefined;
  }
}

/** Folders of the projects that the workspace holds or lies in. */
export async function projectFolders(): Promise<readonly Uri[]> {
  const folders = workspace.workspaceFolders ?? [];
  const found = await Promise.all(folders.map(inFolder));
  const unique = new Map(found.flat().map((root) => [root.toString(), root]));
  return [...unique.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Specs of a kind, by name, in the projects of the workspace. */
export async function namedSpecs(kind: Exclude<Kind, 'project'>): Promise<readonly NamedSpec[]> {
  const files = await workspace.findFiles(`**/*${ENDINGS[kind]}`, NOT_OURS);
  const specs = await Promise.all(files.map((file) => namedSpec(kind, file)));
  return specs.filter((spec) => spec !== undefined).sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
}

const NOT_OURS = '**/{node_modules,.git,.modelyard}/**';

async function inFolder(folder: WorkspaceFolder): Promise<readonly Uri[]> {
  const around = await projectOf(Uri.joinPath(folder.uri, PROJECT_FILE));
  const within = await workspace.findFiles(new RelativePattern(folder, `**/${PROJECT_FILE}`), NOT_OURS);
  return [...(around === undefined ? [] : [around]), ...within.map(parentOf)];
}

async function namedSpec(kind: Kind, file: Uri): Promise<NamedSpec | undefined> {
  const root = await projectOf(file);
  if (root === undefined) return undefined;
  const text = await textOf(file);
  const heading = headingOf(text);
  if (heading?.key !== kind || heading.name === undefined) return undefined;
  return { name: heading.name, file, root, text };
}

/** As the editor has it, else as it is on disk; empty where it has gone. */
async function textOf(file: Uri): Promise<string> {
  const open = workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  if (open) return open.getText();
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(file));
  } catch {
    return '';
  }
}

async function exists(file: Uri): Promise<boolean> {
  return workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}

function parentOf(file: Uri): Uri {
  return Uri.joinPath(file, '..');
}
