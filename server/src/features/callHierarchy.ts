import type { CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall } from 'vscode-languageserver';
import type { Snapshot, Spot } from './spot.ts';

/** Lineage: what a column, field or output is made of (outgoing), and what is made of it (incoming). */
export function prepareLineage(_spot: Spot): CallHierarchyItem[] | null {
  return null;
}

export function madeOfIt(_item: CallHierarchyItem, _snapshot: Snapshot): CallHierarchyIncomingCall[] {
  return [];
}

export function madeOf(_item: CallHierarchyItem, _snapshot: Snapshot): CallHierarchyOutgoingCall[] {
  return [];
}
