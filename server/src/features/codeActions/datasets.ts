import type { Column } from '../../../../engine/src/language/columnType.ts';
import { nodeAt } from '../../../../engine/src/language/node.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import { valueAt } from '../../../../engine/src/project/read.ts';
import type { SpecFile } from '../../../../engine/src/project/specFile.ts';
import { constantText } from '../../../../engine/src/project/specValue.ts';
import { examplesOf } from '../../../../engine/src/project/tables.ts';
import { insertEntry, putAll } from '../edits/put.ts';
import { type Fix, type Fixing, inFile, inOther, place } from './fix.ts';
import { removal } from './keys.ts';
import { instead } from './names.ts';

/** Columns that a menu offers one by one. */
const MOST = 10;

/** Columns of the data that the spec does not name. */
export function undeclared(fixing: Fixing): readonly Fix[] {
  const { project, file, tree, problem } = fixing;
  const names = new Set(problem.data?.candidates ?? []);
  const columns = columnsOf(project, file).filter(({ name }) => names.has(name));
  const declare = (column: Column) => insertEntry(tree, ['columns'], column.name, { type: column.type });
  const types = Object.fromEntries(columns.map(({ name, type }) => [name, { type }]));
  const all =
    columns.length < 2 ? [] : inFile(fixing, 'Declare all columns from data', putAll(tree, ['columns'], types));
  const each = columns
    .slice(0, MOST)
    .flatMap((column) =>
      inFile(
        fixing,
        `Declare column \`${column.name}\` from data`,
        declare(column),
        columns.length === 1 ? { preferred: true } : {},
      ),
    );
  return [...all, ...each];
}

function columnsOf(project: Project, { name }: Pick<SpecFile, 'name'>): readonly Column[] {
  const fact = name === undefined ? undefined : project.facts.columns(name);
  return fact?.kind === 'known' ? fact.value : [];
}

/** A column that the data does not have: another name, or away with it. */
export function absentColumn(fixing: Fixing): readonly Fix[] {
  const path = fixing.tree.pathAt(fixing.start).path;
  return [...instead(fixing), ...removal(fixing, path, `Remove the column \`${String(path.at(-1))}\``)];
}

/** Another type than the data has: that of the data, or none. */
export function columnType(fixing: Fixing): readonly Fix[] {
  const { path, problem } = fixing;
  const type = problem.data?.replacement;
  const set =
    type === undefined
      ? []
      : inFile(fixing, `Declare it as ${type}`, place(fixing.file, path, type), { preferred: true });
  return [...set, ...removal(fixing, path, 'Take the type out')];
}

/** A timestamp column for the dataset that the rows come from: the first that holds times. */
export function timestamp(fixing: Fixing): readonly Fix[] {
  const { project } = fixing;
  const file = datasetFile(fixing);
  const time = file && columnsOf(project, file).find(({ type }) => type === 'timestamp' || type === 'date');
  if (file === undefined || time === undefined) return [];
  const title = `Say \`timestamp: ${time.name}\` in \`${file.name}\``;
  return inOther(file, title, place(file, ['timestamp'], time.name), { preferred: true });
}

/** The dataset that a problem is about: the file itself, the one that the rule points at, or that of the step's rows. */
function datasetFile({ project, file, tree, start, problem }: Fixing): SpecFile | undefined {
  if (file.kind === 'dataset') return file;
  const related = problem.related?.[0]?.file;
  if (related !== undefined) return project.files.get(related);
  const step = file.pipeline?.steps.get(String(tree.pathAt(start).path[1]));
  if (file.pipeline === undefined || step?.kind !== 'uses') return undefined;
  const name = constantText(step.with.get('from')) ?? examplesOf(file.pipeline, step.with.get('data'))?.dataset;
  const dataset = name === undefined ? undefined : project.datasets.get(name);
  return dataset && project.files.get(dataset.file);
}

/** A sensitive column without a description. */
export function describe(fixing: Fixing): readonly Fix[] {
  const { tree, path } = fixing;
  const column = String(path[1]);
  const holder = nodeAt(tree.root, ['columns', column]);
  if (holder !== undefined && holder.kind !== 'map') return [];
  return inFile(fixing, `Describe \`${column}\``, place(fixing.file, path, 'What it holds, and why it is there.'), {
    preferred: true,
  });
}

/** `file://` in front of a path. */
export function scheme(fixing: Fixing): readonly Fix[] {
  const { tree, start, end } = fixing;
  if (tree.text.slice(start, end).toLowerCase() !== 'file://') return [];
  return inFile(fixing, 'Take `file://` out', [{ start, end, text: '' }], { preferred: true });
}

/** What concerns files in a dataset of SQL. */
export function unusedReading(fixing: Fixing): readonly Fix[] {
  const { path } = fixing.tree.pathAt(fixing.start);
  const isThere = valueAt(fixing.tree, path) !== undefined;
  return isThere ? removal(fixing, path, `Remove \`${String(path.at(-1))}\``, { preferred: true }) : [];
}
