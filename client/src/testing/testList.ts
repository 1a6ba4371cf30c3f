import type {
  DatasetTests,
  MoveTests,
  PipelineTests,
  ProjectTests,
  ThresholdTest,
} from '../../../server/src/protocol.ts';
import { monitorNode } from './monitorNodes.ts';
import type { TestNode } from './testNode.ts';

/** What the specs ask for: projects, in them datasets with their checks, pipelines with their thresholds, gates before aliases, and monitors. */
export function testNodes(projects: readonly ProjectTests[]): readonly TestNode[] {
  return projects
    .filter(({ datasets, pipelines, moves, monitors }) =>
      [datasets, pipelines, moves, monitors].some(({ length }) => length > 0),
    )
    .map(({ root, name, datasets, pipelines, moves, monitors }) => ({
      id: root,
      label: name,
      isOfPipeline: false,
      children: [
        ...datasets.map((dataset) => datasetNode(root, dataset)),
        ...pipelines.map((pipeline) => pipelineNode(root, pipeline)),
        ...moves.map((move) => moveNode(root, move)),
        ...monitors.map((monitor) => monitorNode(root, monitor)),
      ],
    }));
}

function datasetNode(root: string, { name: dataset, uri, range, checks }: DatasetTests): TestNode {
  const id = `${root}#dataset/${dataset}`;
  const seen = new Map<string, number>();
  return {
    id,
    label: dataset,
    description: 'dataset',
    place: { uri, range },
    isOfPipeline: false,
    children: checks.map(({ name, kind, range: at }) => {
      const key = `${kind}/${name}`;
      const index = seen.get(key) ?? 0;
      seen.set(key, index + 1);
      return {
        id: `${id}/${key}/${index}`,
        label: name,
        place: { uri, range: at },
        asks: { kind: 'check', root, dataset, check: { name, kind, index } },
        isOfPipeline: false,
        children: [],
      };
    }),
  };
}

function pipelineNode(root: string, { name: pipeline, uri, range, thresholds }: PipelineTests): TestNode {
  const id = `${root}#pipeline/${pipeline}`;
  return {
    id,
    label: pipeline,
    description: 'pipeline',
    place: { uri, range },
    isOfPipeline: true,
    children: thresholds.map((threshold, index) => ({
      // A limit that is another is another question: what was measured says nothing of it yet.
      id: `${id}/${threshold.guards}/${threshold.step}.${thresholdText(threshold)}/${sameBefore(thresholds, index)}`,
      label: thresholdText(threshold),
      description: `of ${threshold.step}, before ${threshold.guards}`,
      place: { uri, range: threshold.range },
      asks: { kind: 'threshold', root, pipeline, threshold },
      isOfPipeline: true,
      children: [],
    })),
  };
}

function moveNode(root: string, { name: model, version, alias, uri, range, gates }: MoveTests): TestNode {
  const id = `${root}#move/${model}/${alias}`;
  return {
    id,
    label: `${model} to ${alias}`,
    description: `gates of v${version}`,
    place: { uri, range },
    isOfPipeline: false,
    children: gates.map(({ name: gate, range: at }, index) => ({
      // What one version showed says nothing of the next.
      id: `${id}/v${version}/${gate}/${gates.slice(0, index).filter((one) => one.name === gate).length}`,
      label: gate,
      place: { uri, range: at },
      asks: { kind: 'gate', root, model, version, alias, gate },
      isOfPipeline: false,
      children: [],
    })),
  };
}

function sameBefore(all: readonly ThresholdTest[], index: number): number {
  const own = all[index]!;
  return all
    .slice(0, index)
    .filter((one) => one.guards === own.guards && one.step === own.step && thresholdText(one) === thresholdText(own))
    .length;
}

/** `roc_auc > 0.65` */
export function thresholdText({
  metric,
  operator,
  limit,
}: Pick<ThresholdTest, 'metric' | 'operator' | 'limit'>): string {
  return `${metric} ${operator} ${typeof limit === 'number' ? limit : `params.${limit.param}`}`;
}
