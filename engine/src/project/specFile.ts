import { stepSchemas } from '../catalog/catalog.ts';
import { type Kind, kindOfPath, REGISTRY_KINDS, specFileOf } from '../language/kinds.ts';
import { parsePlainTree } from '../language/plainTree.ts';
import type { Problem } from '../language/problem.ts';
import { parseTree, type Tree } from '../language/tree.ts';
import { validateSpec } from '../language/validate.ts';
import { type Dataset, readDataset } from './dataset.ts';
import { type ExpressionSite, expressionSites } from './expressionSites.ts';
import { type DatasetLock, readLock } from './lock.ts';
import type { Pipeline } from './pipeline.ts';
import { type Place, places } from './places.ts';
import { readPipeline } from './readPipeline.ts';

/** A spec file as read, on its own. What costs is computed when first asked for, once for each text. */
export class SpecFile {
  readonly path: string;
  readonly text: string;
  readonly tree: Tree;
  /** Undefined for a file of another tool that has an ending of ours. */
  readonly kind: Kind | undefined;
  /** Value of the first key. */
  readonly name: string | undefined;
  #problems: readonly Problem[] | undefined;
  #places: readonly Place[] | undefined;
  #expressions: readonly ExpressionSite[] | undefined;
  #dataset: { readonly value: Dataset | undefined } | undefined;
  #lock: { readonly value: DatasetLock | undefined } | undefined;
  #pipeline: { readonly value: Pipeline | undefined } | undefined;

  /** @param previous the file with another text, much of which is taken over where little changed */
  constructor(path: string, text: string, previous?: SpecFile) {
    this.path = path;
    this.text = text;
    const parse = REGISTRY_KINDS.includes(kindOfPath(path)!) ? parsePlainTree : parseTree;
    this.tree = parse(text, previous?.tree);
    const spec = specFileOf(path, this.tree);
    this.kind = spec === undefined || spec.kind === 'foreign' ? undefined : spec.kind;
    this.name = spec === undefined || spec.kind === 'foreign' ? undefined : spec.name;
  }

  /** The kind that its ending promises and its first key does not keep. */
  get foreign(): Kind | undefined {
    return this.kind === undefined ? kindOfPath(this.path) : undefined;
  }

  /** What is wrong with the YAML and against the schema of the kind. */
  get problems(): readonly Problem[] {
    this.#problems ??=
      this.kind === undefined ? [] : [...this.tree.problems, ...validateSpec(this.kind, this.tree, stepSchemas)];
    return this.#problems;
  }

  get places(): readonly Place[] {
    this.#places ??= this.kind === undefined ? [] : places(this.kind, this.tree);
    return this.#places;
  }

  get expressions(): readonly ExpressionSite[] {
    this.#expressions ??= this.tree.isPlain ? [] : expressionSites(this.places);
    return this.#expressions;
  }

  get dataset(): Dataset | undefined {
    this.#dataset ??= { value: this.kind === 'dataset' ? readDataset(this.path, this.tree) : undefined };
    return this.#dataset.value;
  }

  get lock(): DatasetLock | undefined {
    this.#lock ??= { value: this.kind === 'dataset_lock' ? readLock(this.path, this.tree) : undefined };
    return this.#lock.value;
  }

  get pipeline(): Pipeline | undefined {
    this.#pipeline ??= { value: this.kind === 'pipeline' ? readPipeline(this.path, this.tree) : undefined };
    return this.#pipeline.value;
  }
}
