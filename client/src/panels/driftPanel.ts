import { basename } from 'node:path';
import { isRecord } from '../../../engine/src/language/isRecord.ts';
import { COMMANDS } from '../../../server/src/protocol.ts';
import { DRIFT_PANEL, type DriftSubject, isOfFiles } from '../../../webviews/drift/protocol.ts';
import type { PanelKind } from './panelKind.ts';

/** The page of a drift report: one for each monitor, and for each pair of files. */
export const DRIFT_KIND: PanelKind<DriftSubject> = {
  type: DRIFT_PANEL,
  page: 'drift',
  icon: 'drift',
  questions: ['monitorReport', 'monitorReportFile'],
  commands: [COMMANDS.checkMonitor, 'modelyard.muteMonitor', 'modelyard.unmuteMonitor'],
  read: readSubject,
  keyOf: (subject) =>
    JSON.stringify(
      isOfFiles(subject)
        ? [subject.root, subject.reference, subject.current]
        : [subject.root, 'monitor', subject.monitor],
    ),
  rootOf: ({ root }) => root,
  asksFirst: (subject) => {
    if (isOfFiles(subject)) return undefined;
    const { monitor, check } = subject;
    return { question: 'monitorReport', params: { monitor, ...(check !== undefined && { check }) } };
  },
  titleOf: (subject) =>
    isOfFiles(subject)
      ? `Drift: ${cut(basename(subject.reference))} and ${cut(basename(subject.current))}`
      : `Drift: ${cut(subject.monitor)}`,
};

function readSubject(kept: unknown): DriftSubject | undefined {
  if (!isRecord(kept)) return undefined;
  const { root, monitor, check, reference, current } = kept;
  if (typeof root !== 'string') return undefined;
  if (typeof monitor === 'string') return { root, monitor, ...(typeof check === 'string' && { check }) };
  return typeof reference === 'string' && typeof current === 'string' ? { root, reference, current } : undefined;
}

function cut(name: string): string {
  return name.length > 30 ? `${name.slice(0, 29)}…` : name;
}
