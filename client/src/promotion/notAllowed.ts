import type { MovedAlias } from '../../../engine/src/operations/models/move/movedAlias.ts';
import type { Refusal } from '../start/refusal.ts';

/** Why the policy did not let an alias move, by the first gate that did not pass. Nothing was written then. */
export function notAllowed({
  model,
  version,
  alias,
  gates,
}: Pick<MovedAlias, 'model' | 'version' | 'alias' | 'gates'>): Refusal {
  const stopping = gates?.gates.filter(({ status }) => status !== 'passed') ?? [];
  const [first] = stopping;
  const more = stopping.length > 1 ? `, and ${stopping.length - 1} more` : '';
  const approvals = gates?.approvals?.status === 'waiting' ? 'approvals are missing' : 'the policy does not let it';
  const why =
    first === undefined ? approvals : `${first.name} ${first.status === 'failed' ? 'failed' : 'is unknown'}${more}`;
  return {
    message: `${alias} of ${model} did not move to v${version}: ${why}. Nothing was written.`,
    next: first?.next ?? undefined,
  };
}
