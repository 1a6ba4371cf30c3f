import { stepSchemas } from '../../../../engine/src/catalog/catalog.ts';
import type { Column } from '../../../../engine/src/language/columnType.ts';
import { isRecord } from '../../../../engine/src/language/isRecord.ts';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import { discriminator, schemaAt } from '../../../../engine/src/language/schemas.ts';
import type { Json, Path } from '../../../../engine/src/language/tree.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import { entriesAt, isList, textAt } from '../../../../engine/src/project/read.ts';
import type { SpecFile } from '../../../../engine/src/project/specFile.ts';
import { sqlIdentifiers } from '../../../../engine/src/project/sqlIdentifiers.ts';
import { examplesOf } from '../../../../engine/src/project/tables.ts';
import { sqlName } from './rewrite.ts';

interface Site {
  readonly project: Project;
  readonly file: SpecFile;
}

/**
 * A value to begin with at `path`: what its schema requires, with names of what the project has, so that no new problem
 * comes of it where that can be had.
 */
export function skeleton(site: Site, path: Path): Json {
  const { kind, tree } = site.file;
  const whole = withValue(tree.value, path, null);
  const place = kind && schemaAt(kind, whole, path, stepSchemas);
  if (kind === undefined || place === undefined) return '...';
  const branch = place.schema.oneOf === undefined ? place.schema : (place.branches[0] ?? place.schema);
  return settled(site, path, begin(branch, place.branches));
}

/** A value of a schema: the example that it gives, less what is not required. */
function begin(schema: Schema, branches: readonly Schema[]): Json {
  if (schema.enum?.[0] !== undefined) return schema.enum[0];
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  const [example = byType(schema)] = schema.examples ?? [];
  const required = [schema, ...branches.filter((each) => isOf(each, example, branches))].flatMap(
    (each) => each.required ?? each['x-usual'] ?? [],
  );
  if (!isRecord(example)) return example;
  if (required.length === 0 && schema.properties === undefined) return example;
  if (required.length === 0) return Object.fromEntries(Object.entries(example).slice(0, schema.minProperties ?? 0));
  return Object.fromEntries(Object.entries(example).filter(([key]) => required.includes(key) || key === 'with'));
}

function isOf(branch: Schema, value: Json, branches: readonly Schema[]): boolean {
  const key = discriminator(branch, branches);
  return key !== undefined && isRecord(value) && Object.hasOwn(value, key);
}

function byType({ type, minimum = 1, items }: Schema): Json {
  const [first] = typeof type === 'string' ? [type] : (type ?? []);
  if (first === 'integer' || first === 'number') return minimum;
  if (first === 'boolean') return false;
  if (first === 'array') return items === undefined ? [] : [begin(items, [])];
  return first === 'object' ? {} : '...';
}

/** With names that the project has in place of those of the example. */
function settled(site: Site, path: Path, value: Json): Json {
  if (isList(value)) {
    const items = value.map((item, index) => settled(site, [...path, index], item));
    return items.filter((item, index) => items.indexOf(item) === index);
  }
  const { kind, tree } = site.file;
  const place = kind && schemaAt(kind, withValue(tree.value, path, value), path, stepSchemas);
  if (isRecord(value)) {
    const keys = place?.schema.propertyNames ?? (path.at(-1) === 'in' ? { 'x-scope': 'dataset' } : {});
    const names = columnsAt(site, path, keys);
    const entries = Object.entries(value).map(([key, inner], index) => [names[index] ?? key, inner] as const);
    return Object.fromEntries(entries.map(([key, inner]) => [key, settled(site, [...path, key], inner)]));
  }
  return (place && named(site, path, [place.schema, ...place.branches])) ?? value;
}

function named({ project, file }: Site, path: Path, schemas: readonly Schema[]): Json | undefined {
  if (path.at(-1) === 'by' && path[2] === 'with') return splitBy(project, file, String(path[1]));
  if (path[0] === 'columns' && path[2] === 'type' && file.kind === 'dataset')
    return typeOf(project, file, String(path[1]));
  if (path.at(-1) === 'references' && path[0] === 'checks') return otherDataset(project, file);
  for (const schema of schemas) {
    const { 'x-reference': reference, 'x-value': made, 'x-sql': sql } = schema;
    if (reference === 'dataset') return project.names('dataset')[0];
    if (reference === 'features') return project.names('features')[0];
    if (reference === 'column') return columnsAt({ project, file }, path, schema)[Number(path.at(-1)) || 0];
    if (made !== undefined) return output(file, path, made);
    const column =
      sql === 'expression' || sql === 'predicate' ? columnsAt({ project, file }, path, schema)[0] : undefined;
    if (column !== undefined) return sql === 'predicate' ? `${sqlName(column)} is not null` : sqlName(column);
  }
  return undefined;
}

