import { useChannel } from '../shared/hooks.ts';
import { FilesPanel } from './filesPanel.tsx';
import { MonitorPanel } from './monitorPanel.tsx';
import { type DriftSubject, isOfFiles } from './protocol.ts';

/** The page of a drift report: of a monitor's check, or of two files. */
export function DriftPanel() {
  const subject = useChannel().subject.value as DriftSubject | undefined;
  if (subject === undefined) return null;
  return isOfFiles(subject) ? <FilesPanel subject={subject} /> : <MonitorPanel subject={subject} />;
}
