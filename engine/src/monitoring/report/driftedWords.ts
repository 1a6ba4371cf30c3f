import { count } from '../../language/figures.ts';
import type { ColumnReport } from './columnReport.ts';

/** Columns that are told of by a sentence each, before the rest is only named, and named before the rest is only counted. */
const TOLD = 3;
const NAMED = 5;

/** What the drifted of some columns did: the first in a sentence each, the others by their names. */
export function driftedSentences(columns: readonly ColumnReport[]): readonly string[] {
  const drifted = columns.filter(({ verdict }) => verdict === 'drift');
  const others = drifted.slice(TOLD).map(({ column }) => `\`${column}\``);
  return [
    ...drifted.slice(0, TOLD).map(({ column, changed }) => `\`${column}\`: ${sentence(changed)}`),
    ...(others.length === 0 ? [] : [`${count(others.length)} more changed: ${listed(others)}.`]),
  ];
}

/** Why nothing can be told of some columns: the first of them, and how many there are more. */
export function unknownSentences(columns: readonly ColumnReport[]): readonly string[] {
  const unknown = columns.flatMap(({ column, reason }) => (reason === null ? [] : [{ column, reason }]));
  const more = unknown.length - TOLD;
  return [
    ...unknown.slice(0, TOLD).map(({ column, reason }) => `\`${column}\`: ${sentence(reason)}`),
    ...(more > 0 ? [`Of ${count(more)} more nothing can be told either.`] : []),
  ];
}

/** With a full stop, where it has none. */
export function sentence(text: string): string {
  return text === '' || /[.?]$/.test(text) ? text : `${text}.`;
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  if (more > 1) return `${names.slice(0, NAMED).join(', ')} and ${count(more)} others`;
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
