import type { Connection } from 'vscode-languageserver';
import type { Variables } from './machine.ts';
import { PYTHON_NOTIFICATION, type SelectedPythons } from './protocol.ts';
import { pathOfUri } from './workspace/uris.ts';

/** The variables of a project's processes: the Python that the editor has selected, as the client tells it. */
export function followPythons(connection: Connection): (root: string) => Variables {
  let selected: ReadonlyMap<string, string> = new Map();
  connection.onNotification(PYTHON_NOTIFICATION, (told: unknown) => {
    selected = new Map(readPythons(told));
  });
  return (root) => {
    const file = selected.get(root);
    return file === undefined ? {} : { MODELYARD_PYTHON: file };
  };
}

function readPythons(told: unknown): readonly (readonly [string, string])[] {
  const { pythons } = (told ?? {}) as Partial<SelectedPythons>;
  if (!Array.isArray(pythons)) return [];
  return pythons.flatMap((one: Partial<SelectedPythons['pythons'][number]> | null) => {
    const { root, file } = one ?? {};
    const path = typeof root === 'string' ? pathOfUri(root) : undefined;
    return path === undefined || typeof file !== 'string' || file === '' ? [] : [[path, file] as const];
  });
}
