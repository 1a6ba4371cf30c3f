import { stepSchemas } from '../../../../engine/src/catalog/catalog.ts';
import { isRecord } from '../../../../engine/src/language/isRecord.ts';
import { type Kind, kindOfPath } from '../../../../engine/src/language/kinds.ts';
import { type Json, type Path, valueAt } from '../../../../engine/src/language/node.ts';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import { discriminator, SCHEMAS, type SchemaPlace, schemaAt } from '../../../../engine/src/language/schemas.ts';
import type { Pipeline, PipelineStep } from '../../../../engine/src/project/pipeline.ts';
import type { Spot } from '../spot.ts';
import { type Where, whereAt } from './where.ts';

/** What is asked: a place with what the schemas say about it. */
export interface Ask {
  readonly spot: Spot;
  readonly kind: Kind;
  readonly where: Where;
  readonly place: SchemaPlace;
  readonly signal: AbortSignal;
  /** What was computed for this place, by what it is. */
  readonly memo: Map<string, unknown>;
}

/** Computed once for a place. */
export function once<T>({ memo }: Ask, what: string, compute: () => T): T {
  if (!memo.has(what)) memo.set(what, compute());
  return memo.get(what) as T;
}

/** Undefined in a file of another tool, and where the schemas know nothing. */
export function askAt(spot: Spot, signal: AbortSignal): Ask | undefined {
  const { file, offset } = spot;
  const kind = kindOfPath(file.path);
  const where = whereAt(file.text, Math.max(0, Math.min(offset, file.text.length)));
  if (kind === undefined || (isForeign(file.tree.firstKey, kind) && !isFirstKey(spot, where))) return undefined;
  const place = schemaAt(kind, where.shape, where.path, stepSchemas);
  return { spot, kind, where, place: place ?? unknownPlace(kind, where), signal, memo: new Map() };
}

/** Where no schema knows the value: as one branch of a union above would have it, else a scalar with the contexts of what holds it. */
function unknownPlace(kind: Kind, { shape, path }: Where): SchemaPlace {
  for (let length = path.length - 1; length >= 0; length--) {
    const above = path.slice(0, length);
    const holder = schemaAt(kind, shape, above, stepSchemas);
    if (holder === undefined) continue;
    for (const branch of holder.schema.oneOf === undefined ? [] : holder.branches) {
      const key = discriminator(branch, holder.branches);
      const place = key && schemaAt(kind, withKey(shape, above, key), path, stepSchemas);
      if (place) return place;
    }
    return { schema: { type: 'string' }, branches: [], contexts: holder.contexts };
  }
  return { schema: {}, branches: [], contexts: [] };
}

function withKey(value: Json | undefined, path: Path, key: string): Json {
  const [first, ...rest] = path;
  if (first === undefined) return { ...(isRecord(value) ? value : {}), [key]: '' };
  if (Array.isArray(value)) return value.map((item, index) => (index === first ? withKey(item, rest, key) : item));
  const map = isRecord(value) ? value : {};
  return { ...map, [first]: withKey(map[first], rest, key) };
}

function isForeign(firstKey: string | undefined, kind: Kind): boolean {
  return firstKey !== undefined && firstKey !== kind;
}

/** Where the first key is written, it may be the beginning of the right one. */
function isFirstKey({ file, offset }: Spot, { part, path }: Where): boolean {
  const root = file.tree.root;
  const first = root?.kind === 'map' ? root.entries[0] : undefined;
  return part === 'key' && path.length === 0 && (first === undefined || offset <= first.keyEnd);
}

/** References of a schema of this kind followed. */
export function followed(schema: Schema, kind: Kind): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  return name === undefined ? schema : (SCHEMAS[kind].$defs?.[name] ?? schema);
}

export function textAt({ where }: Ask, path: Path): string | undefined {
  const value = valueAt(where.shape, path);
  return typeof value === 'string' ? value : undefined;
}

export function keysAt({ where }: Ask, path: Path): readonly string[] {
  const value = valueAt(where.shape, path);
  return isRecord(value) ? Object.keys(value) : [];
}

/** The pipeline of the file, as the project's environment has it. */
export function pipelineOf({ spot }: Ask): Pipeline | undefined {
  const own = spot.file.pipeline;
  return own && (spot.snapshot.project.pipelines.get(own.name) ?? own);
}

/** The step that the place is in. */
export function stepOf(ask: Ask): PipelineStep | undefined {
  const [first, id] = ask.where.path;
  return first === 'steps' && id !== undefined ? pipelineOf(ask)?.steps.get(String(id)) : undefined;
}
