import type { TestContext } from 'node:test';
import { openDuckDb } from '../../engine/src/adapters/duckdb/duckDb.ts';
import { localFiles } from '../../engine/src/adapters/files/localFiles.ts';
import { checkProject, type FoundProblem } from '../../engine/src/checks/all.ts';
import { FactGatherer } from '../../engine/src/facts/factGatherer.ts';
import { factsOf, type GatheredFacts } from '../../engine/src/facts/gatheredFacts.ts';
import { random } from '../../engine/src/math/random.ts';
import { loadProject } from '../../engine/src/project/load.ts';
import { buildProject, type Project } from '../../engine/src/project/project.ts';
import { sqlSitesIn } from '../../engine/src/project/sqlSites.ts';
import { NO_KNOWLEDGE } from '../../server/src/data/knowledge.ts';
import type { Snapshot } from '../../server/src/features/spot.ts';
import { askEverything } from './askEverything.ts';
import { mutated } from './mutate.ts';
import { testProject } from './project.ts';

/** What is mutated: specs, and what is known of their data. */
export interface Subject {
  readonly root: string;
  readonly texts: ReadonlyMap<string, string>;
  /** What was gathered last: of another text mostly, as in an editor. */
  gathered: GatheredFacts;
  readonly gatherer: FactGatherer;
}

/** The flights sample with its data, in a folder of the test. */
export async function flightsSample(t: Pick<TestContext, 'after'>): Promise<Subject> {
  const made = testProject(t, '');
  const { code, err } = await made.modelyard('init flights --sample flights --rows sample');
  if (code !== 0) throw new Error(err);
  const root = `${made.folder}/flights`;
  const files = localFiles();
  const openData = (readable: readonly string[]) =>
    openDuckDb({ tmpFolder: `${made.folder}/tmp`, readable, threads: 1 });
  const project = await loadProject(files, root);
  const gatherer = new FactGatherer({ root, files, openData, variables: {} });
  const gathered = await gatherer.collect(project);
  t.after(() => gatherer.close());
  const texts = new Map([...project.files].map(([path, { text }]) => [path, text]));
  return { root, texts, gathered, gatherer };
}

/** Milliseconds of processor time that one answer, or all checks of a snapshot, may take. */
const LIMIT = 1000;
const PLACES = 2;
/** Of so many mutations one has its SQL bound. */
const GATHERED = 5;

/**
 * Mutates one file of the specs and asks every feature at random places: nothing throws, nothing takes a second, and no column that the
 * data has is called unknown. Rejects with the seed and the text otherwise.
 */
export async function fuzz(subject: Subject, seed: number, previous: Project): Promise<void> {
  const { root, texts, gatherer } = subject;
  const chance = random(seed);
  const paths = [...texts.keys()];
  const path = paths[chance.below(paths.length)]!;
  const text = mutated(texts.get(path)!, chance);
  try {
    let before = process.cpuUsage();
    const specs = buildProject(new Map(texts).set(path, text), { previous });
    const { user: parsing } = process.cpuUsage(before);
    if (seed % GATHERED === 0) subject.gathered = await gatherer.collect(specs);
    before = process.cpuUsage();
    const project = specs.withFacts(factsOf(subject.gathered, specs));
    const problems = checkProject(project);
    const user = process.cpuUsage(before).user + parsing;
    if (user > LIMIT * 1000) throw new Error(`parsing and checking took ${Math.round(user / 1000)} ms`);
    const wrong = problems.find((problem) => isFalse(project, problem));
    if (wrong !== undefined) throw new Error(`false unknown-column: ${JSON.stringify(wrong)}`);
    const file = project.files.get(path)!;
    const snapshot: Snapshot = {
      root,
      project,
      knowledge: NO_KNOWLEDGE,
      uri: (one) => `file://${root}/${one}`,
      list: async () => [],
    };
    const own = problems.filter((problem) => problem.file === path);
    for (let left = PLACES; left > 0; left--)
      await askEverything({ snapshot, file, offset: chance.below(text.length + 1) }, own, LIMIT);
  } catch (error) {
    throw new Error(`seed ${seed}, ${path}: ${(error as Error).message}\n${text}`, { cause: error });
  }
}

/** Whether a column that the data has is called unknown. Tables of examples and of scores, and models, have columns of their own. */
function isFalse(project: Project, { code, file: path, range }: FoundProblem): boolean {
  const file = project.files.get(path);
  if (code !== 'unknown-column' || file === undefined) return false;
  const { lines } = file.tree;
  const [start, end] = [lines.offset(range.start), lines.offset(range.end)];
  const place = JSON.stringify(file.tree.pathAt(start).path);
  const site = sqlSitesIn(project, file).find((one) => JSON.stringify(one.place.path) === place);
  const isOfData =
    site === undefined ? file.kind === 'dataset' || file.kind === 'features' : site.dataset !== undefined;
  if (!isOfData) return false;
  const columns = project.facts.columns(site?.dataset ?? DATASET);
  const name = file.text.slice(start, end).replace(/^["']|["']$/g, '');
  return columns.kind === 'known' && columns.value.some((column) => column.name.toLowerCase() === name.toLowerCase());
}

/** The sample's only one. */
const DATASET = 'flights';

/** The snapshot from which mutations are parsed again. */
export function unmutated({ texts }: Subject): Project {
  return buildProject(texts);
}
