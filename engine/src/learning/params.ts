/** Parameters of gradient boosting, as the catalog declares them. */
export interface BoostingParams {
  readonly rounds: number;
  readonly learningRate: number;
  readonly maxLeaves: number;
  readonly maxDepth: number;
  readonly minRowsPerLeaf: number;
  readonly minHessian: number;
  readonly minGain: number;
  readonly l2: number;
  readonly maxBins: number;
  readonly featureFraction: number;
  readonly earlyStopping: number;
  readonly catSmooth: number;
  readonly catL2: number;
  readonly maxCatSet: number;
  readonly seed: number;
}

/** From the names of the catalog (`learning_rate`), defaults filled in and ranges checked before. */
export function boostingParams(params: Readonly<Record<string, unknown>>): BoostingParams {
  const of = (name: string): number => {
    const value = params[name];
    if (typeof value !== 'number') throw new Error(`the parameter ${name} did not come with its default`);
    return value;
  };
  return {
    rounds: of('rounds'),
    learningRate: of('learning_rate'),
    maxLeaves: of('max_leaves'),
    maxDepth: of('max_depth'),
    minRowsPerLeaf: of('min_rows_per_leaf'),
    minHessian: of('min_hessian'),
    minGain: of('min_gain'),
    l2: of('l2'),
    maxBins: of('max_bins'),
    featureFraction: of('feature_fraction'),
    earlyStopping: of('early_stopping'),
    catSmooth: of('cat_smooth'),
    catL2: of('cat_l2'),
    maxCatSet: of('max_cat_set'),
    seed: of('seed'),
  };
}
