import { createHash } from 'node:crypto';
import { TAGS } from '../../../pipeline/journal.ts';
import type { Project } from '../../../project/project.ts';
import { RUN_TAGS } from '../../../tracking/tags.ts';
import { specsOf } from '../../run/run.ts';
import { stepIdOf } from '../runFigures.ts';
import type { WholeRun } from '../wholeRun.ts';
import type { RunFailure } from './runPage.ts';

const LOG_LINES = 20;

/** Why a run did not finish; null where it did, or goes on. */
export function runFailure(whole: WholeRun, project: Project): RunFailure | null {
  const { run, steps, story } = whole;
  if (run.status === 'running' || run.status === 'finished') return null;
  const failed = steps.find((step) => step.status === run.status) ?? steps.find((step) => step.status === 'failed');
  const step = failed === undefined ? null : stepIdOf(failed);
  return {
    step,
    message: run.tags[RUN_TAGS.failure] || failed?.tags[TAGS.reason] || MESSAGES[run.status],
    next: (step !== null && story.ends.get(step)?.next) || null,
    log: step === null ? [] : story.tail(step, LOG_LINES),
    canResume: canResume(whole, project),
  };
}

const MESSAGES = {
  failed: 'It failed, and nothing says why.',
  cancelled: 'It was cancelled.',
  interrupted: 'The process that ran it ended before it did.',
} as const;

/** A run goes on only with the specs it began with. */
function canResume({ run, pipeline }: WholeRun, project: Project): boolean {
  if (pipeline === undefined || run.lifecycle === 'deleted') return false;
  for (const [path, text] of specsOf(project, pipeline)) {
    const kept = run.artifacts.find((artifact) => artifact.path === `specs/${path}`);
    if (kept !== undefined && kept.sha256 !== createHash('sha256').update(text).digest('hex')) return false;
  }
  return true;
}
