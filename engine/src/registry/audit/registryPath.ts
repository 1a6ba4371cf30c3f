import { REGISTRY } from '../registryFolder.ts';

/** What a file below `registry/` is, by its path in the project. */
export type RegistryPath =
  | { readonly kind: 'version'; readonly model: string; readonly version: number }
  | { readonly kind: 'notes'; readonly model: string; readonly version: number | null }
  | { readonly kind: 'alias'; readonly model: string; readonly alias: string }
  | { readonly kind: 'report'; readonly model: string }
  | { readonly kind: 'approval'; readonly model: string; readonly version: number; readonly alias: string }
  | { readonly kind: 'signers' };

const BELOW = `${REGISTRY}/`;

/** Undefined for a file that is none of the registry's. Asked of every file of every commit, so by its end before all else. */
export function registryPath(path: string): RegistryPath | undefined {
  if (!path.startsWith(BELOW)) return undefined;
  const slash = path.indexOf('/', BELOW.length);
  if (slash === -1) return path === `${BELOW}allowed_signers` ? { kind: 'signers' } : undefined;
  const model = path.slice(BELOW.length, slash);
  const file = path.slice(slash + 1);
  if (file.endsWith('.version.yaml')) {
    const version = /^v([1-9]\d{0,14})\.version\.yaml$/.exec(file)?.[1];
    return version === undefined ? undefined : { kind: 'version', model, version: Number(version) };
  }
  if (file.endsWith('.json')) return /^gates\/[^/]+\.json$/.test(file) ? { kind: 'report', model } : undefined;
  if (file.endsWith('.alias.yaml')) {
    const alias = /^([^/]+)\.alias\.yaml$/.exec(file)?.[1];
    return alias === undefined ? undefined : { kind: 'alias', model, alias };
  }
  if (file.endsWith('.notes.yaml')) {
    const notes = /^(?:v([1-9]\d{0,14})|model)\.notes\.yaml$/.exec(file);
    return notes ? { kind: 'notes', model, version: notes[1] === undefined ? null : Number(notes[1]) } : undefined;
  }
  const [, number, name] = /^approvals\/v([1-9]\d{0,14})-([\w-]+)-[^/]+\.approval\.yaml$/.exec(file) ?? [];
  return name === undefined ? undefined : { kind: 'approval', model, version: Number(number), alias: name };
}
