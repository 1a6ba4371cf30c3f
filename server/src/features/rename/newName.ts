import { metrics, stepSchemas } from '../../../../engine/src/catalog/catalog.ts';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import { schemaAt } from '../../../../engine/src/language/schemas.ts';
import type { Path } from '../../../../engine/src/language/tree.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import { exampleNames } from '../../../../engine/src/project/scoredColumns.ts';
import type { SpecFile } from '../../../../engine/src/project/specFile.ts';
import { symbolNames } from '../../../../engine/src/project/symbols/names.ts';
import { type FoundOccurrence, occurrencesOf } from '../../../../engine/src/project/symbols/occurrences.ts';
import type { SpecSymbol } from '../../../../engine/src/project/symbols/symbol.ts';
import { type Examples, examples } from '../../../../engine/src/project/tables.ts';
import { notWellFormed, taken } from './renameFailures.ts';
import { inWords, oneOf } from './words.ts';

/** @throws Failure where the new name is not written as such names are, or something else has it */
export function checkNewName(
  project: Project,
  symbol: SpecSymbol,
  found: readonly FoundOccurrence[],
  newName: string,
): void {
  const how = malformed(found, newName);
  if (how !== undefined) throw notWellFormed(inWords(symbol), newName, how);
  const what = oneOf(symbol.kind);
  const other = occurrencesOf(project, { ...symbol, name: newName }).find(
    ({ occurrence }) => occurrence.role === 'definition',
  );
  if (other !== undefined)
    throw taken(what, newName, { file: other.file.path, line: other.occurrence.range.start.line + 1 });
  if (isTaken(project, symbol, newName)) throw taken(what, newName);
}

/** What is wrong with how a name is written; undefined where nothing is. */
function malformed(found: readonly FoundOccurrence[], newName: string): string | undefined {
  if (newName.trim() === '' || newName !== newName.trim()) return 'it is empty or has blanks around it';
  if (/[\r\n]/.test(newName) || newName.includes('${{')) return 'it is more than a name';
  for (const { file, occurrence } of found) {
    if (occurrence.role !== 'definition' || occurrence.form !== 'yaml') continue;
    const { path, part } = occurrence.place;
    const schema = part === 'key' ? schemaOf(file, path.slice(0, -1))?.propertyNames : schemaOf(file, path);
    const { pattern, 'x-name': style } = schema ?? {};
    if (pattern === undefined || new RegExp(pattern, 'u').test(newName)) continue;
    return style === undefined ? `it must match ${pattern}` : `such names are written in ${style}`;
  }
  return undefined;
}

function schemaOf({ kind, tree }: SpecFile, path: Path): Schema | undefined {
  return kind === undefined ? undefined : schemaAt(kind, tree.value, path, stepSchemas)?.schema;
}

function isTaken(project: Project, { kind, name, of }: SpecSymbol, newName: string): boolean {
  switch (kind) {
    case 'column': {
      const other = of === undefined ? undefined : symbolNames(project).column(of, newName);
      return other !== undefined && other.toLowerCase() !== name.toLowerCase();
    }
    case 'metric':
      return metrics.some((metric) => metric.name === newName);
    case 'model':
      return project.models.has(newName);
    case 'example-column':
      return allExamples(project).some(
        ([owner, made]) => owner === of && exampleNames(project, made).includes(newName),
      );
    case 'field':
      return allExamples(project).some(([, made]) =>
        made.features.some(({ view, prefix }) => view === of && exampleNames(project, made).includes(prefix + newName)),
      );
    default:
      return false;
  }
}

/** Every step that makes examples, with its `PIPELINE/STEP`. */
function allExamples(project: Project): readonly (readonly [owner: string, made: Examples])[] {
  return [...project.pipelines.values()].flatMap((pipeline) =>
    [...pipeline.steps.values()].flatMap((step) =>
      step.kind === 'uses' && step.uses === 'data/examples'
        ? [[`${pipeline.name}/${step.id}`, examples(step)] as const]
        : [],
    ),
  );
}
