import { useChannel } from '../shared/hooks.ts';
import type { DriftSubject } from './protocol.ts';

/** The page of a drift report: asked for once its subject is known. */
export function DriftPanel() {
  const subject = useChannel().subject.value as DriftSubject | undefined;
  if (subject === undefined) return null;
  return (
    <main>
      <h1>Drift</h1>
    </main>
  );
}
