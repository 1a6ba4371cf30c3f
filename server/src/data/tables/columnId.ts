import type { KeyKind } from '../../../../engine/src/ports/runCells.ts';
import type { ColumnId, ColumnKind } from '../../../../engine/src/tracking/table/runTable.ts';

/** What a column is of. */
export interface ColumnOf {
  readonly kind: ColumnKind;
  readonly key: string;
  readonly of: 'last' | 'min' | 'max' | 'best';
}

const PREFIXES: Readonly<Record<ColumnKind, string>> = {
  attribute: 'attributes.',
  metric: 'metrics.',
  param: 'params.',
  tag: 'tags.',
  dataset: 'datasets.',
};

export function columnId(kind: ColumnKind, key: string): ColumnId {
  return PREFIXES[kind] + key;
}

/** Undefined where it is none. A metric whose name ends in `:min` is told only by another of its ends. */
export function columnOf(id: ColumnId): ColumnOf | undefined {
  for (const [kind, prefix] of Object.entries(PREFIXES) as [ColumnKind, string][]) {
    if (!id.startsWith(prefix)) continue;
    const key = id.slice(prefix.length);
    const [, name, of] = (kind === 'metric' ? /^(.*):(min|max|best)$/s.exec(key) : null) ?? [];
    return name === undefined ? { kind, key, of: 'last' } : { kind, key: name, of: of as ColumnOf['of'] };
  }
  return undefined;
}

/** Kinds whose values are kept by key. */
export const KEY_KINDS = ['metric', 'param', 'tag', 'dataset'] as const satisfies readonly KeyKind[];
