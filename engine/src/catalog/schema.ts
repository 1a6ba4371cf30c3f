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
  /** The text is SQL of this kind. */
  readonly 'x-sql'?: 'expression' | 'predicate' | 'aggregate' | 'query';
  /** Where the columns that the SQL or the column name may use come from. */
  readonly 'x-scope'?: string;
  /** The text names one of these. */
  readonly 'x-reference'?: string;
  /** What an expression in this place must give. */
  readonly 'x-value'?: 'table' | 'model' | 'file';
  /** The text is a value of the language, such as a duration. */
  readonly 'x-type'?: 'duration' | 'share';
}
