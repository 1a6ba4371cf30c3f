import type { Location } from 'vscode-languageserver';
import { occurrencesAt, occurrencesOf } from '../../../engine/src/project/symbols/occurrences.ts';
import type { Spot } from './spot.ts';

/** Every place in the project where what stands here is meant, by file and place. */
export function references(
  { snapshot, file, offset }: Spot,
  { declarations }: { readonly declarations: boolean },
): Location[] {
  const found = new Map<string, Location>();
  for (const { symbol } of occurrencesAt(snapshot.project, file, offset))
    for (const { file: holder, occurrence } of occurrencesOf(snapshot.project, symbol)) {
      if (occurrence.role === 'definition' && !declarations) continue;
      const { line, character } = occurrence.range.start;
      found.set(`${holder.path} ${line} ${character}`, { uri: snapshot.uri(holder.path), range: occurrence.range });
    }
  return [...found.values()];
}
