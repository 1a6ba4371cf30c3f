// views.ts FOLDER: what the side panel asks first of a folder that holds `mlruns`, by the answers of the data child; prints
// the runs that there are, the seconds until the first page stands, and those of asking all of it again.
import { openHost } from '../../engine/src/adapters/host.ts';
import { buildProject } from '../../engine/src/project/project.ts';
import { viewAnswers } from '../../server/src/data/answers/views.ts';
import { newViewMemory } from '../../server/src/data/viewMemory.ts';

const [root = ''] = process.argv.slice(2);
const host = openHost({ folder: root, projectFolder: undefined, verbose: false, restart: ['false'] });
const memory = newViewMemory();
const asked = { host, root, project: buildProject(new Map()), ...memory };
const { signal } = new AbortController();
const cold = await firstPage();
// Longer than what was seen a moment ago counts.
await new Promise((done) => setTimeout(done, 1200));
const warm = await firstPage();
const filtered = await page('metrics.metric_3 > 0');
console.log(
  JSON.stringify({ runs: warm.runs, seconds: cold.seconds, again: warm.seconds, filtered: filtered.seconds }),
);
await memory.sources.close();
await host.close();

async function firstPage() {
  const start = performance.now();
  const { sources } = await viewAnswers.sources(asked, {}, signal);
  const source = sources[0]?.id ?? '';
  const [experiment] = await viewAnswers.experiments(asked, { source }, signal);
  const { total } = await viewAnswers.runs(
    asked,
    { source, experiment: experiment?.name ?? '', offset: 0, limit: 50 },
    signal,
  );
  return { runs: total, seconds: (performance.now() - start) / 1000 };
}

async function page(filter: string) {
  const start = performance.now();
  const asking = { source: 'mlruns', experiment: 'bench', offset: 0, limit: 50, filter };
  const { total } = await viewAnswers.runs(asked, asking, signal);
  return { runs: total, seconds: (performance.now() - start) / 1000 };
}
