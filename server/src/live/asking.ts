import type { Connection } from 'vscode-languageserver';
import { type Answering, answer } from '../answer.ts';
import { ASK_REQUEST, type AskParams } from '../protocol.ts';
import type { Told, ViewQuestion, ViewQuestions } from '../views/viewQuestions.ts';
import { pathOfUri } from '../workspace/uris.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Answers what views ask of the stores and the data of open projects. */
export function registerAsking(connection: Connection, workspace: Workspace, answering: Answering): void {
  connection.onRequest<Told<unknown>, never>(
    ASK_REQUEST,
    // The data child answers: no check is kept waiting for it.
    answer('checked', (params: unknown, signal) => told(workspace, params, signal), {
      ...answering,
      reach: async () => {},
    }),
  );
}

async function told(workspace: Workspace, given: unknown, signal: AbortSignal): Promise<Told<unknown>> {
  const { root, question, params } = (given ?? {}) as Partial<AskParams>;
  if (typeof root !== 'string' || typeof question !== 'string')
    return refused('usage', `\`${ASK_REQUEST}\` takes {root, question, params}`);
  const path = pathOfUri(root);
  // A client may see a new project before this hears of it.
  if (path === undefined || !workspace.isViewed(path)) await workspace.discover();
  const viewed = path === undefined ? undefined : workspace.viewed(path);
  if (viewed === undefined)
    return refused(
      'not-a-project',
      `${path ?? root} is no project that is open here`,
      'Open its folder in the editor.',
    );
  await viewed.load();
  return viewed.askView(question, (params ?? {}) as ViewQuestions[ViewQuestion]['params'], signal);
}

function refused(reason: string, message: string, next?: string): Told<never> {
  return { kind: 'refused', reason, message, ...(next === undefined ? {} : { next }) };
}
