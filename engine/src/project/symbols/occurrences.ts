import { comparePositions, type Position, type Range } from '../../language/problem.ts';
import { onceForEach } from '../onceForEach.ts';
import type { Project } from '../project.ts';
import type { SpecFile } from '../specFile.ts';
import { holders } from './holders.ts';
import { type Mention, meant } from './mention.ts';
import { mentionsIn, mentionsOf } from './mentions.ts';
import { symbolNames } from './names.ts';
import { rangesIn } from './rangesIn.ts';
import { type Occurrence, type OccurrencePlace, type SpecSymbol, symbolKey } from './symbol.ts';

export interface FoundOccurrence {
  readonly file: SpecFile;
  readonly occurrence: Occurrence;
}

const known = new WeakMap<Project, WeakMap<SpecFile, readonly Occurrence[]>>();

/**
 * Every place in a file where a symbol is declared or meant, in the order of the text. Where a name means several things at once (the
 * key of a param in an environment), there is one for each, at the same range. Computed once for a project and file.
 */
export function occurrencesIn(project: Project, file: SpecFile): readonly Occurrence[] {
  const ofProject = known.get(project) ?? new WeakMap<SpecFile, readonly Occurrence[]>();
  known.set(project, ofProject);
  const before = ofProject.get(file);
  if (before !== undefined) return before;
  const found = meantBy(project, file, mentionsIn(file)).sort((a, b) => comparePositions(a.range.start, b.range.start));
  ofProject.set(file, found);
  return found;
}

/** What is declared or meant at an offset of a file, its end included; the first of several. */
export function occurrenceAt(project: Project, file: SpecFile, offset: number): Occurrence | undefined {
  return occurrencesAt(project, file, offset)[0];
}

/** All that is declared or meant at an offset: several where a name means several things at once. */
export function occurrencesAt(project: Project, file: SpecFile, offset: number): readonly Occurrence[] {
  const at = file.tree.lines.position(offset);
  const all = occurrencesIn(project, file);
  const end = firstBehind(all, at);
  let start = end;
  while (start > 0 && all[start - 1]!.range.start.line === at.line) start--;
  const around = all.slice(start, end).filter(({ range }) => comparePositions(at, range.end) <= 0);
  const inside = around.filter(({ range }) => comparePositions(at, range.end) < 0);
  return inside.length > 0 ? inside : around;
}

/** Index of the first that begins behind a position. */
function firstBehind(all: readonly Occurrence[], at: Position): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePositions(all[middle]!.range.start, at) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Every place in the project where a symbol is declared or meant, by path and place. */
export function occurrencesOf(project: Project, symbol: SpecSymbol): readonly FoundOccurrence[] {
  const key = symbolKey(symbol);
  const found: FoundOccurrence[] = [];
  for (const file of holders(project, symbol)) {
    const mentions = mentionsOf(file, symbol.name);
    if (mentions.length === 0) continue;
    for (const occurrence of meantBy(project, file, mentions))
      if (symbolKey(occurrence.symbol) === key) found.push({ file, occurrence });
  }
  return found.sort(byFileAndPlace);
}

function byFileAndPlace(a: FoundOccurrence, b: FoundOccurrence): number {
  if (a.file !== b.file) return a.file.path < b.file.path ? -1 : 1;
  return comparePositions(a.occurrence.range.start, b.occurrence.range.start);
}

/** What a file declares, in no order; where it stands is told when asked for. */
export function declaredIn(project: Project, file: SpecFile): readonly Declaration[] {
  const names = symbolNames(project);
  const rangeOf = rangesIn(file.tree);
  return definitionsIn(file).flatMap(({ means, place }) => {
    const [symbol] = meant(means, names);
    return symbol === undefined ? [] : [{ symbol, place, range: () => rangeOf(place) }];
  });
}

export interface Declaration {
  readonly symbol: SpecSymbol;
  readonly place: OccurrencePlace;
  range(): Range;
}

const definitionsIn: (file: SpecFile) => readonly Mention[] = onceForEach((file) =>
  mentionsIn(file).filter(({ role }) => role === 'definition'),
);

/** Each once, though an alias of YAML makes one text stand in many places. */
function meantBy(project: Project, file: SpecFile, mentions: readonly Mention[]): Occurrence[] {
  const names = symbolNames(project);
  const rangeOf = rangesIn(file.tree);
  const found: Occurrence[] = [];
  for (const { role, form, quoted, place, means, mayHavePrefix } of mentions)
    for (const symbol of meant(means, names)) {
      const prefix = mayHavePrefix ? place.end - place.start - symbol.name.length : 0;
      const own = prefix === 0 ? place : { ...place, start: place.start + prefix };
      found.push({ symbol, role, range: rangeOf(own), form, quoted, place: own });
    }
  return file.text.includes('&') ? withoutRepeated(found) : found;
}

function withoutRepeated(found: readonly Occurrence[]): Occurrence[] {
  const byPlace = new Map<string, Occurrence>();
  for (const occurrence of found) {
    const { line, character } = occurrence.range.start;
    const identity = `${line}:${character} ${symbolKey(occurrence.symbol)}`;
    if (!byPlace.has(identity)) byPlace.set(identity, occurrence);
  }
  return [...byPlace.values()];
}