/** The type that a column has in the data. */
function typeOf(project: Project, { name = '' }: SpecFile, column: string): string | undefined {
  const fact = project.facts.columns(name);
  return fact.kind === 'known' ? fact.value.find((each) => each.name === column)?.type : undefined;
}

/** A dataset and a column of it: `airports(iata)`. */
function otherDataset(project: Project, { name }: SpecFile): string | undefined {
  const other = project.names('dataset').find((each) => each !== name) ?? name;
  const fact = other === undefined ? undefined : project.facts.columns(other);
  const column = fact?.kind === 'known' ? fact.value[0]?.name : undefined;
  return other && `${other}(${column ?? 'id'})`;
}

/** Rows with a time are split by it. */
function splitBy(project: Project, { pipeline }: SpecFile, id: string): string {
  const step = pipeline?.steps.get(id);
  const made = pipeline && step?.kind === 'uses' ? examplesOf(pipeline, step.with.get('data')) : undefined;
  const dataset = made?.dataset === undefined ? undefined : project.datasets.get(made.dataset);
  return dataset?.timestamp === undefined ? 'random' : 'time';
}

/** Columns that are known to be in scope. */
export function columnsAt(site: Site, path: Path, schema: Schema): readonly string[] {
  const columns = typedColumnsAt(site, path, schema);
  // A label is not made of what the inputs read, and things are not told apart by times.
  const inputs = path[3] === 'label' ? readByInputs(site.file, path) : new Set<string>();
  const isFirst = ({ name, type }: Column) =>
    !inputs.has(name.toLowerCase()) && (path.includes('entity') || path.includes('on') ? !TIMES.has(type) : true);
  return [...columns.filter(isFirst), ...columns.filter((column) => !isFirst(column))].map(({ name }) => name);
}

const TIMES = new Set(['timestamp', 'date', 'time', 'float', 'list', 'struct']);

function readByInputs({ tree }: SpecFile, path: Path): ReadonlySet<string> {
  const inputs = entriesAt(tree, [...path.slice(0, 3), 'columns']).map(([, sql]) => String(sql));
  return sqlIdentifiers(inputs.join(' , '));
}

function typedColumnsAt({ project, file }: Site, path: Path, { 'x-scope': scope }: Schema): readonly Column[] {
  const dataset =
    scope === 'from'
      ? textAt(file.tree, [...path.slice(0, 3), 'from'])
      : scope === 'dataset'
        ? textAt(file.tree, ['dataset'])
        : undefined;
  const fact = dataset === undefined ? undefined : project.facts.columns(dataset);
  return fact?.kind === 'known' ? fact.value : [];
}

/** The output of this type of the step that stands nearest above. */
function output({ pipeline }: SpecFile, path: Path, type: string): string | undefined {
  const steps = [...(pipeline?.steps.values() ?? [])];
  const own = steps.findIndex(({ id }) => id === path[1]);
  for (const step of steps.slice(0, own === -1 ? steps.length : own).reverse()) {
    if (step.kind !== 'uses' || step.matrix !== undefined) continue;
    const names = Object.entries(step.entry?.outputs ?? {}).filter(([, entry]) => entry.type === type);
    const name = names.find(([each]) => each === 'train') ?? names[0];
    if (name !== undefined) return `\${{ steps.${step.id}.${name[0]} }}`;
  }
  return undefined;
}

/** A value with another one put in at `path`; maps on the way are made. */
function withValue(value: Json, path: Path, put: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return put;
  if (isList(value)) {
    const items = [...value];
    items[Number(key)] = withValue(items[Number(key)] ?? null, rest, put);
    return items;
  }
  const before = isRecord(value) ? value : {};
  const inner = Object.hasOwn(before, key) ? (before[key] ?? null) : null;
  return { ...before, [key]: withValue(inner, rest, put) };
}
