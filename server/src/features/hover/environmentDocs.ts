import { PROJECT_FILE } from '../../../../engine/src/language/kinds.ts';
import type { Json } from '../../../../engine/src/language/tree.ts';
import { entriesAt } from '../../../../engine/src/project/read.ts';
import { code, listed, paragraphs } from '../markdown.ts';
import type { Snapshot } from '../spot.ts';

/** An environment of modelyard.yaml: the params and sources that it changes. */
export function environmentDocs({ project }: Snapshot, name: string): string | undefined {
  const settings = project.files.get(PROJECT_FILE);
  if (settings === undefined) return undefined;
  const changed = ['params', 'sources'].flatMap((key) =>
    entriesAt(settings.tree, ['environments', name, key]).map(
      ([what, value]) => `- ${code(what)} is ${code(said(value))}`,
    ),
  );
  return paragraphs([`**environment** ${code(name)}`, changed.join('\n'), `Choose it with ${code(`--env ${name}`)}`]);
}

function said(value: Json): string {
  return Array.isArray(value) ? listed(value.map(String)) : typeof value === 'object' ? '' : String(value);
}

/** A variable of the environment of the program. */
export function variableDocs({ project }: Snapshot, name: string): string {
  const allowed = project.variables.has(name);
  return `**variable** ${code(name)} of the environment${allowed ? ', which modelyard.yaml allows' : ''}`;
}
