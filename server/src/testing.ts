import type { Connection } from 'vscode-languageserver';
import { type Answering, answer } from './answer.ts';
import { specTests } from './features/specTests.ts';
import { SPECS_CHANGED_NOTIFICATION, TESTS_REQUEST } from './protocol.ts';
import type { Workspace } from './workspace/workspace.ts';

export interface Testing {
  /** Specs were looked at anew: who has asked for tests is told. */
  specsChanged(): void;
}

/** Answers what can be tested in all projects. */
export function registerTests(
  connection: Connection,
  workspace: Workspace,
  options: Answering & { readonly failed: (error: unknown) => void },
): Testing {
  let isAsked = false;
  const list = () => {
    isAsked = true;
    return specTests(workspace.projects.filter(({ isLoaded }) => isLoaded).map(({ snapshot }) => snapshot));
  };
  connection.onRequest(TESTS_REQUEST, answer('parsed', list, { ...options, reach: async () => {} }));
  return {
    specsChanged() {
      if (isAsked) connection.sendNotification(SPECS_CHANGED_NOTIFICATION).catch(options.failed);
    },
  };
}
