/** What a comparison or an order looks at. */
export type Entity = 'metric' | 'param' | 'tag' | 'attribute' | 'dataset';

export interface Attribute {
  /** Its first name, whichever was written. */
  readonly key: string;
  readonly is: 'text' | 'number';
  /** IN and NOT IN are allowed. */
  readonly listed?: boolean;
  readonly only?: 'order';
}

/** One of MLflow's dialects: what stands before the dot, and what is known without one. */
export interface Grammar {
  /** What is searched, as a sentence names it. */
  readonly things: string;
  readonly entities: Readonly<Record<string, Entity>>;
  /** By every spelling. */
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly orderedBy: readonly Entity[];
  /** IS NULL is for these. */
  readonly maybeNull: readonly Entity[];
  /** AND, LIKE, IN are refused in small letters. */
  readonly capitals?: boolean;
}

const METRIC = words('metric', 'metric', 'metrics');
const PARAM = words('param', 'param', 'params', 'parameter', 'parameters');
const TAG = words('tag', 'tag', 'tags');
const ATTRIBUTE = words('attribute', 'attribute', 'attributes', 'attr', 'run');
const DATASET = words('dataset', 'dataset', 'datasets');

export const RUNS: Grammar = {
  things: 'runs',
  entities: { ...METRIC, ...PARAM, ...TAG, ...ATTRIBUTE, ...DATASET },
  attributes: attributes([
    { key: 'run_id', is: 'text', listed: true },
    { key: 'run_name', is: 'text', also: ['run name', 'Run name', 'Run Name'] },
    { key: 'status', is: 'text' },
    { key: 'user_id', is: 'text' },
    { key: 'artifact_uri', is: 'text' },
    { key: 'start_time', is: 'number', also: ['created', 'Created'] },
    { key: 'end_time', is: 'number' },
  ]),
  orderedBy: ['metric', 'param', 'tag', 'attribute'],
  maybeNull: ['param', 'tag'],
};

export const EXPERIMENTS: Grammar = {
  things: 'experiments',
  entities: { ...TAG, ...ATTRIBUTE },
  attributes: attributes([
    { key: 'name', is: 'text' },
    { key: 'creation_time', is: 'number' },
    { key: 'last_update_time', is: 'number' },
    { key: 'experiment_id', is: 'number', only: 'order' },
  ]),
  orderedBy: ['attribute'],
  maybeNull: ['tag'],
};

export const LOGGED_MODELS: Grammar = {
  things: 'logged models',
  entities: { ...METRIC, ...PARAM, ...TAG, ...ATTRIBUTE },
  attributes: attributes([
    { key: 'name', is: 'text', listed: true },
    { key: 'model_id', is: 'text', listed: true },
    { key: 'model_type', is: 'text', listed: true },
    { key: 'status', is: 'text', listed: true },
    { key: 'source_run_id', is: 'text', listed: true },
    { key: 'creation_timestamp', is: 'number', also: ['creation_time', 'creation_timestamp_ms'] },
    { key: 'last_updated_timestamp', is: 'number', also: ['last_updated_time', 'last_updated_timestamp_ms'] },
  ]),
  orderedBy: ['metric', 'attribute'],
  maybeNull: ['param', 'tag'],
  capitals: true,
};

export const REGISTERED_MODELS: Grammar = {
  things: 'registered models',
  entities: { ...TAG, ...ATTRIBUTE },
  attributes: attributes([
    { key: 'name', is: 'text' },
    { key: 'creation_timestamp', is: 'number', only: 'order' },
    { key: 'last_updated_timestamp', is: 'number', also: ['timestamp'], only: 'order' },
  ]),
  orderedBy: ['attribute'],
  maybeNull: ['tag'],
};

export const MODEL_VERSIONS: Grammar = {
  things: 'model versions',
  entities: { ...TAG, ...ATTRIBUTE },
  attributes: attributes([
    { key: 'name', is: 'text' },
    { key: 'version_number', is: 'number' },
    { key: 'run_id', is: 'text', listed: true },
    { key: 'source_path', is: 'text' },
    { key: 'creation_timestamp', is: 'number', only: 'order' },
    { key: 'last_updated_timestamp', is: 'number', only: 'order' },
  ]),
  orderedBy: ['attribute'],
  maybeNull: ['tag'],
};

function words(entity: Entity, ...spellings: readonly string[]): Readonly<Record<string, Entity>> {
  return Object.fromEntries(spellings.map((spelling) => [spelling, entity]));
}

function attributes(
  list: readonly (Attribute & { readonly also?: readonly string[] })[],
): ReadonlyMap<string, Attribute> {
  return new Map(list.flatMap(({ also = [], ...one }) => [one.key, ...also].map((spelling) => [spelling, one])));
}
