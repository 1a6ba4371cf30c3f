import { commands, Disposable, type LogOutputChannel, type Uri, window } from 'vscode';
import { COMMANDS } from '../../../server/src/protocol.ts';
import type { Asking } from '../asking.ts';
import type { CommandId, Commands } from '../contributions.ts';
import type { StepDebugger } from '../debugging/stepDebugger.ts';
import type { LanguageServer } from '../languageServer.ts';
import { monitorHandlers } from '../monitors/monitorHandlers.ts';
import { askComparison, comparisonHandlers } from '../panels/comparisonCommands.ts';
import { driftHandlers } from '../panels/driftHandlers.ts';
import type { Panels } from '../panels/panels.ts';
import { promotionHandlers } from '../promotion/promotionHandlers.ts';
import type { Python } from '../python/registerPython.ts';
import type { RunCommands } from '../runs/commands.ts';
import { runHandlers } from '../runs/handlers.ts';
import type { PredictOptions } from '../runs/predict.ts';
import type { RunSources } from '../sources/runSources.ts';
import { sourceHandlers } from '../sources/sourceCommands.ts';
import { createSample } from '../start/createSample.ts';
import { makeStep } from '../start/makeStep.ts';
import { newProject } from '../start/newProject.ts';
import { registerModel } from '../start/registerModel.ts';
import type { Start } from '../start/start.ts';
import { useAsDataset } from '../start/useAsDataset.ts';
import { viewHandlers } from '../views/rowHandlers.ts';
import type { Views } from '../views/views.ts';
import { newSpec } from './newSpec.ts';
import { pickStep } from './picking.ts';
import { lockData, runPipeline, runToStep, validateWorkspace } from './running.ts';
import { showReferences } from './showReferences.ts';

export interface CommandOptions {
  readonly server: LanguageServer;
  readonly asking: Asking;
  readonly output: LogOutputChannel;
  /** The command line's bundle. */
  readonly program: string;
  readonly start: Start;
  readonly views: Views;
  readonly runs: RunCommands;
  readonly memento: PredictOptions['memento'];
  readonly panels: Panels;
  readonly stepDebugger: StepDebugger;
  readonly python: Python;
  readonly sources: RunSources;
}

/** Makes every command that package.json names; what goes wrong in one is shown. */
export function registerCommands({
  server,
  output,
  program,
  start,
  asking,
  views,
  panels,
  stepDebugger,
  python,
  runs,
  memento,
  sources,
}: CommandOptions): Disposable {
  const handlers: Handlers = {
    [COMMANDS.runPipeline]: (pipeline) => runPipeline(pipeline, program),
    [COMMANDS.runToStep]: (step) => runToStep(step, program),
    [COMMANDS.debugStep]: async (given) => {
      const step = given ?? (await pickStep('Step to debug'));
      return step === undefined ? false : stepDebugger.debug(step);
    },
    [COMMANDS.lockData]: (dataset) => lockData(dataset, program),
    [COMMANDS.openRun]: (run) => panels.openRun(run),
    [COMMANDS.compareRuns]: (comparison) => panels.compareRuns(comparison),
    [COMMANDS.openReport]: (report) => panels.openReport(report),
    [COMMANDS.showReferences]: showReferences,
    'modelyard.validateWorkspace': () => validateWorkspace(program),
    'modelyard.newSpec': newSpec,
    'modelyard.createSample': (place) => createSample(place, start),
    'modelyard.useAsDataset': (table) => useAsDataset(table, start),
    'modelyard.makeStep': (file) => makeStep(file, start),
    'modelyard.newProject': (place) => newProject(place, start),
    'modelyard.registerModel': (model) => registerModel(model, start, asking),
    'modelyard.doctor': () => start.doctor.run(),
    ...comparisonHandlers(panels),
    ...driftHandlers(panels),
    ...promotionHandlers(views, { asking, panels, program }),
    ...monitorHandlers({ server, program }),
    ...viewHandlers(views, { asking, server, program }),
    ...sourceHandlers({ sources, asking, program }),
    ...runHandlers(runs, { asking, program, memento }),
    'modelyard.logPythonRuns': () => python.commands.logHere(),
    'modelyard.stopLoggingPythonRuns': () => python.commands.stop(),
    'modelyard.logNotebookRuns': (notebook) => python.commands.logNotebook(notebook),
    'modelyard.restartServer': () => server.restart(),
    'modelyard.showOutput': () => output.show(),
  };
  return Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) =>
      commands.registerCommand(id, async (argument, selected) => {
        try {
          if (askComparison(id, argument, panels)) return undefined;
          return await (handler as (argument: unknown, selected: unknown) => unknown)(argument, selected);
        } catch (error) {
          output.error(String(error));
          void window.showErrorMessage(error instanceof Error ? error.message : String(error));
          return undefined;
        }
      }),
    ),
  );
}

/** Menus of the Explorer give all that is selected too. */
type Handlers = { readonly [C in CommandId]: (argument: Commands[C], selected?: readonly Uri[]) => unknown };
