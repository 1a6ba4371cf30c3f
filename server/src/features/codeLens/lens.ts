import type { CodeLens, Command } from 'vscode-languageserver';
import { PROJECT_FILE } from '../../../../engine/src/language/kinds.ts';
import type { Path, Tree } from '../../../../engine/src/language/tree.ts';
import type { CommandArguments } from '../../protocol.ts';
import { uriOfPath } from '../../workspace/uris.ts';
import type { Document } from '../spot.ts';

/** A lens whose command is known at once. */
export interface Lens extends CodeLens {
  readonly command: Command;
}

export function command<C extends keyof CommandArguments>(
  name: C,
  title: string,
  argument: CommandArguments[C],
): Command {
  return { title, command: name, arguments: [argument] };
}

/** Above the key at a path. */
export function lensAt(tree: Tree, path: Path, shown: Command): Lens {
  return { range: tree.range(path, 'key'), command: shown };
}

/** Address of the project's folder; undefined for a file that lies in none, of which nothing can be run. */
export function projectUri({ snapshot: { root, project } }: Document): string | undefined {
  return project.files.has(PROJECT_FILE) ? uriOfPath(root) : undefined;
}
