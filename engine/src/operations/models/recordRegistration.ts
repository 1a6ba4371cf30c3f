import type { Host, Stores } from '../../ports/host.ts';
import type { Run } from '../../ports/runStore.ts';
import { MODEL_TAG } from '../../registry/resolveModel.ts';
import { RUN_TAGS } from '../../tracking/tags.ts';
import type { Candidate } from './candidate.ts';

/**
 * A finished run for a model that came from outside, so that its version leads to when and by whom it was registered. It is written at once:
 * nobody holds it, so a process that dies on the way would leave it running for ever.
 */
export async function recordRegistration(
  { value, source, files }: Candidate,
  { name }: { readonly name: string },
  host: Host,
  { root, runs }: Stores & { readonly root: string },
): Promise<Run> {
  const git = host.git(root);
  const [head, identity] = await Promise.all([git.head(), git.identity()]);
  const now = host.clock.now();
  const id = host.ids.runId();
  const { format, size, sha256 } = value;
  await runs.adopt([
    {
      id,
      experiment: name,
      name: `register ${source}`,
      status: 'finished',
      startTime: now,
      endTime: now,
      user: identity?.email ?? host.machine.variables['USER'] ?? 'unknown',
      params: {},
      tags: {
        [MODEL_TAG]: JSON.stringify(value),
        [RUN_TAGS.source]: source,
        ...(head?.commit ? { [RUN_TAGS.commit]: head.commit } : {}),
        ...(head?.branch ? { [RUN_TAGS.branch]: head.branch } : {}),
        ...(head ? { [RUN_TAGS.dirty]: String(head.dirty) } : {}),
      },
      datasets: [],
      artifacts: files.length === 0 && format === 'onnx' ? [{ path: 'model.onnx', size, sha256 }] : files,
      metrics: new Map(),
    },
  ]);
  return runs.run(id);
}
