import { stepSchemas } from '../../../../engine/src/catalog/catalog.ts';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import { schemaAt } from '../../../../engine/src/language/schemas.ts';
import type { Json, Path, PathAt } from '../../../../engine/src/language/tree.ts';
import { textAt, valueAt } from '../../../../engine/src/project/read.ts';
import { soon } from '../soon.ts';
import type { Spot } from '../spot.ts';
import type { Part } from './part.ts';
import { driftTestDocs, learnerDocs, learnerParamDocs, referencePage, schemaDocs, usesDocs } from './schemaDocs.ts';
import { previewDocs } from './sqlDocs.ts';
import { sqlFunctionDocsAt } from './sqlFunctionDocs.ts';
import { cronDocs, durationDocs, shareDocs } from './valueDocs.ts';

export interface PlaceDocs {
  /** The function of SQL at the cursor. */
  readonly call?: Part | undefined;
  /** What the value there is. */
  readonly value: Part | undefined;
  /** What the schema says about the key. */
  readonly key: Part | undefined;
}

/** What is known about a place of a spec from its schema, and about what stands there. */
export async function placeDocsAt(spot: Spot, { path, part }: PathAt, signal: AbortSignal): Promise<PlaceDocs> {
  const { file } = spot;
  const kind = file.kind!;
  const range = file.tree.range(path, part === 'key' ? 'key' : 'value');
  const page = referencePage(kind, path);
  const param = learnerParamAt(spot, path);
  if (param !== undefined) return { value: undefined, key: { text: param, range, page } };
  const place = schemaAt(kind, file.tree.value, path, stepSchemas);
  if (place === undefined) return { value: undefined, key: undefined };
  const last = path.at(-1);
  const docs = schemaDocs({ key: typeof last === 'string' ? last : undefined, place });
  const value = await valueDocs(spot, { path, schema: place.schema }, signal);
  return {
    call: place.schema['x-sql'] !== undefined && part === 'value' ? sqlFunctionDocsAt(spot, path) : undefined,
    value: value === undefined ? undefined : { text: value, range, ...pageOf(place.schema) },
    key: docs === undefined ? undefined : { text: docs, range, page },
  };
}

function learnerParamAt({ file: { tree } }: Spot, path: Path): string | undefined {
  if (path.length !== 5 || path[0] !== 'steps' || path[3] !== 'params') return undefined;
  const learner = textAt(tree, [...path.slice(0, 3), 'learner']);
  return learner === undefined ? undefined : learnerParamDocs(learner, String(path[4]));
}

/** Of values that are names of ours. */
function pageOf({ 'x-reference': reference = '' }: Schema): Pick<Part, 'page'> {
  const page = Object.hasOwn(PAGES, reference) ? PAGES[reference] : undefined;
  return page === undefined ? {} : { page };
}

const PAGES: Readonly<Record<string, string>> = {
  step: 'docs/reference/steps.md',
  learner: 'docs/reference/learners.md',
  'drift-test': 'docs/reference/drift-tests.md',
};

/** Whether SQL is nothing but the name of a column. */
function isColumn(sql: Json | undefined): boolean {
  return typeof sql === 'string' && /^\s*(?:\w+|"[^"]+")\s*$/.test(sql);
}

interface Here {
  readonly path: Path;
  readonly schema: Schema;
}

async function valueDocs(spot: Spot, { path, schema }: Here, signal: AbortSignal): Promise<string | undefined> {
  const { file, snapshot } = spot;
  const value = valueAt(file.tree, path);
  if (schema['x-sql'] !== undefined) {
    const preview = await soon(snapshot.knowledge.preview({ file: file.path, path }, signal));
    const kind = preview?.value !== undefined ? 'aggregate' : schema['x-sql'];
    if (preview === undefined) return undefined;
    const { range, ...others } = preview;
    // The column's own profile tells its range.
    return previewDocs(range !== undefined && isColumn(value) ? others : preview, kind);
  }
  if (schema['x-type'] === 'share' && (typeof value === 'number' || typeof value === 'string')) return shareDocs(value);
  if (typeof value !== 'string') return undefined;
  if (schema['x-type'] === 'duration') return durationDocs(value);
  if (schema['x-type'] === 'cron') return cronDocs(value, textAt(file.tree, [...path.slice(0, -1), 'timezone']));
  if (schema['x-reference'] === 'step') return usesDocs(value);
  if (schema['x-reference'] === 'drift-test') return driftTestDocs(value);
  return schema['x-reference'] === 'learner' ? learnerDocs(value) : undefined;
}
