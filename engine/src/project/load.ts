import { posix } from 'node:path';
import { PROJECT_FILE } from '../language/kinds.ts';
import { parseTree } from '../language/tree.ts';
import { findSpecFiles, readSpecFiles, type SpecSource } from './discover.ts';
import { buildProject, type Project, type ProjectOptions } from './project.ts';
import { textsAt } from './read.ts';

/**
 * Reads the project at `root`: modelyard.yaml and the spec files below it.
 * @throws Failure `unknown-environment`, and what reading a file may throw
 */
export async function loadProject(files: SpecSource, root: string, options: ProjectOptions = {}): Promise<Project> {
  const settings = await files.read(posix.join(root, PROJECT_FILE));
  const exclude = settings === undefined ? [] : textsAt(parseTree(settings), ['exclude']).map(({ text }) => text);
  const paths = await findSpecFiles(files, root, exclude);
  return buildProject(await readSpecFiles(files, root, paths), options);
}
