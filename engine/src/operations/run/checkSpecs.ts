import { checkProject } from '../../checks/all.ts';
import { datasetsReferred } from '../../data/quality/qualityOfDataset.ts';
import { Failure } from '../../failure.ts';
import { PROJECT_FILE } from '../../language/kinds.ts';
import type { Problem, Severity } from '../../language/problem.ts';
import type { DatasetSpec } from '../../language/specs.generated.ts';
import type { Host } from '../../ports/host.ts';
import type { Dataset } from '../../project/dataset.ts';
import { NO_FACTS } from '../../project/facts.ts';
import { viewFile } from '../../project/featureViews.ts';
import type { Pipeline } from '../../project/pipeline.ts';
import { Project } from '../../project/project.ts';
import { textAt } from '../../project/read.ts';
import type { SpecFile } from '../../project/specFile.ts';
import { sqlIdentifiers } from '../../project/sqlIdentifiers.ts';
import { examples } from '../../project/tables.ts';
import { gatherFacts } from '../gatherFacts.ts';

/** What is unknown to an editor must be there for a run. */
const SEVERITIES: ReadonlyMap<string, Severity> = new Map([['source-not-found', 'error']]);

/**
 * A run insists on specs without errors, in its pipeline and the datasets and feature views this names: what the editor underlines in red
 * would fail later and worse.
 * @throws Failure `spec-problems` with file and line of the first
 */
export async function checkSpecs(host: Host, root: string, project: Project, pipeline: Pipeline): Promise<void> {
  const views = viewsOf(project, pipeline);
  const datasets = datasetsOf(project, pipeline, views);
  const paths = [pipeline.file, ...datasets.map((dataset) => dataset.file), ...views.map((view) => view.path)];
  for (const path of [PROJECT_FILE, ...paths]) {
    const problem = project.files.get(path)?.problems.find(isError);
    if (problem) throw failure({ ...problem, file: path }, 0);
  }
  const beside = [PROJECT_FILE, ...referredBy(project, datasets)];
  const files = [...project.files].filter(([path]) => beside.includes(path) || paths.includes(path));
  const part = new Project(new Map(files), NO_FACTS, project.environment);
  const known = await gatherFacts(host, root, part, { data: true });
  const errors = checkProject(known, { severities: SEVERITIES }).filter(isError);
  const [first, ...others] = errors.filter((problem) => paths.includes(problem.file));
  if (first) throw failure(first, others.length);
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

/** The feature views that steps join. */
function viewsOf(project: Project, pipeline: Pipeline): readonly SpecFile[] {
  const joins = [...pipeline.steps.values()].flatMap((step) => (step.kind === 'uses' ? examples(step).features : []));
  const views = joins.flatMap(({ view }) => (view === undefined ? [] : (viewFile(project, view) ?? [])));
  return [...new Set(views)];
}

/** The datasets of the project that a step names under `with`, those of its views, and those that their SQL may read. */
function datasetsOf(project: Project, pipeline: Pipeline, views: readonly SpecFile[]): readonly Dataset[] {
  const steps = [...pipeline.steps.values()];
  const values = steps.flatMap((step) => (step.kind === 'uses' ? [...step.with.values()] : []));
  const names = new Set([
    ...values.map((value) => (value.kind === 'constant' ? value.value : undefined)),
    ...views.map((view) => textAt(view.tree, ['dataset'])),
  ]);
  const all = [...project.datasets.values()];
  const found = new Set(all.filter((dataset) => names.has(dataset.name)));
  // A set goes on to what is added meanwhile.
  for (const { source } of found) {
    const named = source.kind === 'sql' ? sqlIdentifiers(source.sql.text) : new Set<string>();
    for (const dataset of all) if (named.has(dataset.name)) found.add(dataset);
  }
  return [...found];
}

/** Files of the datasets that checks refer to: these must be known, what is wrong in them is no matter of this run. */
function referredBy(project: Project, datasets: readonly Dataset[]): readonly string[] {
  const names = datasets.flatMap((dataset) => datasetsReferred(dataset.tree.value as unknown as DatasetSpec));
  return names.flatMap((name) => project.datasets.get(name)?.file ?? []);
}

function failure(problem: Problem & { readonly file: string }, others: number): Failure {
  const more = others === 0 ? '' : ` (and ${others} more)`;
  return new Failure('spec-problems', `${problem.message}${more}`, {
    next:
      problem.code === 'source-not-found'
        ? 'Put the data there, or correct `source`; paths are relative to modelyard.yaml.'
        : 'Correct it; `modelyard validate` lists all problems and marks the places.',
    place: { file: problem.file, line: problem.range.start.line + 1 },
  });
}
