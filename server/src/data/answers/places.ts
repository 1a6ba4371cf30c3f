import type { Path, Tree } from '../../../../engine/src/language/tree.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import type { SpecPlace } from '../../views.ts';

/** Where a key, or what it says, stands in a spec. */
export function placeIn({ path: file, tree }: { readonly path: string; readonly tree: Tree }, path: Path): SpecPlace {
  return { file, line: tree.range(path, 'key').start.line };
}

/** Where a pipeline is declared; null where the project has none of that name. */
export function pipelinePlace(project: Project, name: string | undefined): SpecPlace | null {
  const pipeline = name === undefined ? undefined : project.pipelines.get(name);
  return pipeline === undefined ? null : placeIn({ path: pipeline.file, tree: pipeline.tree }, ['pipeline']);
}

/** Where a step is declared: one of a matrix where the matrix is. */
export function stepPlace(project: Project, pipeline: string | undefined, step: string): SpecPlace | null {
  const found = pipeline === undefined ? undefined : project.pipelines.get(pipeline);
  const id = step.replace(/\[.*$/, '');
  if (found === undefined || !found.steps.has(id)) return null;
  return placeIn({ path: found.file, tree: found.tree }, ['steps', id]);
}
