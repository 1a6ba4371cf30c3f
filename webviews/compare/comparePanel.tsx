import './compare.css';
import { useMemo } from 'preact/hooks';
import { useChannel } from '../shared/hooks.ts';
import { openComparison } from './openComparison.ts';
import { CompareView } from './parts/compareView.tsx';
import type { CompareSubject } from './protocol.ts';

/** The comparison of a project's runs: one state for as long as the subject is the same. */
export function ComparePanel() {
  const channel = useChannel();
  const subject = channel.subject.value as CompareSubject | undefined;
  const key = subject === undefined ? undefined : JSON.stringify(subject);
  // The key stands for the subject.
  const comparison = useMemo(
    () => (subject === undefined ? undefined : openComparison(channel, subject)),
    [channel, key],
  );
  if (subject === undefined || comparison === undefined) return null;
  return <CompareView key={key} comparison={comparison} subject={subject} />;
}
