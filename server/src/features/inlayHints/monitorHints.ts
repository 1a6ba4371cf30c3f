import type { InlayHint } from 'vscode-languageserver';
import { isRecord } from '../../../../engine/src/language/isRecord.ts';
import { monitorHeads } from '../../../../engine/src/project/monitors.ts';
import { policiesFor, readPolicy } from '../../../../engine/src/project/policies.ts';
import { type MonitorValue, monitorValues } from '../monitorValues.ts';
import { soon } from '../soon.ts';
import { type HintsAsked, inlayHint, isShown } from './hint.ts';

type Asked = Pick<HintsAsked, 'document' | 'range'>;

/** What the newest check of a monitor measured, beside its limits and those of gates on drift. */
export async function monitorHints(asked: Asked, patience: number, signal: AbortSignal): Promise<readonly InlayHint[]> {
  const { document, range } = asked;
  const { file, snapshot } = document;
  const values =
    file.kind === 'monitor'
      ? await ofMonitor(asked, patience, signal)
      : file.kind === 'policy'
        ? await ofGates(asked, patience, signal)
        : [];
  return values.flatMap(({ path, text, docs }) => {
    const behind = file.tree.range(path);
    return isShown(behind, { range }) ? [inlayHint({ behind, text, tooltip: docs }, snapshot)] : [];
  });
}

async function ofMonitor(
  { document: { file, snapshot } }: Asked,
  patience: number,
  signal: AbortSignal,
): Promise<readonly MonitorValue[]> {
  if (file.name === undefined) return [];
  const checks = await soon(snapshot.knowledge.checks(file.name, signal), patience);
  return checks === undefined || checks === null ? [] : monitorValues(file, checks.newest);
}

/** Where the policy is of one model, and one monitor looks for its drift: of others nobody can tell which is meant. */
async function ofGates(
  { document: { file, snapshot } }: Asked,
  patience: number,
  signal: AbortSignal,
): Promise<readonly MonitorValue[]> {
  const policy = readPolicy(file);
  const gates = [...(policy?.aliases.values() ?? [])].flat().filter(({ values }) => isRecord(values['drift']));
  if (gates.length === 0) return [];
  const { project, knowledge } = snapshot;
  const judged = monitorHeads(project).filter(
    ({ model, asksForDrift }) => asksForDrift && policiesFor(project, model).some((one) => one.file === file.path),
  );
  const [monitor, ...others] = judged;
  if (monitor === undefined || others.length > 0) return [];
  const checks = await soon(knowledge.checks(monitor.name, signal), patience);
  const value =
    checks && monitorValues(monitor.file, checks.newest).find(({ path }) => path.join('.') === 'drift.share');
  const said = value ?? undefined;
  return said === undefined ? [] : gates.map(({ path }) => ({ ...said, path: [...path, 'drift', 'max_share'] }));
}
