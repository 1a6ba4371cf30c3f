import { type ExtensionContext, window } from 'vscode';
import { Asking } from './asking.ts';
import { registerCommands } from './commands/all.ts';
import { StepDebugger } from './debugging/stepDebugger.ts';
import { LanguageServer } from './languageServer.ts';
import type { MonitorStates } from './monitors/monitorStates.ts';
import { registerMonitors } from './monitors/registerMonitors.ts';
import { Panels } from './panels/panels.ts';
import { registerRunFiles } from './panels/runFiles.ts';
import { registerAudit } from './promotion/audit.ts';
import { registerDecorations } from './promotion/registryDecorations.ts';
import { type Python, registerPython } from './python/registerPython.ts';
import { tellPythons } from './python/tellPythons.ts';
import { registerCommits } from './runs/openCommit.ts';
import { registerRuns } from './runs/registerRuns.ts';
import { showServerStatus } from './serverStatus.ts';
import { RunSources } from './sources/runSources.ts';
import { followSpecLanguage } from './specLanguage.ts';
import { registerStart } from './start/registerStart.ts';
import { registerTasks } from './tasks/taskProvider.ts';
import { registerTesting, type Testing } from './testing/registerTesting.ts';
import { Views } from './views/views.ts';

/** What the extension gives to its own tests. */
export interface Exports {
  readonly views: Views;
  readonly testing: Testing;
  readonly server: LanguageServer;
  readonly python: Python;
  readonly sources: RunSources;
  readonly monitors: MonitorStates;
}

/** Called by the editor when a workspace holds a project, a spec is opened or a command is asked for. */
export function activate(context: ExtensionContext): Exports {
  const output = window.createOutputChannel('Modelyard', { log: true });
  const server = new LanguageServer(context.asAbsolutePath('dist/server.js'), output);
  const asking = new Asking(server);
  const program = context.asAbsolutePath('dist/cli.js');
  const { start, subscription } = registerStart(context, { program, output, asking });
  const sources = new RunSources({ server, asking, kept: context });
  const views = new Views({
    asking,
    sources,
    server,
    memento: context.workspaceState,
    log: (error) => output.error(String(error)),
  });
  const panels = new Panels({
    extension: context.extensionUri,
    asking,
    server,
    output,
    program,
    memento: context.workspaceState,
  });
  const stepDebugger = new StepDebugger({ program, memory: context.globalState });
  const { runs, subscription: runsShown } = registerRuns({ asking, output, program });
  const { python, subscription: pythonFollowed } = registerPython(context, { output, program });
  const memento = context.workspaceState;
  const failed = (error: unknown) => output.error(String(error));
  const { monitors, subscription: monitorsShown } = registerMonitors({ asking, server, failed, memento });
  const testing = registerTesting({ server, asking, monitors, output, program });
  context.subscriptions.push(
    stepDebugger,
    testing,
    output,
    server,
    asking,
    sources,
    views,
    panels,
    registerRunFiles(asking),
    registerCommits(),
    registerAudit(asking, program),
    registerDecorations(),
    showServerStatus(server),
    followSpecLanguage((error) => output.error(String(error))),
    registerTasks(program, memento),
    subscription,
    pythonFollowed,
    tellPythons(server, (error) => output.error(String(error))),
    runsShown,
    monitorsShown,
    registerCommands({
      server,
      output,
      program,
      start,
      asking,
      views,
      panels,
      python,
      stepDebugger,
      runs,
      memento,
      sources,
    }),
  );
  server.start();
  return { views, testing, python, server, sources, monitors };
}
