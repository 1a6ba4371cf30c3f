import type { CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall } from 'vscode-languageserver';
import type { SpecFile } from '../../../engine/src/project/specFile.ts';
import {
  hasLineage,
  type Lineage,
  madeOf as sourcesOf,
  madeOfIt as usesOf,
} from '../../../engine/src/project/symbols/lineage.ts';
import { occurrencesAt } from '../../../engine/src/project/symbols/occurrences.ts';
import type { Occurrence, SpecSymbol } from '../../../engine/src/project/symbols/symbol.ts';
import type { Snapshot, Spot } from './spot.ts';
import { definitionsOf } from './symbols/definitions.ts';
import { displayName, SYMBOL_KINDS } from './symbols/symbolKinds.ts';

/** Lineage: what a column, field or output is made of (outgoing), and what is made of it (incoming). */
export function prepareLineage({ snapshot, file, offset }: Spot): CallHierarchyItem[] | null {
  const items = occurrencesAt(snapshot.project, file, offset)
    .filter(({ symbol }) => hasLineage(symbol))
    .map((occurrence) => itemOf(snapshot, occurrence.symbol, { file, occurrence }));
  return items.length === 0 ? null : items;
}

export function madeOfIt(item: CallHierarchyItem, snapshot: Snapshot): CallHierarchyIncomingCall[] {
  const symbol = symbolOf(item);
  if (symbol === undefined) return [];
  return usesOf(snapshot.project, symbol).flatMap((use) => {
    const from = lineageItem(snapshot, use);
    return from === undefined ? [] : [{ from, fromRanges: [...use.ranges] }];
  });
}

export function madeOf(item: CallHierarchyItem, snapshot: Snapshot): CallHierarchyOutgoingCall[] {
  const symbol = symbolOf(item);
  if (symbol === undefined) return [];
  return sourcesOf(snapshot.project, symbol).flatMap((source) => {
    const to = lineageItem(snapshot, source);
    return to === undefined ? [] : [{ to, fromRanges: [...source.ranges] }];
  });
}

/** Where nobody declares it, it stands where it is meant. */
function lineageItem(snapshot: Snapshot, { symbol, file, ranges }: Lineage): CallHierarchyItem | undefined {
  const [range] = ranges;
  return range && itemOf(snapshot, symbol, { file, occurrence: { range } });
}

function itemOf(
  snapshot: Snapshot,
  symbol: SpecSymbol,
  meant: { readonly file: SpecFile; readonly occurrence: Pick<Occurrence, 'range'> },
): CallHierarchyItem {
  const { file, occurrence } = definitionsOf(snapshot.project, symbol)[0] ?? meant;
  return {
    name: displayName(symbol),
    kind: SYMBOL_KINDS[symbol.kind],
    detail: symbol.of ?? file.path,
    uri: snapshot.uri(file.path),
    range: occurrence.range,
    selectionRange: occurrence.range,
    data: symbol,
  };
}

/** What an item that the client hands back is about; anything may stand there. */
function symbolOf({ data }: CallHierarchyItem): SpecSymbol | undefined {
  const { kind, name, of } = (data ?? {}) as {
    readonly kind?: unknown;
    readonly name?: unknown;
    readonly of?: unknown;
  };
  if (typeof kind !== 'string' || !Object.hasOwn(SYMBOL_KINDS, kind) || typeof name !== 'string') return undefined;
  const symbol = { kind: kind as SpecSymbol['kind'], name };
  return typeof of === 'string' ? { ...symbol, of } : symbol;
}
