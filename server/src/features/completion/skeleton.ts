import { stepSchemas } from '../../../../engine/src/catalog/catalog.ts';
import { isRecord } from '../../../../engine/src/language/isRecord.ts';
import type { Kind } from '../../../../engine/src/language/kinds.ts';
import type { Schema } from '../../../../engine/src/language/schema.ts';
import { followed } from './ask.ts';
import { literal, Tabs } from './snippet.ts';
import { BLOCK, FLOW, yamlValue } from './yamlText.ts';

/** How a value is written: on the line of its key, as a map or list below it. */
export function formOf(schema: Schema, kind: Kind): 'scalar' | 'map' | 'list' {
  const all = [schema, ...(schema.oneOf ?? []).map((branch) => followed(branch, kind))];
  const types = all.flatMap(({ type, oneOf }) => (oneOf === undefined || type !== 'object' ? (type ?? []) : []));
  if (schema.oneOf === undefined && types.length === 0)
    return schema.enum === undefined && schema.properties ? 'map' : 'scalar';
  if (types.some((type) => type !== 'object' && type !== 'array')) return 'scalar';
  return types.includes('array') && !types.includes('object') ? 'list' : 'map';
}

export interface SkeletonOptions {
  readonly kind: Kind;
  /** The likeliest value of a scalar of this schema and key, plain, among the inputs of a step or elsewhere; undefined: the schema's own example. */
  readonly likely: (schema: Schema, key: string, step: string | undefined) => string | undefined;
  readonly flow: boolean;
}

/** Keys with what is required below them, as text of a snippet. Its first line is not indented, the others stand where they belong. */
export class Skeleton {
  readonly #tabs = new Tabs();
  readonly #options: SkeletonOptions;
  /** The built-in step whose inputs are written. */
  #step: string | undefined;

  constructor(options: SkeletonOptions) {
    this.#options = options;
  }

  /** `key:` with its value; a value that is not filled is left for the cursor. */
  entry(key: string, schema: Schema, { column, fill }: { readonly column: number; readonly fill: boolean }): string {
    return `${literal(key)}:${this.#value(key, this.#followed(schema), column, fill)}`;
  }

  /** The entries of a map that must be there, those of `keys` in this order; `fixed` are values that are known. */
  entries(
    schema: Schema,
    keys: readonly string[],
    { column, fixed = {} }: { readonly column: number; readonly fixed?: Readonly<Record<string, string>> },
  ): string {
    const separator = this.#options.flow ? ', ' : `\n${' '.repeat(column)}`;
    return keys
      .map((key) => {
        const inner = schema.properties?.[key] ?? {};
        const value = fixed[key];
        if (value !== undefined) return `${key}: ${literal(value)}`;
        const named = inner['x-schema'] === undefined ? undefined : stepSchemas(fixed[inner['x-schema']] ?? '');
        if (named !== undefined) this.#step = named.title;
        return this.entry(key, named ?? inner, { column, fill: true });
      })
      .join(separator);
  }

  /** A key of the user's own, with a value below it. */
  ownEntry(name: string, schema: Schema, column: number, fixed: Readonly<Record<string, string>> = {}): string {
    const value = this.#followed(schema);
    const key = this.#tabs.placeholder(name);
    if (Object.keys(fixed).length === 0 || this.#options.flow)
      return `${key}:${this.#value(name, value, column, true)}`;
    const below = { column: column + 2, fixed };
    const keys = [...new Set([...Object.keys(fixed), ...(value.required ?? [])])];
    return `${key}:\n${' '.repeat(column + 2)}${this.entries(value, keys, below)}`;
  }

  /** What stands behind the dash of a list. */
  item(schema: Schema, column: number): string {
    const value = this.#followed(schema);
    if (formOf(value, this.#options.kind) !== 'map') return this.scalar('', value);
    const keys = requiredKeys(value);
    return keys.length === 0 ? '' : this.entries(value, keys, { column });
  }

  scalar(key: string, schema: Schema): string {
    const { likely, flow } = this.#options;
    const style = flow ? FLOW : BLOCK;
    const suggested = likely(schema, key, this.#step);
    if (suggested !== undefined) return this.#tabs.placeholder(yamlValue(suggested, style));
    const scalar = (schema.oneOf ?? []).map((each) => followed(each, this.#options.kind)).find(isScalar) ?? schema;
    if (scalar.enum !== undefined) return this.#tabs.choice(scalar.enum.map((value) => yamlValue(value, style)));
    const example = scalar.examples?.find((each) => typeof each !== 'object') ?? schema.title ?? key;
    return this.#tabs.placeholder(yamlValue(example, style));
  }

  #value(key: string, schema: Schema, column: number, fill: boolean): string {
    const form = formOf(schema, this.#options.kind);
    if (form === 'scalar') return fill ? ` ${this.scalar(key, schema)}` : ' ';
    if (this.#options.flow) return form === 'map' ? ` {${this.#tabs.stop()}}` : ` [${this.#tabs.stop()}]`;
    const below = `\n${' '.repeat(column + 2)}`;
    if (form === 'map') return below + this.#map(schema, column + 2);
    const items = this.#followed(schema.items ?? {});
    if (formOf(items, this.#options.kind) === 'scalar')
      return ` [${fill ? this.scalar(key, items) : this.#tabs.stop()}]`;
    return `${below}- ${this.item(items, column + 4)}`;
  }

  #map(schema: Schema, column: number): string {
    const { additionalProperties, propertyNames } = schema;
    const [branch] = (schema.oneOf ?? []).map((each) => this.#followed(each)).filter((each) => each.type === 'object');
    if (branch !== undefined) return this.#map(branch, column);
    const keys = requiredKeys(schema);
    if (keys.length > 0) return this.entries(schema, keys, { column });
    if (schema.properties !== undefined || typeof additionalProperties !== 'object') return this.#tabs.stop();
    const name = propertyNames?.examples?.[0] ?? exampleKey(schema) ?? 'name';
    return propertyNames?.['x-reference'] === undefined
      ? this.ownEntry(String(name), additionalProperties, column)
      : this.#tabs.stop();
  }

  #followed(schema: Schema): Schema {
    return followed(schema, this.#options.kind);
  }
}

/** What a map must have, or has usually. */
export function requiredKeys(schema: Schema): readonly string[] {
  return schema.required ?? schema['x-usual'] ?? [];
}

function isScalar({ type, enum: values }: Schema): boolean {
  const types = typeof type === 'string' ? [type] : (type ?? []);
  return values !== undefined || types.some((each) => each !== 'object' && each !== 'array');
}

function exampleKey({ examples }: Schema): string | undefined {
  const [example] = examples ?? [];
  return isRecord(example) ? Object.keys(example)[0] : undefined;
}
