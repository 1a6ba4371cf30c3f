import { hiddenColumns } from '../../../../engine/src/facts/hiddenColumns.ts';
import { Failure } from '../../../../engine/src/failure.ts';
import { withDatasetsOf } from '../../../../engine/src/operations/data/tables.ts';
import { dataMoves as movesOf } from '../../../../engine/src/operations/runs/compare/moves.ts';
import type { DataMoves } from '../../../../engine/src/operations/runs/compare/runDifferences.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Asked } from '../asked.ts';
import { viewStores } from './viewStores.ts';

/** How values of a dataset lie in one version and in another. */
export async function dataMoves(
  asked: Asked,
  { dataset, a, b }: ViewQuestions['dataMoves']['params'],
  signal: AbortSignal,
): Promise<DataMoves> {
  const { host, root, project } = asked;
  const stores = await viewStores(asked);
  if (stores === undefined)
    throw new Failure(
      'version-not-found',
      `No version of ${dataset} is recorded: nothing has run in this project yet.`,
    );
  const hidden = hiddenColumns(project, dataset);
  return withDatasetsOf({ host, root, stores, project }, signal, (datasets) =>
    movesOf(datasets, { host, dataset, a, b, hidden, signal }),
  );
}
