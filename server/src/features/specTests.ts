import { PROJECT_FILE } from '../../../engine/src/language/kinds.ts';
import { type DeclaredCheck, declaredChecks } from '../../../engine/src/project/declaredChecks.ts';
import { datasetOf, pipelineOf } from '../../../engine/src/project/ofFile.ts';
import { policiesFor } from '../../../engine/src/project/policies.ts';
import { textAt } from '../../../engine/src/project/read.ts';
import type { SpecFile } from '../../../engine/src/project/specFile.ts';
import { type Threshold, thresholds } from '../../../engine/src/project/thresholds.ts';
import type { DatasetTests, MoveTests, PipelineTests, ProjectTests } from '../protocol.ts';
import { uriOfPath } from '../workspace/uris.ts';
import { monitorTests } from './monitorTests.ts';
import type { Snapshot } from './spot.ts';

/** What can be tested in projects: checks of datasets, thresholds of pipelines, gates before aliases, checks of monitors. Files that lie in no project have none. */
export function specTests(snapshots: readonly Snapshot[]): readonly ProjectTests[] {
  return snapshots.flatMap((snapshot) => {
    const settings = snapshot.project.files.get(PROJECT_FILE);
    if (settings === undefined) return [];
    const files = [...snapshot.project.files.values()].filter(({ tree }) => !tree.isUnread);
    return [
      {
        root: uriOfPath(snapshot.root),
        name: textAt(settings.tree, ['project']) ?? snapshot.root.slice(snapshot.root.lastIndexOf('/') + 1),
        datasets: files.flatMap((file) => datasetTests(snapshot, file)),
        pipelines: files.flatMap((file) => pipelineTests(snapshot, file)),
        moves: moveTests(snapshot),
        monitors: monitorTests(snapshot),
      },
    ];
  });
}

function datasetTests(snapshot: Snapshot, file: SpecFile): readonly DatasetTests[] {
  const dataset = datasetOf(snapshot.project, file);
  if (dataset === undefined) return [];
  const { tree } = file;
  const checks = declaredChecks(tree).map(({ name, kind, path }: DeclaredCheck) => ({
    name,
    kind,
    range: tree.range(path, 'key'),
  }));
  const range = tree.range(['dataset'], 'item');
  return checks.length === 0 ? [] : [{ name: dataset.name, uri: snapshot.uri(file.path), range, checks }];
}

/** Of each model the aliases that its policy guards; where two policies are equally specific nobody can tell which one holds. */
function moveTests({ project, uri }: Snapshot): readonly MoveTests[] {
  return [...project.models.values()].flatMap(({ name, versions }) => {
    const version = [...versions.values()].findLast(({ withdrawn }) => !withdrawn)?.version;
    const [policy, other] = policiesFor(project, name);
    if (version === undefined || policy === undefined || other !== undefined) return [];
    return [...policy.aliases].flatMap(([alias, gates]): readonly MoveTests[] => {
      const named = gates.flatMap(({ name: gate, path }) =>
        gate === undefined ? [] : [{ name: gate, range: policy.tree.range(path, 'item') }],
      );
      const range = policy.tree.range(['aliases', alias], 'key');
      return named.length === 0 ? [] : [{ name, version, alias, uri: uri(policy.file), range, gates: named }];
    });
  });
}

function pipelineTests(snapshot: Snapshot, file: SpecFile): readonly PipelineTests[] {
  const pipeline = pipelineOf(snapshot.project, file);
  if (pipeline === undefined) return [];
  const found = thresholds(pipeline).map(({ measured, operator, limit, step, range }: Threshold) => ({
    ...measured,
    operator,
    limit,
    guards: step,
    range,
  }));
  const range = file.tree.range(['pipeline'], 'item');
  return found.length === 0 ? [] : [{ name: pipeline.name, uri: snapshot.uri(file.path), range, thresholds: found }];
}
