import { count } from '../../../language/figures.ts';
import { TAGS } from '../../../pipeline/journal.ts';
import type { Run } from '../../../ports/runStore.ts';
import { viewFile } from '../../../project/featureViews.ts';
import { versionFile } from '../../../project/models.ts';
import type { Project } from '../../../project/project.ts';
import { textAt } from '../../../project/read.ts';
import { registeredBy } from '../production.ts';
import { stepIdOf } from '../runFigures.ts';
import type { WholeRun } from '../wholeRun.ts';
import { needsOf, originsOf, outputsOf, stepsBefore } from './outputs.ts';
import { datasetPlace, stepName, stepPlace, viewPlace } from './places.ts';
import type { Lineage, LineageNode } from './runPage.ts';

type Edge = Lineage['edges'][number];

/** What led to the models of a run: datasets, feature views, steps, versions, each after what it needs. */
export function lineageOf(whole: WholeRun, project: Project): Lineage {
  const datasets = datasetNodes(whole, project);
  const views = viewNodes(whole, project);
  const models = modelNodes(whole, project);
  const edges = [
    ...views.edges.filter(({ from }) => datasets.some(({ id }) => id === from)),
    ...whole.steps.flatMap((step) => sourcesOf(whole, step)),
    ...stepEdges(whole),
    ...models.edges,
  ];
  return { nodes: [...datasets, ...views.nodes, ...stepNodes(whole), ...models.nodes], edges: unique(edges) };
}

const datasetId = (name: string) => `dataset ${name}`;
const viewId = (name: string) => `features ${name}`;
const stepId = (name: string) => `step ${name}`;
const modelId = (name: string, version: number) => `model ${name}:${version}`;

function datasetNodes({ run, steps }: WholeRun, project: Project): readonly LineageNode[] {
  const read = [run, ...steps].flatMap((one) => one.datasets);
  const byName = Map.groupBy(read, ({ name }) => name);
  return [...byName].map(
    ([name, [first]]): LineageNode => ({
      id: datasetId(name),
      kind: 'dataset',
      label: name,
      detail: [first!.version.slice(0, 8), ...(first!.rows === undefined ? [] : [`${count(first!.rows)} rows`])].join(
        ', ',
      ),
      place: datasetPlace(project, name),
    }),
  );
}

function viewNodes(
  { steps }: WholeRun,
  project: Project,
): { readonly nodes: readonly LineageNode[]; readonly edges: readonly Edge[] } {
  const hashes = new Map(steps.flatMap((step) => Object.entries(originsOf(step).features)));
  const nodes = [...hashes].map(
    ([name, hash]): LineageNode => ({
      id: viewId(name),
      kind: 'features',
      label: name,
      detail: hash.slice(0, 8),
      place: viewPlace(project, name),
    }),
  );
  const edges = [...hashes.keys()].flatMap((name): Edge[] => {
    const file = viewFile(project, name);
    const dataset = file && textAt(file.tree, ['dataset']);
    return dataset === undefined ? [] : [{ from: datasetId(dataset), to: viewId(name) }];
  });
  return { nodes, edges };
}

/** What a step read itself: no step before it has handed that on. */
function sourcesOf(whole: WholeRun, step: Run): readonly Edge[] {
  const id = stepIdOf(step);
  const before = stepsBefore(whole, id).map(originsOf);
  const to = stepId(id);
  const datasets = new Set(step.datasets.map(({ name }) => name));
  const views = Object.keys(originsOf(step).features);
  return [
    ...[...datasets]
      .filter((name) => !before.some(({ lineage }) => name in lineage))
      .map((name) => ({ from: datasetId(name), to })),
    ...views
      .filter((name) => !before.some(({ features }) => name in features))
      .map((name) => ({ from: viewId(name), to })),
  ];
}

function stepNodes(whole: WholeRun): readonly LineageNode[] {
  return orderOf(whole).map(
    (step): LineageNode => ({
      id: stepId(stepIdOf(step)),
      kind: 'step',
      label: stepIdOf(step),
      detail: step.tags[TAGS.uses] ?? null,
      place: stepPlace(whole.pipeline, stepIdOf(step)),
    }),
  );
}

/** Steps that ran, each after what it needs. */
function orderOf({ steps, story }: WholeRun): readonly Run[] {
  const order = new Map(story.steps.map(({ step }, index) => [step, index]));
  const place = (step: Run) => order.get(stepIdOf(step)) ?? order.size;
  return steps.toSorted((a, b) => place(a) - place(b));
}

function stepEdges(whole: WholeRun): readonly Edge[] {
  const cells = Map.groupBy(whole.steps.map(stepIdOf), stepName);
  const ran = new Set(whole.steps.map(stepIdOf));
  return [...needsOf(whole)]
    .filter(([to]) => ran.has(to))
    .flatMap(([to, names]) =>
      names.flatMap((name) => cells.get(name) ?? []).map((from) => ({ from: stepId(from), to: stepId(to) })),
    );
}

function modelNodes(
  { run, steps }: WholeRun,
  project: Project,
): { readonly nodes: readonly LineageNode[]; readonly edges: readonly Edge[] } {
  const registered = registeredBy(run);
  const nodes = registered.map(({ name, version }): LineageNode => {
    const file = versionFile(name, version);
    const aliases = [...(project.models.get(name)?.aliases.values() ?? [])].filter((one) => one.version === version);
    return {
      id: modelId(name, version),
      kind: 'model',
      label: `${name} v${version}`,
      detail: aliases.map(({ alias }) => alias).join(', ') || null,
      place: project.files.has(file) ? { file, line: 0 } : null,
    };
  });
  const edges = registered.flatMap(({ name, version }) =>
    steps
      .filter((step) => {
        const outputs = outputsOf(step);
        return step.tags[TAGS.uses] === 'model/register' && outputs['name'] === name && outputs['version'] === version;
      })
      .map((step) => ({ from: stepId(stepIdOf(step)), to: modelId(name, version) })),
  );
  return { nodes, edges };
}

function unique(edges: readonly Edge[]): readonly Edge[] {
  return [...new Map(edges.map((edge) => [`${edge.from}\n${edge.to}`, edge])).values()];
}
