// Generated from schemas/ by tools/schemas.mjs; edit those.
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Set when the name of a key was judged, not its value. */
  readonly propertyName?: string;
}

export interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
}

/** By kind of spec. */
export const specValidators: Readonly<Record<string, Validator>>;
/** The `with` of built-in steps, by `uses`. */
export const stepValidators: Readonly<Record<string, Validator>>;
