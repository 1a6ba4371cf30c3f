import type { ColumnKind, TableColumn } from '../../../engine/src/tracking/table/runTable.ts';

const TITLES: Readonly<Record<string, string>> = {
  'attributes.run_name': 'name',
  'attributes.status': 'status',
  'attributes.start_time': 'started',
  'attributes.duration': 'took',
  'attributes.experiment': 'experiment',
  'attributes.user_id': 'user',
  'attributes.source': 'source',
  'tags.mlflow.source.git.branch': 'branch',
  'tags.mlflow.source.git.commit': 'commit',
  'tags.mlflow.note.content': 'note',
  'tags.modelyard.git.dirty': 'changed files',
  'tags.modelyard.pipeline': 'pipeline',
  'tags.modelyard.models': 'models',
};

/** What a column is called: its own name, or the word that stands for a name that tools made; `roc_auc best` of an extreme. */
export function columnTitle({ id, name, kind }: Pick<TableColumn, 'id' | 'name' | 'kind'>): string {
  const known = TITLES[id];
  if (known !== undefined) return known;
  const [, metric, of] = (kind === 'metric' ? /^(.*):(min|max|best)$/s.exec(name) : null) ?? [];
  return metric === undefined ? name : `${metric} ${of}`;
}

/** What stands above the columns of a kind. */
export const KIND_TITLES: Readonly<Record<ColumnKind, string>> = {
  attribute: 'Run',
  metric: 'Metrics',
  param: 'Parameters',
  dataset: 'Data',
  tag: 'Tags',
};
