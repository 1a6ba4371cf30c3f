import type { Json } from '../language/node.ts';

/** The part of JSON Schema that our schemas use, with our own keywords. */
export interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly Json[];
  readonly default?: Json;
  readonly type?: string | readonly string[];
  readonly enum?: readonly Json[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  /** The text is SQL of this kind: `expression`, `predicate`, `aggregate` or `query`. */
  readonly 'x-sql'?: string;
  /** Where the columns that the SQL or the column name may use come from. */
  readonly 'x-scope'?: string;
  /** The text names one of these. */
  readonly 'x-reference'?: string;
  /** What an expression in this place must give: `table`, `model` or `file`. */
  readonly 'x-value'?: string;
  /** The text is a value of the language: `duration` or `share`. */
  readonly 'x-type'?: string;
  /** What expressions here and below may name; nothing unless something above says so. */
  readonly 'x-contexts'?: readonly string[];
  /** The schema of this value is that of the step which the neighbour of this name says. */
  readonly 'x-schema'?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}
