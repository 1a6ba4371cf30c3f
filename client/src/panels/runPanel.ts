import { isRecord } from '../../../engine/src/language/isRecord.ts';
import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { COMMANDS } from '../../../server/src/protocol.ts';
import type { Told } from '../../../server/src/views/viewQuestions.ts';
import { RUN_PANEL, type RunSubject } from '../../../webviews/run/protocol.ts';
import type { PanelKind } from './panelKind.ts';

/** The page of a run. */
export const RUN_KIND: PanelKind<RunSubject> = {
  type: RUN_PANEL,
  page: 'run',
  icon: 'run',
  questions: ['runPage', 'series', 'log', 'artifact', 'artifactPreview', 'runParts'],
  commands: [
    COMMANDS.runPipeline,
    COMMANDS.runToStep,
    COMMANDS.debugStep,
    COMMANDS.openRun,
    COMMANDS.compareRuns,
    'modelyard.cancelRun',
    'modelyard.attachRun',
    'modelyard.resumeRun',
    'modelyard.copyCommand',
  ],
  read: readSubject,
  keyOf: ({ root, run }) => `${root} ${run}`,
  rootOf: ({ root }) => root,
  asksFirst: ({ run }) => ({ question: 'runPage', params: { run } }),
  titleOf: ({ run }) => `Run ${shortId(run)}`,
  isAway: (question, told) =>
    question === 'runPage' && told.kind === 'told' && (told.value as RunPage).source?.kind === 'mlflow-server',
  titleFrom: (question, told) => {
    if (question !== 'runPage' || told.kind !== 'told') return undefined;
    const { experiment, id } = (told as Told<RunPage> & { readonly kind: 'told' }).value;
    return `${experiment.length > 40 ? `${experiment.slice(0, 39)}…` : experiment} ${shortId(id)}`;
  },
};

function readSubject(kept: unknown): RunSubject | undefined {
  if (!isRecord(kept)) return undefined;
  const { root, run, step } = kept;
  if (typeof root !== 'string' || typeof run !== 'string') return undefined;
  return { root, run, ...(typeof step === 'string' ? { step } : {}) };
}

function shortId(run: string): string {
  return run.slice(0, 4);
}
