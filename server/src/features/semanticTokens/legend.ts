/** Kinds of words, by the names that colour themes know. */
export const TYPES = [
  'keyword',
  'property',
  'class',
  'interface',
  'namespace',
  'method',
  'parameter',
  'variable',
  'struct',
  'type',
  'enumMember',
  'function',
  'operator',
  'number',
  'string',
  'comment',
  'macro',
] as const;

export type TokenType = (typeof TYPES)[number];

export const MODIFIERS = ['declaration', 'readonly', 'defaultLibrary'] as const;

export type TokenModifier = (typeof MODIFIERS)[number];

/** What the names are that a value refers to, by `x-reference` of its schema. */
export const REFERENCES: Readonly<Record<string, TokenType>> = {
  dataset: 'class',
  features: 'interface',
  pipeline: 'namespace',
  'step-id': 'method',
  step: 'type',
  learner: 'type',
  metric: 'type',
  'drift-test': 'type',
  model: 'struct',
  'model-name': 'struct',
  alias: 'enumMember',
  role: 'enumMember',
  column: 'variable',
  field: 'variable',
  entity: 'variable',
};

/** References to what Modelyard itself brings. */
export const BUILT_IN: ReadonlySet<string> = new Set(['step', 'learner', 'metric', 'drift-test']);

/** What the name of a file is, by its kind. */
export const NAMES: Readonly<Record<string, TokenType>> = {
  project: 'namespace',
  pipeline: 'namespace',
  dataset: 'class',
  dataset_lock: 'class',
  features: 'interface',
  model_version: 'struct',
  model_notes: 'struct',
  model_alias: 'struct',
  approval: 'struct',
  modelcard: 'class',
  policy: 'class',
  monitor: 'class',
};
