import { comparePositions, type Range } from '../../language/problem.ts';
import { onceForEach } from '../onceForEach.ts';
import type { Project } from '../project.ts';
import { textAt } from '../read.ts';
import type { SpecFile } from '../specFile.ts';
import { specName, stepOwner } from './declarations.ts';
import { type FoundOccurrence, occurrencesIn, occurrencesOf } from './occurrences.ts';
import { type SelectItem, sqlNames } from './sqlNames.ts';
import { type Occurrence, type SpecSymbol, type SymbolKind, symbolKey } from './symbol.ts';
import { withoutExpressions } from './withoutExpressions.ts';

/** Something that another thing is made of, or that is made of it, and where specs say so. */
export interface Lineage {
  readonly symbol: SpecSymbol;
  /** Of what is made: the spec that names what it is made of. */
  readonly file: SpecFile;
  readonly ranges: readonly Range[];
}

/** What data and models are: the things that are made of each other. */
const KINDS: ReadonlySet<SymbolKind> = new Set([
  'dataset',
  'column',
  'view',
  'field',
  'example-column',
  'step',
  'output',
  'pipeline',
  'model',
  'version',
  'alias',
  'monitor',
  'card',
]);

/** Whether a thing is made of others, or others of it. */
export function hasLineage({ kind }: SpecSymbol): boolean {
  return KINDS.has(kind);
}

/**
 * What a thing is made of, as specs say: a column of examples or of a dataset made by SQL of the columns that its SQL reads, a field of
 * those of its view's dataset, an output of its step, a step of what it is given, a model of the step that registers it.
 */
export function madeOf(project: Project, symbol: SpecSymbol): readonly Lineage[] {
  if (symbol.kind === 'output') return outputOf(project, symbol);
  const files = new Set(
    occurrencesOf(project, symbol)
      .filter(({ occurrence }) => occurrence.role === 'definition')
      .map(({ file }) => file),
  );
  const key = symbolKey(symbol);
  return grouped(
    [...files].flatMap((file) =>
      edgesIn(project, file)
        .filter(({ made }) => symbolKey(made) === key)
        .map(({ of, range }) => ({ symbol: of, file, range })),
    ),
  );
}

/** The same the other way: what is made of a thing, in all files. */
export function madeOfIt(project: Project, symbol: SpecSymbol): readonly Lineage[] {
  const meant = [symbol, ...(symbol.kind === 'field' && symbol.of !== undefined ? [viewOf(symbol.of)] : [])];
  const found = meant.flatMap((each) =>
    filesWith(project, each).flatMap((file) =>
      edgesIn(project, file)
        .filter(({ of, made }) => symbolKey(of) === symbolKey(each) && (each === symbol || made.kind === 'step'))
        .map(({ made, range }) => ({ symbol: made, file, range })),
    ),
  );
  return grouped(found);
}

function viewOf(name: string): SpecSymbol {
  return { kind: 'view', name };
}

/** Files that mean a symbol; of a step those that define a model in it, which are its own. */
function filesWith(project: Project, symbol: SpecSymbol): readonly SpecFile[] {
  return [...new Set(occurrencesOf(project, symbol).map(({ file }) => file))];
}

function outputOf(project: Project, { of = '' }: SpecSymbol): readonly Lineage[] {
  const cut = of.lastIndexOf('/');
  const step: SpecSymbol = { kind: 'step', name: of.slice(cut + 1), of: of.slice(0, cut) };
  return grouped(
    occurrencesOf(project, step)
      .filter(({ occurrence }) => occurrence.role === 'definition')
      .map(({ file, occurrence }: FoundOccurrence) => ({ symbol: step, file, range: occurrence.range })),
  );
}

interface Edge {
  readonly made: SpecSymbol;
  readonly of: SpecSymbol;
  readonly range: Range;
}

function edgesIn(project: Project, file: SpecFile): readonly Edge[] {
  const all = occurrencesIn(project, file);
  return all.flatMap((occurrence, index) => edgeOf(file, occurrence, all[index + 1]) ?? []);
}

function edgeOf(file: SpecFile, occurrence: Occurrence, next: Occurrence | undefined): Edge | undefined {
  const { symbol, range, role } = occurrence;
  if (!KINDS.has(symbol.kind)) return undefined;
  const isNamedByOutput = symbol.kind === 'step' && next?.symbol.kind === 'output' && next.form === 'expression';
  if (isNamedByOutput && comparePositions(next.range.start, range.end) > 0 && next.range.start.line === range.end.line)
    return undefined;
  const holder = holderOf(file, occurrence);
  if (holder === undefined || symbolKey(holder) === symbolKey(symbol)) return undefined;
  if (role === 'definition' && symbol.kind === 'model') return { made: symbol, of: holder, range };
  if (role === 'definition' && !PARTS.has(symbol.kind)) return undefined;
  return { made: holder, of: symbol, range };
}

/** What the place that declares them is made of. */
const PARTS: ReadonlySet<SymbolKind> = new Set(['field', 'example-column']);

/** What is made at a place. */
function holderOf(file: SpecFile, { place, role }: Occurrence): SpecSymbol | undefined {
  const { path } = place;
  const name = specName(file);
  const isNested = role === 'reference';
  switch (file.kind) {
    case 'dataset':
      if (path[0] !== 'source') return undefined;
      return madeColumn(file, place.start) ?? { kind: 'dataset', name };
    case 'features':
      return path[0] === 'fields' && isNested ? { kind: 'field', name: String(path[1]), of: name } : viewOf(name);
    case 'pipeline':
      if (path[0] !== 'steps' || path.length < 3) return undefined;
      if (isNested && path[2] === 'with' && path.length === 5 && (path[3] === 'columns' || path[3] === 'label'))
        return { kind: 'example-column', name: String(path[4]), of: stepOwner({ file, path }) };
      return { kind: 'step', name: String(path[1]), of: name };
    case 'monitor':
      return { kind: 'monitor', name };
    case 'modelcard':
      return { kind: 'card', name };
    case 'model_version':
      return { kind: 'version', name: file.tree.scalar(['version'])?.text ?? '', of: name };
    default:
      return undefined;
  }
}

/** The column that the item of SELECT around a place makes. */
function madeColumn(file: SpecFile, at: number): SpecSymbol | undefined {
  const items = selectItems(file);
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.end <= at) low = middle + 1;
    else high = middle;
  }
  const item = items[low];
  if (item === undefined || item.start > at) return undefined;
  return item.name === undefined ? undefined : { kind: 'column', name: item.name.name, of: specName(file) };
}

const selectItems: (file: SpecFile) => readonly SelectItem[] = onceForEach(
  ({ tree }) => sqlNames(withoutExpressions(textAt(tree, ['source', 'sql']) ?? '')).items,
);

function grouped(
  found: readonly { readonly symbol: SpecSymbol; readonly file: SpecFile; readonly range: Range }[],
): readonly Lineage[] {
  const groups = new Map<string, { symbol: SpecSymbol; file: SpecFile; ranges: Range[] }>();
  for (const { symbol, file, range } of found) {
    const key = `${file.path} ${symbolKey(symbol)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { symbol, file, ranges: [range] });
    else group.ranges.push(range);
  }
  return [...groups.values()];
}
