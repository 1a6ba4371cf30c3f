import type { Host, Stores } from '../../ports/host.ts';
import type { Run } from '../../ports/runStore.ts';
import { MODEL_TAG } from '../../registry/resolveModel.ts';
import { RUN_TAGS } from '../../tracking/tags.ts';
import type { Candidate } from './candidate.ts';

/** A finished run for a model that came from outside, so that its version leads to when and by whom it was registered. */
export async function recordRegistration(
  { value, source, files }: Candidate,
  { name }: { readonly name: string },
  host: Host,
  { root, runs }: Stores & { readonly root: string },
): Promise<Run> {
  const git = host.git(root);
  const [head, identity] = await Promise.all([git.head(), git.identity()]);
  const now = host.clock.now();
  const run = await runs.createRun({
    experiment: name,
    name: `register ${source}`,
    startTime: now,
    user: identity?.email ?? host.machine.variables['USER'] ?? 'unknown',
    tags: {
      [MODEL_TAG]: JSON.stringify(value),
      [RUN_TAGS.source]: source,
      ...(head?.commit ? { [RUN_TAGS.commit]: head.commit } : {}),
      ...(head?.branch ? { [RUN_TAGS.branch]: head.branch } : {}),
      ...(head ? { [RUN_TAGS.dirty]: String(head.dirty) } : {}),
    },
  });
  const { format, size, sha256 } = value;
  const artifacts = files.length === 0 && format === 'onnx' ? [{ path: 'model.onnx', size, sha256 }] : files;
  await runs.log(run.id, { artifacts });
  await runs.finish(run.id, 'finished', host.clock.now());
  return runs.run(run.id);
}
