import { eventFile } from '../../../../engine/src/operations/run/eventLog.ts';
import { stepIdOf } from '../../../../engine/src/operations/runs/runFigures.ts';
import type { LogPart } from '../../views/runPage.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Viewed } from '../protocol.ts';
import { runNamed } from './runNamed.ts';

/** Lines that are told at once. */
const MOST = 10_000;

/** A part of what the steps of a run said; of a step's run, what that step did. */
export async function runLog(
  asked: Viewed,
  { run: id, from, lines }: ViewQuestions['log']['params'],
): Promise<LogPart> {
  const { runs, run, folder } = await runNamed(asked, id);
  const top = run.parent === undefined ? run : await runs.run(run.parent);
  const step = run.parent === undefined ? undefined : stepIdOf(run);
  return asked.logs
    .of(asked.host.files, eventFile(folder, top.id), step)
    .part(from, Math.min(MOST, Math.max(0, lines)));
}
