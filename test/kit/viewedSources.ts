import { openHost } from '../../engine/src/adapters/host.ts';
import { buildProject } from '../../engine/src/project/project.ts';
import { viewAnswers } from '../../server/src/data/answers/views.ts';
import type { Viewed } from '../../server/src/data/protocol.ts';
import { OpenSources } from '../../server/src/data/sources/openSources.ts';
import { newViewMemory } from '../../server/src/data/viewMemory.ts';
import type { AddedSource } from '../../server/src/protocol.ts';
import type { ViewQuestion, ViewQuestions } from '../../server/src/views/viewQuestions.ts';
import type { temporaryFolder } from './temporaryFolder.ts';

/** Asks what views ask, in a folder that has no store unless the test makes one. */
export interface ViewedSources {
  readonly viewed: Viewed;
  add(added: readonly AddedSource[]): void;
  ask<Q extends ViewQuestion>(
    question: Q,
    params: ViewQuestions[Q]['params'],
    signal?: AbortSignal,
  ): Promise<ViewQuestions[Q]['answer']>;
}

export function viewedSources(
  test: Parameters<typeof temporaryFolder>[0],
  root: string,
  patience?: number,
): ViewedSources {
  const host = openHost({ folder: root, projectFolder: undefined, verbose: false, restart: ['false'] });
  const memory = { ...newViewMemory(), sources: new OpenSources(patience) };
  const viewed = {
    host,
    root: root.replaceAll('\\', '/'),
    project: buildProject(new Map()),
    ...memory,
  };
  test.after(async () => {
    await memory.sources.close();
    await host.close();
  });
  return {
    viewed,
    add: (added) => memory.sources.add(added),
    ask: (question, params, signal = new AbortController().signal) => viewAnswers[question](viewed, params, signal),
  };
}
