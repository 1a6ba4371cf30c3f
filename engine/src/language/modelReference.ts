/** How specs and commands name a model. */
export type ModelReference =
  /** The newest version. */
  | { readonly kind: 'newest'; readonly name: string }
  | { readonly kind: 'version'; readonly name: string; readonly version: number }
  | { readonly kind: 'alias'; readonly name: string; readonly alias: string }
  /** What a run made, before it is registered. */
  | { readonly kind: 'run'; readonly run: string };

/** Reads `name`, `name:3`, `name@alias` and `run:ID`; undefined for anything else. */
export function parseModelReference(text: string): ModelReference | undefined {
  const run = /^run:([0-9a-f]{4,32})$/.exec(text)?.[1];
  if (run !== undefined) return { kind: 'run', run };
  const [, name, version, alias] = /^([^:@]+)(?::([1-9]\d{0,14})|@(\w[\w-]*))?$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  if (version !== undefined) return { kind: 'version', name, version: Number(version) };
  return alias === undefined ? { kind: 'newest', name } : { kind: 'alias', name, alias };
}
