import { Failure } from '../../../failure.ts';
import type { ArtifactStore } from '../../../ports/artifactStore.ts';
import type { Run } from '../../../ports/runStore.ts';
import { tagJson } from '../../../tracking/tags.ts';
import { environmentOf } from '../page/against.ts';

const PYTHON = 'environment/python.json';

/** Programs, packages and machine of a run, by name; of its Python the version and each package. */
export async function wholeEnvironment(
  run: Run,
  artifacts: Pick<ArtifactStore, 'bytes'>,
): Promise<Readonly<Record<string, string>>> {
  const kept = run.artifacts.filter(({ path }) => path === PYTHON || path.endsWith(`/${PYTHON}`));
  const pythons = await Promise.all(kept.map(({ sha256, path }) => pythonOf(sha256, path, artifacts)));
  return Object.assign({}, environmentOf(run), ...pythons);
}

async function pythonOf(
  sha256: string,
  path: string,
  artifacts: Pick<ArtifactStore, 'bytes'>,
): Promise<Readonly<Record<string, string>>> {
  try {
    const facts = tagJson(new TextDecoder().decode(await artifacts.bytes(sha256, path)));
    const { python, packages } = (facts ?? {}) as { readonly python?: unknown; readonly packages?: unknown };
    return Object.fromEntries([
      ...(typeof python === 'string' ? [['Python', python]] : []),
      ...(typeof packages === 'object' && packages !== null ? Object.entries(packages) : []).map(([name, version]) => [
        `Python ${name}`,
        String(version),
      ]),
    ]);
  } catch (error) {
    if (error instanceof Failure) return {};
    throw error;
  }
}
