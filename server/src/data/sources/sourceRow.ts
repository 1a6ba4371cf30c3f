import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { RunOrigin } from '../../../../engine/src/ports/runSource.ts';
import type { SourceRow } from '../../views/sources.ts';

/** How a source is shown: where it lies as seen from the project, and under which name. */
export function sourceRow(
  { kind, place: origin }: RunOrigin,
  { root, isAdded }: { readonly root: string; readonly isAdded: boolean },
): SourceRow {
  const whole = kind === 'mlflow-server' ? withoutSecrets(origin) : origin.replaceAll('\\', '/');
  const place = relative(root, whole);
  const name = nameOf(kind, place);
  const id = isAdded ? `${slug(name)}-${digest(whole)}` : IDS[kind];
  return { id, kind, place, name };
}

/** An address without the user and the password that stand in it. */
export function withoutSecrets(text: string): string {
  return text.replace(/:\/\/[^/@\s]*@/g, '://');
}

/** Of those of the project's folder, where there is one of each. */
const IDS: Readonly<Record<RunOrigin['kind'], string>> = {
  mlruns: 'mlruns',
  'mlflow-database': 'mlflow-db',
  'mlflow-server': 'mlflow-server',
  dvc: 'dvc',
};

function relative(root: string, place: string): string {
  if (place === root) return '.';
  return place.startsWith(`${root}/`) ? place.slice(root.length + 1) : place;
}

function nameOf(kind: RunOrigin['kind'], place: string): string {
  if (kind === 'mlflow-server') return place.replace(/^https?:\/\//i, '');
  const folder = kind === 'dvc' ? place : posix.dirname(place);
  const around = folder === '.' ? '' : posix.basename(folder);
  if (kind === 'dvc') return around === '' ? 'DVC' : `DVC in ${around}`;
  return posix.join(around, posix.basename(place));
}

function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return plain.slice(0, 32).replace(/-$/, '') || 'source';
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}
