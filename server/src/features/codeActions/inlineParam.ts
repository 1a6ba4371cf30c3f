import { references } from '../../../../engine/src/language/expressions/references.ts';
import { PROJECT_FILE } from '../../../../engine/src/language/kinds.ts';
import { nodeAt, type Path } from '../../../../engine/src/language/node.ts';
import { literal } from '../../../../engine/src/ports/sqlText.ts';
import { type ExpressionSite, expressionsOf } from '../../../../engine/src/project/expressionSites.ts';
import { paramsRead } from '../../../../engine/src/project/paramsRead.ts';
import type { ParamValue } from '../../../../engine/src/project/pipeline.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import { entriesAt } from '../../../../engine/src/project/read.ts';
import type { SpecFile } from '../../../../engine/src/project/specFile.ts';
import type { Edit } from '../edits/edit.ts';
import { put } from '../edits/put.ts';
import { remove } from '../edits/remove.ts';
import { type Fix, inFile } from './fix.ts';
import { inside } from './rewrite.ts';

/** Writes the default of a param wherever expressions read it, and takes the param out. */
export function inlineParam(project: Project, file: SpecFile, offset: number): readonly Fix[] {
  const name = paramAt(file, offset);
  const value = name === undefined ? undefined : file.pipeline?.params.get(name)?.default;
  if (name === undefined || value === undefined || paramsRead(file) === undefined) return [];
  if (isSetByEnvironment(project, name)) return [];
  const sites = file.expressions.filter((site) => readsOf(site, name).length > 0);
  const edits = sites.map((site) => inlined(file, site, name, value));
  if (edits.some((each) => each.length === 0)) return [];
  return inFile({ file }, `Inline the param \`${name}\``, [...edits.flat(), ...remove(file.tree, ['params', name])]);
}

/** The param that is declared or read at an offset. */
function paramAt(file: SpecFile, offset: number): string | undefined {
  const { path } = file.tree.pathAt(offset);
  if (file.kind !== 'pipeline') return undefined;
  if (path[0] === 'params' && path.length > 1) return String(path[1]);
  const site = file.expressions.find(({ place }) => samePath(place.path, path));
  const scalar = file.tree.scalar(path);
  if (site === undefined || scalar === undefined) return undefined;
  const read = expressionsOf(site)
    .flatMap(references)
    .find(({ path: [context], start, end }) => {
      return context === 'params' && scalar.offsetOf(start) <= offset && offset <= scalar.offsetOf(end);
    });
  return read?.path.length === 2 ? String(read.path[1]) : undefined;
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

function isSetByEnvironment(project: Project, name: string): boolean {
  const settings = project.files.get(PROJECT_FILE);
  if (settings === undefined) return false;
  return entriesAt(settings.tree, ['environments']).some(([environment]) =>
    entriesAt(settings.tree, ['environments', environment, 'params']).some(([param]) => param === name),
  );
}

function readsOf(site: ExpressionSite, name: string) {
  return expressionsOf(site)
    .flatMap(references)
    .filter(({ path }) => path[0] === 'params' && path[1] === name && path.length === 2);
}

/** Of a scalar that is the param alone its value; else in each expression a literal, and in text the text. */
function inlined({ tree }: SpecFile, site: ExpressionSite, name: string, value: ParamValue): Edit[] {
  const { place, template } = site;
  const scalar = tree.scalar(place.path);
  const isSql = place.schema['x-sql'] !== undefined;
  if (scalar === undefined || nodeAt(tree.root, place.path)?.kind !== 'scalar') return [];
  const isAlone = (start: number, end: number) =>
    /^\$\{\{\s*$/.test(scalar.text.slice(segmentStart(site, start), start)) && /^\s*\}\}/.test(scalar.text.slice(end));
  const reads = readsOf(site, name);
  const [only] = reads;
  if (template.whole && !isSql && only !== undefined && isAlone(only.start, only.end))
    return put(tree, place.path, value);
  return reads.flatMap(({ start, end }) => {
    const alone = isAlone(start, end);
    const from = alone ? segmentStart(site, start) : start;
    const to = alone ? scalar.text.indexOf('}}', end) + 2 : end;
    const text = alone && !isSql ? String(value) : literalOf(value);
    return inside({ tree }, place.path, { start: scalar.offsetOf(from), end: scalar.offsetOf(to - 1) + 1, text });
  });
}

function segmentStart({ template }: ExpressionSite, offset: number): number {
  return template.segments.find(({ start, end }) => start <= offset && offset < end)?.start ?? offset;
}

/** In SQL and in expressions alike. */
function literalOf(value: ParamValue): string {
  return typeof value === 'string' ? literal(value) : String(value);
}
