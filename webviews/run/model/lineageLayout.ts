import type { Lineage, LineageNode } from '../../../engine/src/operations/runs/page/runPage.ts';

export interface PlacedNode {
  readonly node: LineageNode;
  /** Steps away from what needs nothing. */
  readonly layer: number;
  readonly row: number;
}

export interface LineageLayout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly { readonly from: PlacedNode; readonly to: PlacedNode }[];
  readonly layers: number;
  readonly rows: number;
}

/**
 * Each node as far from the left as its longest way from a beginning; within a layer by the middle of what it needs, so
 * that few lines cross.
 */
export function lineageLayout({ nodes, edges }: Lineage): LineageLayout {
  const known = new Set(nodes.map(({ id }) => id));
  const usable = edges.filter(({ from, to }) => known.has(from) && known.has(to) && from !== to);
  const layerOf = longestWays(nodes, usable);
  const placed = new Map<string, PlacedNode>();
  const layers = Math.max(0, ...layerOf.values()) + Number(nodes.length > 0);
  for (let layer = 0; layer < layers; layer += 1) {
    const inLayer = nodes.filter(({ id }) => layerOf.get(id) === layer);
    const middles = new Map(inLayer.map(({ id }) => [id, middleOf(id, usable, placed)]));
    const order = [...inLayer].sort((a, b) => middles.get(a.id)! - middles.get(b.id)!);
    for (const [row, node] of order.entries()) placed.set(node.id, { node, layer, row });
  }
  const rows = Math.max(0, ...[...placed.values()].map(({ row }) => row + 1));
  return {
    nodes: nodes.map(({ id }) => placed.get(id)!),
    edges: usable.map(({ from, to }) => ({ from: placed.get(from)!, to: placed.get(to)! })),
    layers,
    rows,
  };
}

type Edges = Lineage['edges'];

/** What goes round in a circle is cut where it would be counted again. */
function longestWays(nodes: readonly LineageNode[], edges: Edges): ReadonlyMap<string, number> {
  const needs = new Map<string, string[]>();
  for (const { from, to } of edges) needs.set(to, [...(needs.get(to) ?? []), from]);
  const ways = new Map<string, number>();
  const open = new Set<string>();
  const wayTo = (id: string): number => {
    const known = ways.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) return -1;
    open.add(id);
    const way = Math.max(-1, ...(needs.get(id) ?? []).map(wayTo)) + 1;
    open.delete(id);
    ways.set(id, way);
    return way;
  };
  for (const { id } of nodes) wayTo(id);
  return ways;
}

function middleOf(id: string, edges: Edges, placed: ReadonlyMap<string, PlacedNode>): number {
  const rows = edges.filter(({ to }) => to === id).flatMap(({ from }) => placed.get(from)?.row ?? []);
  return rows.length === 0 ? 0 : rows.reduce((sum, row) => sum + row, 0) / rows.length;
}
