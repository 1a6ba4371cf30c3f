import { canonicalJson } from '../language/canonicalJson.ts';
import type { ModelVersion, NewModelVersion } from '../ports/modelRegistry.ts';

type Facts = Pick<NewModelVersion, 'signature' | 'pipeline' | 'params' | 'features'>;

/**
 * Major: an input removed, retyped or newly required, or an output changed, so that callers must change.
 * Minor: pipeline, parameters or features changed. Patch: only the data did. The first version is 1.0.0.
 */
export function nextSemver(before: Pick<ModelVersion, 'semver' | keyof Facts> | undefined, next: Facts): string {
  if (!before) return '1.0.0';
  const [major = 0, minor = 0, patch = 0] = before.semver.split('.').map(Number);
  if (breaksCallers(before, next)) return `${major + 1}.0.0`;
  if (isChanged(before, next)) return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}

/** Every input is required, so a new one breaks callers as a removed one does. */
function breaksCallers(before: Facts, next: Facts): boolean {
  return !isSame(before.signature, next.signature);
}

function isChanged(before: Facts, next: Facts): boolean {
  return (
    before.pipeline !== next.pipeline || !isSame(before.params, next.params) || !isSame(before.features, next.features)
  );
}

/** Deep equality; the order of keys does not count, that of lists does. */
export function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
