import { openHost } from '../../engine/src/adapters/host.ts';
import { buildProject } from '../../engine/src/project/project.ts';
import { viewAnswers } from '../../server/src/data/answers/views.ts';
import { newViewMemory } from '../../server/src/data/viewMemory.ts';

/** Seconds. */
export interface SeriesTimes {
  /** Until there is something to draw. */
  readonly first: number;
  /** Until means with least and greatest are there. */
  readonly exact: number;
}

/** How long the data child takes for what the charts ask of the metric `loss` of the newest run. */
export async function measureSeries(folder: string): Promise<SeriesTimes> {
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  const memory = newViewMemory();
  const asked = { host, root: folder, project: buildProject(new Map()), ...memory };
  const { signal } = new AbortController();
  try {
    const { runs } = await host.stores(folder);
    const [newest] = (await runs.search({ limit: 1 })).runs;
    const time = async (isQuick: boolean) => {
      const begin = performance.now();
      const told = await viewAnswers.curves(asked, { runs: [newest?.id ?? ''], metrics: ['loss'], isQuick }, signal);
      if (told.curves.length !== 1) throw new Error('The series is not there.');
      return (performance.now() - begin) / 1000;
    };
    return { first: await time(true), exact: await time(false) };
  } finally {
    await memory.sources.close();
    await host.close();
  }
}
