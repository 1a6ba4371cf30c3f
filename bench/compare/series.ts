import { openHost } from '../../engine/src/adapters/host.ts';
import { buildProject } from '../../engine/src/project/project.ts';
import { viewAnswers } from '../../server/src/data/answers/views.ts';
import { newViewMemory } from '../../server/src/data/viewMemory.ts';

/** Seconds in which the data child answers what the charts ask of the metric `loss` of the newest run. */
export async function measureSeries(folder: string): Promise<number> {
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  const memory = newViewMemory();
  const asked = { host, root: folder, project: buildProject(new Map()), ...memory };
  const { signal } = new AbortController();
  try {
    const { runs } = await host.stores(folder);
    const [newest] = (await runs.search({ limit: 1 })).runs;
    const begin = performance.now();
    const [series] = await viewAnswers.series(asked, { run: newest?.id ?? '', names: ['loss'] }, signal);
    if (series === undefined || series.total < 1) throw new Error('The series is not there.');
    return (performance.now() - begin) / 1000;
  } finally {
    await memory.sources.close();
    await host.close();
  }
}
