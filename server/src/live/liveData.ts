import type { Connection } from 'vscode-languageserver';
import { AskedData } from '../data/askedData.ts';
import type { ProjectData } from '../data/projectData.ts';
import type { Machine, Variables } from '../machine.ts';
import type { Progress } from '../progress.ts';
import { CHANGED_NOTIFICATION, type Changed, LIVE_NOTIFICATION, type Live, type Topic } from '../protocol.ts';
import { uriOfPath } from '../workspace/uris.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { ProjectLive } from './projectLive.ts';

export interface LiveDataOptions {
  readonly connection: Connection;
  readonly machine: Machine;
  readonly progress: Progress;
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
  /** A native library does not load: words for the user. */
  readonly missing: (words: string) => void;
  /** Known once it has been made, which is before anything is asked. */
  readonly workspace: () => Workspace;
  /** Of the processes of a project. */
  readonly variables: (root: string) => Variables;
}

/** The data of a project of a trusted workspace, with word to the client of what any process changes. */
export function openLiveData(root: string, options: LiveDataOptions): ProjectData {
  const { connection, machine, progress, changed, failed, missing, workspace, variables } = options;
  const address = uriOfPath(root);
  const say = (method: string, params: Changed | Live) => {
    connection.sendNotification(method, params).catch(failed);
  };
  const live = new ProjectLive({
    root,
    files: machine.files,
    userSettings: machine.userSettings,
    watch: machine.watchFolder,
    async ask(signal) {
      const viewed = workspace().viewed(root);
      if (viewed === undefined) return { kind: 'refused', reason: 'not-a-project', message: `${root} is not open` };
      await viewed.load();
      return viewed.askView('live', {}, signal);
    },
    changed: (topics) => say(CHANGED_NOTIFICATION, { root: address, topics }),
    runsChanged: () => data.runsChanged(),
    checksChanged: () => data.checksChanged(),
    live: (runs) => say(LIVE_NOTIFICATION, { root: address, runs }),
    failed,
  });
  const data = new AskedData({
    start: () => machine.startData(root, variables(root)),
    progress,
    changed,
    failed,
    missing,
    moved: () => live.tell(ALL),
    leaving: (state) => live.leaving(state),
    closed: () => live.close(),
  });
  // Views may have asked before the project was known here, and were refused.
  void live.begin().then(() => live.tell(ALL));
  return data;
}

const ALL: readonly Topic[] = ['runs', 'models', 'data', 'monitors'];
