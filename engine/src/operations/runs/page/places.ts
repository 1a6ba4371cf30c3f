import type { Path, RangePart, Tree } from '../../../language/tree.ts';
import { viewFile } from '../../../project/featureViews.ts';
import type { Pipeline } from '../../../project/pipeline.ts';
import type { Project } from '../../../project/project.ts';
import type { SpecPlace } from './runPage.ts';

interface InFile {
  readonly file: string;
  readonly tree: Tree;
}

/** The line of what stands at a path of a spec; null where nothing does. */
export function placeAt({ file, tree }: InFile, path: Path, part: RangePart = 'item'): SpecPlace | null {
  return tree.node(path) === undefined ? null : { file, line: tree.range(path, part).start.line };
}

export function pipelinePlace(pipeline: Pipeline | undefined): SpecPlace | null {
  return pipeline === undefined ? null : placeAt(pipeline, ['pipeline'], 'key');
}

/** @param step id, with an index in a matrix */
export function stepPlace(pipeline: Pipeline | undefined, step: string): SpecPlace | null {
  return pipeline === undefined ? null : placeAt(pipeline, ['steps', stepName(step)], 'key');
}

/** Name of a step without the index that it has in a matrix. */
export function stepName(id: string): string {
  return id.replace(/\[\d+\]$/, '');
}

export function datasetPlace(project: Project, name: string): SpecPlace | null {
  const dataset = project.datasets.get(name);
  return dataset === undefined ? null : placeAt(dataset, ['dataset'], 'key');
}

export function viewPlace(project: Project, name: string): SpecPlace | null {
  const file = viewFile(project, name);
  return file === undefined ? null : placeAt({ file: file.path, tree: file.tree }, ['features'], 'key');
}
