import type { Ensemble, Tree } from '../ensemble.ts';
import { type Attribute, tensor } from './graph.ts';

/** Nodes of a tree ensemble in ai.onnx.ml 3 once sets of categories are chains of comparisons. */
export function chainedNodeCount(ensemble: Ensemble): number {
  return ensemble.trees.reduce(
    (sum, tree) =>
      sum + tree.column.length + tree.categories.reduce((more, set) => more + (set ? set.length - 1 : 0), 0),
    0,
  );
}

/**
 * Attributes of TreeEnsembleRegressor (ai.onnx.ml 3), read by every ONNX runtime: one BRANCH_EQ node a category,
 * each of which goes to the same left child.
 */
export function regressorAttributes({ trees, base }: Ensemble): Readonly<Record<string, Attribute>> {
  const nodes = new NodeLists();
  for (const [id, tree] of (trees.length > 0 ? trees : [CONSTANT]).entries()) nodes.add(id, tree);
  return {
    n_targets: { int: base.length },
    aggregate_function: { string: 'SUM' },
    post_transform: { string: 'NONE' },
    base_values: { floats: base },
    ...nodes.attributes(),
  };
}

/** A tree of one leaf that adds nothing: an ensemble must have a tree. */
const CONSTANT: Tree = {
  target: 0,
  round: 0,
  column: [-1],
  threshold: [0],
  categories: [undefined],
  missingLeft: [0],
  left: [0],
  right: [0],
  value: [0],
  gain: [0],
};

interface ListedNode {
  readonly column: number;
  readonly value: number;
  readonly mode: 'BRANCH_LEQ' | 'BRANCH_EQ' | 'LEAF';
  readonly yes: number;
  readonly no: number;
  readonly missingYes: number;
}

class NodeLists {
  readonly #treeIds: number[] = [];
  readonly #ids: number[] = [];
  readonly #nodes: ListedNode[] = [];
  readonly #leafTrees: number[] = [];
  readonly #leafIds: number[] = [];
  readonly #targets: number[] = [];
  readonly #weights: number[] = [];

  add(treeId: number, tree: Tree): void {
    const chains: [number, ListedNode][] = [];
    let next = tree.column.length;
    for (const [id, column] of tree.column.entries()) {
      const categories = tree.categories[id];
      const [yes, no] = [tree.left[id]!, tree.right[id]!];
      if (column < 0) this.#leaf(treeId, id, tree);
      else if (categories === undefined) {
        const [value, missingYes] = [tree.threshold[id]!, tree.missingLeft[id]!];
        this.#push(treeId, id, { column, value, mode: 'BRANCH_LEQ', yes, no, missingYes });
      } else
        for (const [i, code] of categories.entries()) {
          const last = i === categories.length - 1;
          const link: ListedNode = {
            column,
            value: code,
            mode: 'BRANCH_EQ',
            yes,
            no: last ? no : next,
            missingYes: 0,
          };
          if (i === 0) this.#push(treeId, id, link);
          else chains.push([next - 1, link]);
          if (!last) next++;
        }
    }
    for (const [id, link] of chains) this.#push(treeId, id, link);
  }

  attributes(): Readonly<Record<string, Attribute>> {
    const nodes = this.#nodes;
    return {
      nodes_treeids: { ints: this.#treeIds },
      nodes_nodeids: { ints: this.#ids },
      nodes_featureids: { ints: nodes.map((node) => node.column) },
      nodes_values: { floats: nodes.map((node) => node.value) },
      nodes_modes: { strings: nodes.map((node) => node.mode) },
      nodes_truenodeids: { ints: nodes.map((node) => node.yes) },
      nodes_falsenodeids: { ints: nodes.map((node) => node.no) },
      nodes_missing_value_tracks_true: { ints: nodes.map((node) => node.missingYes) },
      target_treeids: { ints: this.#leafTrees },
      target_nodeids: { ints: this.#leafIds },
      target_ids: { ints: this.#targets },
      target_weights: { floats: this.#weights },
    };
  }

  #leaf(treeId: number, id: number, tree: Tree): void {
    this.#push(treeId, id, { column: 0, value: 0, mode: 'LEAF', yes: 0, no: 0, missingYes: 0 });
    this.#leafTrees.push(treeId);
    this.#leafIds.push(id);
    this.#targets.push(tree.target);
    this.#weights.push(tree.value[id]!);
  }

  #push(treeId: number, id: number, listed: ListedNode): void {
    this.#treeIds.push(treeId);
    this.#ids.push(id);
    this.#nodes.push(listed);
  }
}

const LEQ = 0;
const MEMBER = 6;

/**
 * Attributes of TreeEnsemble (ai.onnx.ml 5): a set of categories is one BRANCH_MEMBER node, so models with large sets stay
 * small. Base scores are not part of it.
 */
export function ensembleAttributes({ trees, base }: Ensemble): Readonly<Record<string, Attribute>> {
  const roots: number[] = [];
  const nodes: {
    column: number;
    split: number;
    mode: number;
    yes: number;
    yesLeaf: number;
    no: number;
    noLeaf: number;
    missing: number;
  }[] = [];
  const weights: number[] = [];
  const targets: number[] = [];
  const members: number[] = [];
  for (const tree of trees) {
    const placeOf: number[] = [];
    let inner = nodes.length;
    let leaves = weights.length;
    for (const column of tree.column) placeOf.push(column < 0 ? leaves++ : inner++);
    roots.push(nodes.length);
    for (const [id, column] of tree.column.entries()) {
      if (column < 0) {
        weights.push(tree.value[id]!);
        targets.push(tree.target);
        continue;
      }
      const [yes, no, set] = [tree.left[id]!, tree.right[id]!, tree.categories[id]];
      if (set) members.push(...set, Number.NaN);
      nodes.push({
        column,
        split: set ? 0 : tree.threshold[id]!,
        mode: set ? MEMBER : LEQ,
        yes: placeOf[yes]!,
        yesLeaf: tree.column[yes]! < 0 ? 1 : 0,
        no: placeOf[no]!,
        noLeaf: tree.column[no]! < 0 ? 1 : 0,
        missing: tree.missingLeft[id]!,
      });
    }
  }
  return {
    n_targets: { int: base.length },
    aggregate_function: { int: 1 },
    post_transform: { int: 0 },
    tree_roots: { ints: roots },
    nodes_featureids: { ints: nodes.map((node) => node.column) },
    nodes_splits: {
      tensor: tensor(
        'nodes_splits',
        'float',
        [nodes.length],
        nodes.map((node) => node.split),
      ),
    },
    nodes_modes: {
      tensor: tensor(
        'nodes_modes',
        'uint8',
        [nodes.length],
        nodes.map((node) => node.mode),
      ),
    },
    nodes_truenodeids: { ints: nodes.map((node) => node.yes) },
    nodes_trueleafs: { ints: nodes.map((node) => node.yesLeaf) },
    nodes_falsenodeids: { ints: nodes.map((node) => node.no) },
    nodes_falseleafs: { ints: nodes.map((node) => node.noLeaf) },
    nodes_missing_value_tracks_true: { ints: nodes.map((node) => node.missing) },
    leaf_weights: { tensor: tensor('leaf_weights', 'float', [weights.length], weights) },
    leaf_targetids: { ints: targets },
    ...(members.length > 0
      ? { membership_values: { tensor: tensor('membership_values', 'float', [members.length], members) } }
      : {}),
  };
}
