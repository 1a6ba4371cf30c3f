import { CompletionItemKind } from 'vscode-languageserver';
import { formatDuration } from '../../../../engine/src/language/values.ts';
import { textsAt } from '../../../../engine/src/project/read.ts';
import type { Ask } from './ask.ts';
import type { Choice } from './choice.ts';
import { nameOfFile } from './likely.ts';
import { literal } from './snippet.ts';
import { SQL_TYPES } from './sql.ts';

/** Values that no schema lists: types of CSV columns, time zones, other datasets with their keys. */
export function listedChoices(ask: Ask): readonly Choice[] {
  const { kind, where } = ask;
  if (where.path.length === 1 && where.path[0] === kind && ask.place.schema['x-name'] !== undefined)
    return ownName(ask);
  const [first, second] = where.path;
  const last = where.path.at(-1);
  if (kind === 'dataset' && first === 'csv' && second === 'types')
    return SQL_TYPES.map((type) => listed(type, 'DuckDB type'));
  if (last === 'timezone') return Intl.supportedValuesOf('timeZone').map((zone) => listed(zone, 'time zone'));
  return kind === 'dataset' && last === 'references' ? referredDatasets(ask) : [];
}

/** How late columns are known, where something has to wait for them. */
export function delaysOfColumns({ spot, where }: Ask): readonly Choice[] {
  if (!['gap', 'available_after'].includes(String(where.path.at(-1)))) return [];
  return [...spot.snapshot.project.datasets.values()].flatMap((dataset) =>
    [...dataset.columns.values()].flatMap(({ name, knownAfter }): readonly Choice[] =>
      knownAfter === 0
        ? []
        : [{ ...listed(formatDuration(knownAfter), `${dataset.name}.${name} is known after`), rank: 'best' }],
    ),
  );
}

/** The name that the file's own promises. */
function ownName(ask: Ask): readonly Choice[] {
  const name = nameOfFile(ask);
  return name === undefined ? [] : [{ ...listed(name, 'as the file is called'), rank: 'best' }];
}

function listed(label: string, detail: string): Choice {
  return { label, kind: CompletionItemKind.Value, text: label, detail, rank: 'usual' };
}

/** `airports(iata)`: a dataset with its key, or with a column to fill in. */
function referredDatasets({ spot }: Ask): readonly Choice[] {
  const { project } = spot.snapshot;
  return [...project.datasets.values()]
    .filter(({ name }) => name !== spot.file.name)
    .map(({ name, file, tree }) => {
      const key = textsAt(tree, ['key']).map(({ text }) => text);
      const columns = key.length > 0 ? literal(key.join(', ')) : '${1:column}';
      return {
        label: name,
        kind: CompletionItemKind.Reference,
        text: `${name}(${columns})`,
        isSnippet: true,
        detail: 'dataset',
        rank: 'best',
        doc: { kind: 'spec', path: file },
      };
    });
}
