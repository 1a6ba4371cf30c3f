import type { Json } from './node.ts';

/** The part of JSON Schema that the schemas of specs use, with keywords of our own. */
export interface Schema {
  readonly $id?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
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
  readonly uniqueItems?: boolean;
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
  /** What else it may give. */
  readonly 'x-also'?: 'file';
  /** Keys that usually stand in the map where none must. */
  readonly 'x-usual'?: readonly string[];
  /** The value is one of the language, such as a duration. */
  readonly 'x-type'?: 'duration' | 'share' | 'cron';
  /** How the name is written. */
  readonly 'x-name'?: 'snake_case' | 'kebab-case';
  /** Contexts that expressions here and below may read; where nothing says so, there are no expressions. */
  readonly 'x-contexts'?: readonly string[];
  /** The key beside this one that names the schema of this value. */
  readonly 'x-schema'?: string;
}

/** The schema of the `with` of a built-in step; undefined for a name that there is not. */
export type StepSchemas = (uses: string) => Schema | undefined;
