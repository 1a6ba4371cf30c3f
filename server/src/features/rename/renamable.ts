import { metrics } from '../../../../engine/src/catalog/catalog.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import {
  type FoundOccurrence,
  occurrencesIn,
  occurrencesOf,
} from '../../../../engine/src/project/symbols/occurrences.ts';
import { type Occurrence, type SpecSymbol, symbolKey } from '../../../../engine/src/project/symbols/symbol.ts';
import {
  brokenFile,
  columnOfData,
  meansSeveral,
  notOurs,
  registeredAlias,
  registeredModel,
  versionNumber,
} from './renameFailures.ts';
import { inWords } from './words.ts';

/**
 * Every place that a rename of a symbol changes.
 *
 * A column is named by its data: as long as the data, or the lock that stands in for it, is known to have the old name, renaming the specs
 * alone would break each of them, so that is refused. It is done where the data is known to have the old name no longer (it was renamed
 * there, and the specs follow), where SQL of the dataset's own gives the name (the SQL changes too), and, with a word of warning, where
 * the data cannot be looked at. Versions and aliases of the registry are facts and decisions: written once, never rewritten.
 * @throws Failure where its name cannot change
 */
export function renamable(project: Project, symbol: SpecSymbol): readonly FoundOccurrence[] {
  const found = occurrencesOf(project, symbol);
  refuseFixed(project, symbol, found);
  refuseRegistered(project, symbol);
  refuseShared(project, symbol, found);
  refuseBroken(project, symbol, found);
  return found.filter(({ file }) => file.kind === undefined || !WRITTEN_ONCE.has(file.kind));
}

/** They say what things were called when they were written. */
const WRITTEN_ONCE: ReadonlySet<string> = new Set(['model_version', 'model_notes', 'model_alias', 'approval']);

function refuseFixed(project: Project, symbol: SpecSymbol, found: readonly FoundOccurrence[]): void {
  const { kind, name, of } = symbol;
  if (kind === 'metric' && metrics.some((metric) => metric.name === name)) throw notOurs('a metric', name);
  const isDeclared = found.some(({ occurrence }) => occurrence.role === 'definition');
  if ((kind === 'output' || kind === 'metric') && !isDeclared) throw notOurs(`an ${kind} of a step`, name);
  if (kind !== 'column' || of === undefined || madeBySql(found)) return;
  if (dataHas(project, of, name)) throw columnOfData(of, name);
}

function dataHas(project: Project, dataset: string, column: string): boolean {
  const fact = project.facts.columns(dataset);
  if (fact.kind === 'known') return fact.value.some(({ name }) => name === column);
  return project.locks.get(dataset)?.columns.some(({ name }) => name === column) ?? false;
}

/** Whether the SQL behind the dataset itself gives the column its name. */
export function madeBySql(found: readonly FoundOccurrence[]): boolean {
  return found.some(({ occurrence: { role, form } }) => role === 'definition' && form === 'sql');
}

function refuseRegistered(project: Project, { kind, name }: SpecSymbol): void {
  if (kind === 'version') throw versionNumber();
  const model = kind === 'model' ? project.models.get(name) : undefined;
  if (model !== undefined && (model.versions.size > 0 || model.aliases.size > 0)) throw registeredModel(name);
  if (kind !== 'alias') return;
  for (const { aliases } of project.models.values()) {
    const alias = aliases.get(name);
    if (alias !== undefined) throw registeredAlias(name, alias.file);
  }
}

/** One text that means two things would take its name from one of them. */
function refuseShared(project: Project, symbol: SpecSymbol, found: readonly FoundOccurrence[]): void {
  const key = symbolKey(symbol);
  for (const [file, own] of Map.groupBy(found, (each) => each.file)) {
    const places = new Set(own.map(({ occurrence }) => placeKey(occurrence)));
    const other = occurrencesIn(project, file).find(
      (each) => places.has(placeKey(each)) && symbolKey(each.symbol) !== key && !isSameAlias(each.symbol, symbol),
    );
    if (other === undefined) continue;
    const place = { file: file.path, line: other.range.start.line + 1 };
    throw meansSeveral(symbol.name, place, inWords(other.symbol));
  }
}

function placeKey({ range: { start } }: Occurrence): string {
  return `${start.line}:${start.character}`;
}

/** In a file that cannot be read whole, places would be missed: behind the break, or on the other side of a merge conflict. */
function refuseBroken(project: Project, { kind, name }: SpecSymbol, found: readonly FoundOccurrence[]): void {
  const own = new Set(found.map(({ file }) => file));
  for (const file of project.files.values()) {
    if (file.kind === undefined || WRITTEN_ONCE.has(file.kind) || !file.text.includes(name)) continue;
    const problem = file.tree.problems.find(({ code, severity }) => code === 'yaml-syntax' && severity === 'error');
    if (problem !== undefined && (own.has(file) || !OF_ONE_FILE.has(kind)))
      throw brokenFile(name, { file: file.path, line: problem.range.start.line + 1 });
  }
}

/** Meant in the file of their pipeline, and where that is seen in others. */
const OF_ONE_FILE: ReadonlySet<string> = new Set(['param', 'step', 'input', 'output', 'axis', 'check', 'gate', 'role']);

/** An alias of a model is also the project's alias of that name. */
function isSameAlias(a: SpecSymbol, b: SpecSymbol): boolean {
  return a.kind === 'alias' && b.kind === 'alias' && a.name === b.name;
}
