import { metricEntry } from '../../../../engine/src/catalog/metrics.ts';
import { PROJECT_FILE } from '../../../../engine/src/language/kinds.ts';
import { newestVersion } from '../../../../engine/src/project/modelVersionOf.ts';
import { textAt } from '../../../../engine/src/project/read.ts';
import { registrations } from '../../../../engine/src/project/registrations.ts';
import { append } from '../edits/put.ts';
import { type Fix, type Fixing, inFile, inOther, place } from './fix.ts';
import { instead } from './names.ts';

/** An alias that modelyard.yaml does not list. */
export function unknownAlias(fixing: Fixing): readonly Fix[] {
  const { project, tree, start, file } = fixing;
  const settings = project.files.get(PROJECT_FILE);
  const { path, part } = tree.pathAt(start);
  const name = part === 'key' ? String(path.at(-1)) : tree.scalar(path)?.text;
  if (settings === undefined || name === undefined || file.kind !== 'policy') return instead(fixing);
  const list = inOther(settings, `List \`${name}\` in ${PROJECT_FILE}`, append(settings.tree, ['aliases'], name));
  return [...instead(fixing), ...list];
}

/** A limit for a threshold that has none: what the newest version reached, else the middle of the metric's range. */
export function limit(fixing: Fixing): readonly Fix[] {
  const { project, file, tree, start, problem } = fixing;
  const key = problem.data?.missing;
  const gate = tree.pathAt(start).path.slice(0, -1);
  const metric = textAt(tree, [...gate, 'threshold']);
  if (key === undefined || metric === undefined) return [];
  const reached = [...project.models.values()].map((model) => newestVersion(model)?.metrics.get(metric)?.value);
  const value = reached.find((each) => each !== undefined) ?? middleOf(metric);
  const rounded = Number(value.toPrecision(2));
  return inFile(fixing, `Add \`${key}: ${rounded}\``, place(file, [...gate, key], rounded), { preferred: true });
}

function middleOf(metric: string): number {
  const [low, high] = metricEntry(metric)?.range ?? [null, null];
  return low === null || high === null ? (low ?? 0) : (low + high) / 2;
}

/** The metric of a gate among those that a step measures. */
export function measure(fixing: Fixing): readonly Fix[] {
  const { project, tree, start } = fixing;
  const metric = tree.scalar(tree.pathAt(start).path)?.text;
  if (metric === undefined) return [];
  return registrations(project).flatMap(({ pipeline, metrics, evaluations }) => {
    const file = project.files.get(pipeline.file);
    const [step] = evaluations;
    if (file === undefined || step === undefined || metrics === undefined || metrics.has(metric)) return [];
    const edits = append(file.tree, [...step.path, 'with', 'metrics'], metric);
    return inOther(file, `Measure \`${metric}\` in \`${step.id}\` of ${pipeline.name}`, edits);
  });
}
