import { REGISTRY } from '../registryFolder.ts';

/** What a file below `registry/` is, by its path in the project. */
export type RegistryPath =
  | { readonly kind: 'version'; readonly model: string; readonly version: number }
  | { readonly kind: 'notes'; readonly model: string; readonly version: number | null }
  | { readonly kind: 'alias'; readonly model: string; readonly alias: string }
  | { readonly kind: 'report'; readonly model: string }
  | { readonly kind: 'approval'; readonly model: string; readonly version: number; readonly alias: string }
  | { readonly kind: 'signers' };

/** Undefined for a file that is none of the registry's. */
export function registryPath(path: string): RegistryPath | undefined {
  const [folder, model = '', ...rest] = path.split('/');
  if (folder !== REGISTRY) return undefined;
  const file = rest.join('/');
  if (rest.length === 0) return model === 'allowed_signers' ? { kind: 'signers' } : undefined;
  const version = /^v([1-9]\d{0,14})\.version\.yaml$/.exec(file)?.[1];
  if (version !== undefined) return { kind: 'version', model, version: Number(version) };
  const notes = /^(?:v([1-9]\d{0,14})|model)\.notes\.yaml$/.exec(file);
  if (notes) return { kind: 'notes', model, version: notes[1] === undefined ? null : Number(notes[1]) };
  const alias = /^([^/]+)\.alias\.yaml$/.exec(file)?.[1];
  if (alias !== undefined) return { kind: 'alias', model, alias };
  if (/^gates\/[^/]+\.json$/.test(file)) return { kind: 'report', model };
  const [, number, name] = /^approvals\/v([1-9]\d{0,14})-([\w-]+)-[^/]+\.approval\.yaml$/.exec(file) ?? [];
  return name === undefined ? undefined : { kind: 'approval', model, version: Number(number), alias: name };
}
