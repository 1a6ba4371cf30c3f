import {
  Disposable,
  type LogOutputChannel,
  type TestController,
  type TestRunProfile,
  TestRunProfileKind,
  tests,
  workspace,
} from 'vscode';
import { type ProjectTests, SPECS_CHANGED_NOTIFICATION, TESTS_REQUEST } from '../../../server/src/protocol.ts';
import type { Asking } from '../asking.ts';
import type { LanguageServer } from '../languageServer.ts';
import type { MonitorStates } from '../monitors/monitorStates.ts';
import { RecordedChecks } from './recordedChecks.ts';
import { testNodes } from './testList.ts';
import { runTests, type TestRunOptions } from './testRun.ts';
import { OF_PIPELINE, TestTree } from './testTree.ts';

export interface TestingOptions {
  readonly server: LanguageServer;
  readonly asking: Asking;
  readonly monitors: MonitorStates;
  readonly output: LogOutputChannel;
  /** The command line's bundle. */
  readonly program: string;
}

/** What was registered. */
export interface Testing extends Disposable {
  readonly controller: TestController;
  /** Ways to run tests; none in a restricted workspace, where tests are a list. */
  readonly profiles: readonly TestRunProfile[];
}

/** Milliseconds for which changes of specs are gathered. */
const CALM = 250;

/**
 * Lists checks of datasets, thresholds of pipelines, gates and checks of monitors in the Testing view, as they are typed, and runs them
 * where the workspace is trusted. What a monitor's newest check found is shown there without a run.
 */
export function registerTesting(options: TestingOptions): Testing {
  const { server, asking, monitors, output } = options;
  const controller = tests.createTestController('modelyard', 'Modelyard');
  const tree = new TestTree(controller);
  const recorded = new RecordedChecks({ controller, tree, asking });
  const list = async () => {
    const found = await server.request<readonly ProjectTests[]>(TESTS_REQUEST, null);
    if (found === undefined) return;
    tree.show(testNodes(found));
    await recorded.show(monitors.known);
  };
  const soon = gathered(() => list().catch((error) => output.error(String(error))));
  controller.refreshHandler = list;
  const profiles: TestRunProfile[] = [];
  const addProfiles = () => profiles.push(...profilesOf({ ...options, controller, tree, recorded }));
  if (workspace.isTrusted) addProfiles();
  const following = Disposable.from(
    controller,
    soon,
    server.onDidTell(({ method }) => {
      if (method === SPECS_CHANGED_NOTIFICATION) soon.ask();
    }),
    server.onDidChangeState((state) => {
      if (state === 'running') soon.ask();
    }),
    monitors.onDidChange((known) => {
      recorded.show(known).catch((error) => output.error(String(error)));
    }),
    workspace.onDidGrantWorkspaceTrust(addProfiles),
  );
  return { controller, profiles, dispose: () => following.dispose() };
}

function profilesOf(options: Omit<TestRunOptions, 'runsPipelines'>): readonly TestRunProfile[] {
  const { controller } = options;
  const add = (label: string, how: { readonly runsPipelines: boolean; readonly tag?: typeof OF_PIPELINE }) =>
    controller.createRunProfile(
      label,
      TestRunProfileKind.Run,
      async (request, token) => {
        const control = new AbortController();
        const listener = token.onCancellationRequested(() => control.abort());
        const { runsPipelines } = how;
        try {
          await runTests(request, control.signal, { ...options, runsPipelines });
        } finally {
          listener.dispose();
        }
      },
      !how.runsPipelines,
      how.tag,
    );
  return [
    add('Run', { runsPipelines: false }),
    add('Run Pipeline and Check', { runsPipelines: true, tag: OF_PIPELINE }),
  ];
}

/** Does work once, a while after it was first asked for. */
function gathered(work: () => void): Disposable & { ask(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    ask() {
      timer ??= setTimeout(() => {
        timer = undefined;
        work();
      }, CALM);
    },
    dispose: () => clearTimeout(timer),
  };
}
