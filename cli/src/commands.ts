import { evaluateOperation } from '../../engine/src/operations/evaluate.ts';
import { init } from '../../engine/src/operations/init.ts';
import { aliasModel } from '../../engine/src/operations/models/alias.ts';
import { compareModels } from '../../engine/src/operations/models/compare.ts';
import { listModels, showModel } from '../../engine/src/operations/models/list.ts';
import { verify } from '../../engine/src/operations/models/verify.ts';
import type { Operation, OperationEvent } from '../../engine/src/operations/operation.ts';
import { predict } from '../../engine/src/operations/predict.ts';
import { attachRun, cancelRun, resumeRun } from '../../engine/src/operations/run/follow.ts';
import { runOperation } from '../../engine/src/operations/run/run.ts';
import { deleteRun, tagRun } from '../../engine/src/operations/runs/change.ts';
import { compareTheRuns } from '../../engine/src/operations/runs/compare.ts';
import { listRuns, searchRuns } from '../../engine/src/operations/runs/list.ts';
import { showRun } from '../../engine/src/operations/runs/show.ts';
import { validate } from '../../engine/src/operations/validate.ts';
import { evaluationText } from './report/evaluation.ts';
import { problemsGithub } from './report/github.ts';
import { initText } from './report/init.ts';
import { comparisonText, modelsText, modelText, verificationText } from './report/models.ts';
import { predictedText } from './report/predicted.ts';
import { runProgress } from './report/runProgress.ts';
import { followedText, runResultText } from './report/runResult.ts';
import { runsComparisonText, runsText, runText } from './report/runs.ts';
import { problemsSarif } from './report/sarif.ts';
import { simpleProgress } from './report/simpleProgress.ts';
import { problemsText } from './report/text.ts';
import { type Style, styleOf, type Terminal } from './terminal.ts';

/** An operation with the forms its result is printed in. */
export interface Command {
  readonly operation: Operation;
  /** By name of `--format`; `json` is there for all. */
  readonly formats: Readonly<Record<string, (result: unknown, style: Style) => string>>;
  /** Shows long work as it goes; such a command also has `--format ndjson`. */
  progress?(sink: { write(text: string): void }, terminal: Terminal, args: Readonly<Record<string, unknown>>): Progress;
}

export interface Progress {
  event(event: OperationEvent): void;
  end(): void;
}

/** Every command, in the order of `modelyard help`. */
export const commands: readonly Command[] = [
  command(init, { text: initText }),
  command(validate, { text: problemsText, sarif: problemsSarif, github: problemsGithub }),
  command(runOperation, { text: runResultText }, showRunProgress),
  command(attachRun, { text: followedText }, showRunProgress),
  command(cancelRun, { text: followedText }),
  command(resumeRun, { text: runResultText }, showRunProgress),
  command(listRuns, { text: runsText }),
  command(showRun, { text: runText }),
  command(searchRuns, { text: runsText }),
  command(compareTheRuns, { text: runsComparisonText }),
  command(tagRun, {
    text: (result) =>
      Object.entries(result.tags)
        .map(([key, value]) => `${key}=${value}`)
        .join('\n'),
  }),
  command(deleteRun, { text: (result) => `${result.deleted ? 'Deleted' : 'Restored'} ${result.runs.join(', ')}.` }),
  command(evaluateOperation, { text: evaluationText }, showProgress),
  command(predict, { text: predictedText }, showProgress),
  command(listModels, { text: modelsText }),
  command(showModel, { text: modelText }),
  command(compareModels, { text: comparisonText }),
  command(aliasModel, {
    text: ({ model, alias, version, previous }) =>
      `${model}@${alias} is version ${version}${previous === null ? '' : `, before it was ${previous}`}.`,
  }),
  command(verify, { text: verificationText }),
];

function showProgress(...[sink, terminal]: Parameters<NonNullable<Command['progress']>>): Progress {
  return simpleProgress(sink, terminal);
}

function showRunProgress(...[sink, terminal]: Parameters<NonNullable<Command['progress']>>): Progress {
  return runProgress(sink, terminal, styleOf(terminal.color), { logs: true }) as Progress;
}

type ResultOf<O> = O extends { run(...args: never): Promise<infer R> } ? R : never;

function command<O extends { readonly name: string }>(
  operation: O,
  formats: Readonly<Record<string, (result: ResultOf<O>, style: Style) => string>>,
  progress?: Command['progress'],
): Command {
  return {
    operation: operation as unknown as Operation,
    formats: formats as Command['formats'],
    ...(progress ? { progress } : {}),
  };
}
