import { modelCards } from '../../../../engine/src/checks/modelCards.ts';
import type { Json } from '../../../../engine/src/language/tree.ts';
import type { ModelVersion } from '../../../../engine/src/project/models.ts';
import { modelVersionOf } from '../../../../engine/src/project/modelVersionOf.ts';
import { entriesAt, textAt } from '../../../../engine/src/project/read.ts';
import type { Edit } from '../edits/edit.ts';
import { put, putAll } from '../edits/put.ts';
import { type Fix, type Fixing, inFile, place } from './fix.ts';
import { removal } from './keys.ts';

/** A figure that is not what was measured: this one, or all of them. */
export function measuredMetric(fixing: Fixing): readonly Fix[] {
  const { project, file, tree, start, end, problem } = fixing;
  const version = versionOf(fixing);
  const text = problem.data?.replacement;
  const { path } = tree.pathAt(start);
  const name = String(path.at(-1));
  if (version === undefined) return [];
  if (text === undefined) return removal(fixing, path, `Remove \`${name}\``);
  const one = inFile(fixing, `Update \`${name}\` from version ${version.version}`, [{ start, end, text }], {
    preferred: true,
  });
  const found = [...(modelCards.check?.(project, file) ?? [])].filter(({ code }) => code === problem.code);
  const all = found.flatMap(({ range, data }): Edit[] =>
    data?.replacement === undefined
      ? []
      : [{ start: tree.lines.offset(range.start), end: tree.lines.offset(range.end), text: data.replacement }],
  );
  if (all.length < 2) return one;
  return [...one, ...inFile(fixing, `Update card from version ${version.version}`, all)];
}

/** A card of an older version than the one in use: it names that one, with what was measured of it. */
export function newerVersion(fixing: Fixing): readonly Fix[] {
  const { project, file, tree, problem } = fixing;
  const reference = problem.data?.replacement;
  const version = reference === undefined ? undefined : modelVersionOf(project, reference);
  if (reference === undefined || version === undefined) return [];
  const figures = entriesAt(tree, ['metrics']).flatMap(([name]) => {
    const measured = version.metrics.get(name)?.value;
    const written = tree.scalar(['metrics', name])?.text ?? '';
    const path = ['metrics', name];
    return measured === undefined ? [] : put(tree, path, atPrecision(measured, written));
  });
  const model = put(file.tree, ['model'], reference);
  return inFile(fixing, `Update card from version ${version.version}`, [...model, ...figures], { preferred: true });
}

/** A number with as many digits behind the point as another one is written with. */
function atPrecision(value: number, written: string): number {
  const digits = /^[-+]?\d*\.(\d+)$/.exec(written)?.[1]?.length;
  return digits === undefined ? value : Number(value.toFixed(digits));
}

function versionOf({ project, tree }: Fixing): ModelVersion | undefined {
  return modelVersionOf(project, textAt(tree, ['model']) ?? '');
}

/** Sections that a complete card has, each to be filled in; figures and data as the version has them. */
export function sections(fixing: Fixing): readonly Fix[] {
  const { file, problem } = fixing;
  const missing = problem.data?.candidates ?? [];
  if (problem.data?.missing === undefined) return [];
  const one = missing.flatMap((key) =>
    inFile(
      fixing,
      `Add \`${key}\``,
      place(file, [key], sectionOf(key, fixing)),
      missing.length === 1 ? { preferred: true } : {},
    ),
  );
  if (missing.length < 2) return one;
  return [...inFile(fixing, 'Add all missing sections', together(fixing, missing), { preferred: true }), ...one];
}

/** All of them behind what is there; where a key is there already, its value. */
function together(fixing: Fixing, keys: readonly string[]): Edit[] {
  const { tree } = fixing;
  const isThere = (key: string) => tree.node([key]) !== undefined;
  const added = keys.filter((key) => !isThere(key)).map((key) => [key, sectionOf(key, fixing)] as const);
  const filled = keys.filter(isThere).flatMap((key) => put(tree, [key], sectionOf(key, fixing)));
  return [...filled, ...putAll(tree, [], Object.fromEntries(added))];
}

function sectionOf(key: string, fixing: Fixing): Json {
  const version = versionOf(fixing);
  if (key === 'owners') return [{ name: '...' }];
  if (key === 'intended_use') return { primary: '...' };
  if (key === 'risk') return { level: 'high' };
  if (key === 'training_data') return version?.datasets[0] ?? fixing.project.names('dataset')[0] ?? '...';
  if (key !== 'metrics') return '...';
  const measured = [...(version?.metrics ?? [])].map(([name, { value }]) => [name, Number(value.toFixed(4))] as const);
  return measured.length > 0 ? Object.fromEntries(measured) : { [METRIC]: 0 };
}

/** Where nothing is known of a model, a metric that many have. */
const METRIC = 'roc_auc';
