import type { AlertTold } from '../../../engine/src/monitoring/report/alertTold.ts';
import { plainSentence } from './sentenceParts.ts';

const KINDS = { notify: 'Notification in the', webhook: 'Webhook to', pipeline: 'Run of' } as const;

/** `Run of flight-delay: cools down until 2 June`. */
export function alertText({ kind, target, said, run }: AlertTold): string {
  const what = `${KINDS[kind]} ${target}`;
  return [said === null ? what : `${what}: ${plainSentence(said)}`, run === null ? undefined : `run ${run.slice(0, 8)}`]
    .filter((part) => part !== undefined)
    .join(', ');
}
