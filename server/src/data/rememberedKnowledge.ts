import { createHash } from 'node:crypto';
import type { Project } from '../../../engine/src/project/project.ts';
import { sqlKey, sqlSitesIn } from '../../../engine/src/project/sqlSites.ts';
import type { Knowledge, SqlPlace } from './knowledge.ts';
import type { Question, Questions } from './protocol.ts';

/** Asks the data child; undefined where it cannot tell or is gone. Must not reject. */
export type Ask = <Q extends Question>(
  question: Q,
  params: Questions[Q]['params'],
  signal: AbortSignal,
) => Promise<Questions[Q]['answer']>;

/** Milliseconds after which an answer is asked for anew; data that changes unseen is not believed for longer. */
const LASTS = { profile: 60_000, preview: 60_000, runs: 2_000, checks: 60_000 } as const satisfies Record<
  Question,
  number
>;
const MOST_ANSWERS = 500;

/** Remembers what the data child has told, by the content that decided it, across the snapshots of a project. */
export class RememberedKnowledge {
  readonly #ask: Ask;
  readonly #now: () => number;
  readonly #answers = new Map<string, { readonly value: unknown; readonly at: number }>();
  readonly #asked = new Map<string, Promise<unknown>>();

  constructor(ask: Ask, now: () => number = () => performance.now()) {
    this.#ask = ask;
    this.#now = now;
  }

  /** What is known as one snapshot has it. */
  of(project: Project): Knowledge {
    return {
      profile: (dataset, signal) => this.#answer('profile', { dataset }, { key: dataKey(project, dataset), signal }),
      preview: (place, signal) => this.#answer('preview', place, { key: placeKey(project, place), signal }),
      runs: (pipeline, signal) => this.#answer('runs', { pipeline }, { key: pipeline, signal }),
      checks: (monitor, signal) => this.#answer('checks', { monitor }, { key: monitor, signal }),
    };
  }

  /** When files of data or runs have changed: everything is asked for anew. */
  forget(question?: Question): void {
    for (const key of this.#answers.keys())
      if (question === undefined || key.startsWith(`${question} `)) this.#answers.delete(key);
  }

  async #answer<Q extends Question>(
    question: Q,
    params: Questions[Q]['params'],
    { key: content, signal }: { readonly key: string; readonly signal: AbortSignal },
  ): Promise<Questions[Q]['answer']> {
    const key = `${question} ${content}`;
    const known = this.#answers.get(key);
    const isFresh = known !== undefined && this.#now() - known.at < LASTS[question];
    if (isFresh || signal.aborted) return known?.value as Questions[Q]['answer'];
    const owned = !this.#asked.has(key);
    const ask = () => this.#askOnce(key, () => this.#ask(question, params, signal));
    const answer = await (this.#asked.get(key) ?? ask());
    // The other who asked may have withdrawn the question.
    const isLeft = !owned && answer === undefined && !signal.aborted;
    return (isLeft ? await (this.#asked.get(key) ?? ask()) : answer) as Questions[Q]['answer'];
  }

  /** Two who ask the same wait for one answer; what is not known is asked again by the next. */
  #askOnce(key: string, ask: () => Promise<unknown>): Promise<unknown> {
    const asked = ask().then(
      (value) => {
        this.#asked.delete(key);
        if (value !== undefined) this.#remember(key, value);
        return value;
      },
      () => {
        this.#asked.delete(key);
        return undefined;
      },
    );
    this.#asked.set(key, asked);
    return asked;
  }

  #remember(key: string, value: unknown): void {
    this.#answers.delete(key);
    this.#answers.set(key, { value, at: this.#now() });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MOST_ANSWERS && oldest !== undefined) this.#answers.delete(oldest);
  }
}

/** The specs of all datasets decide what the rows of one are, where it is SQL; of another its own does. */
function dataKey(project: Project, name: string): string {
  const dataset = project.datasets.get(name);
  const all = dataset?.source.kind === 'sql' ? [...project.datasets.values()] : dataset === undefined ? [] : [dataset];
  const [version, columns] = [project.facts.version(name), project.facts.columns(name)];
  return hashOf([
    name,
    project.environment,
    version.kind === 'known' ? version.value : null,
    columns.kind === 'known' ? columns.value : null,
    all.map(({ source, tree }) => [source, tree.text]),
  ]);
}

function placeKey(project: Project, { file: path, path: place }: SqlPlace): string {
  const file = project.files.get(path);
  if (file === undefined) return hashOf([path, place]);
  const wanted = JSON.stringify(place);
  const around = JSON.stringify([...place.slice(0, 3), 'where']);
  const sites = sqlSitesIn(project, file).filter(({ place: { path: at } }) =>
    [wanted, around].includes(JSON.stringify(at)),
  );
  const site = sites.find((one) => JSON.stringify(one.place.path) === wanted);
  const dataset = site?.kind === 'query' ? file.name : site?.dataset;
  return hashOf([path, place, sites.map(sqlKey), dataset === undefined ? null : dataKey(project, dataset)]);
}

function hashOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
