import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openHost } from '../../engine/src/adapters/host.ts';
import { TAGS } from '../../engine/src/pipeline/journal.ts';
import type { Stores } from '../../engine/src/ports/host.ts';
import { type GitProject, gitIn, gitProject, identify, POLICY } from './gitProject.ts';
import { commandLine, type LineOptions, type Said } from './project.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** A clone of the team's project. */
export interface Clone {
  readonly folder: string;
  modelyard(line: string | readonly string[], options?: LineOptions): Promise<Said>;
  git(...args: string[]): string;
  /** Does something with the stores of the clone, which are closed afterwards. */
  withStores<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
}

export interface Team {
  /** Absolute path of the shared folder. */
  readonly share: string;
  /** Absolute path of the bare git repository that all push to. */
  readonly bare: string;
  /** The first clone, which registers. */
  readonly first: Clone & GitProject;
  clone(): Clone;
}

/** A project with a remote, a bare git repository, and clones of it: each with a store of its own. */
export async function team(
  test: Parameters<typeof temporaryFolder>[0],
  { versions = 0, remote }: { readonly versions?: number; readonly remote?: string } = {},
): Promise<Team> {
  const folder = temporaryFolder(test);
  const share = join(folder, 'share');
  mkdirSync(share);
  const settings = `project: small\nlanguage: 1\nremote: ${remote ?? pathToFileURL(share).href}\n`;
  const project = await gitProject(test, { fixture: `${POLICY}#- modelyard.yaml\n${settings}` });
  const bare = join(folder, 'bare.git');
  gitIn(folder)('clone', '-q', '--bare', project.folder, bare);
  project.git('remote', 'add', 'origin', bare);
  for (let number = 1; number <= versions; number += 1) await project.register(number);
  project.commitAll('Versions');
  project.git('push', '-q', '-u', 'origin', 'main');
  let clones = 0;
  return {
    share,
    bare,
    first: { ...project, withStores: (work) => withStores(project.folder, work) },
    clone() {
      const place = join(folder, `clone-${++clones}`);
      gitIn(folder)('clone', '-q', bare, place);
      const git = gitIn(place);
      identify(git);
      return {
        folder: place,
        git,
        modelyard: (line, options) => commandLine(place, line, options),
        withStores: (work) => withStores(place, work),
      };
    },
  };
}

/** A run with two steps, points, tags and files, as a pipeline leaves it. Gives its id. */
export async function storeRun(stores: Stores, name: string, endTime = 2_000): Promise<string> {
  const { runs, artifacts } = stores;
  const about = { experiment: 'flight', user: 'ada', startTime: 1_000 };
  const run = await runs.createRun({
    ...about,
    name,
    params: { rounds: '20' },
    tags: { 'modelyard.pipeline': 'flight' },
  });
  for (const [step, uses] of [
    ['examples', 'data/examples'],
    ['train', 'model/train'],
  ] as const) {
    const nested = await runs.createRun({
      ...about,
      name: step,
      parent: run.id,
      tags: { [TAGS.step]: step, [TAGS.uses]: uses },
    });
    const file = await artifacts.putBytes(`${step} of ${name}`);
    const outputs = { data: { kind: 'table', ...file } };
    await runs.log(nested.id, {
      artifacts: [{ path: `${step}.bin`, ...file }],
      metrics: [0, 1, 2].map((at) => ({ key: 'loss', value: 1 / (at + 1), step: at, timestamp: 1_000 + at * 10 })),
      tags: { [TAGS.outputs]: JSON.stringify(outputs) },
    });
    await runs.finish(nested.id, 'finished', endTime);
    await runs.log(run.id, { artifacts: [{ path: `${step}/${step}.bin`, ...file }] });
  }
  await runs.log(run.id, {
    metrics: [
      { key: 'roc_auc', value: 0.7, step: 0, timestamp: 1_500 },
      { key: 'odd', value: Number.NaN, step: 0, timestamp: 1_500 },
      { key: 'odd', value: Number.POSITIVE_INFINITY, step: 3, timestamp: 1_600 },
    ],
    datasets: [{ name: 'flights', version: 'a'.repeat(64), rows: 10, context: 'train' }],
  });
  await runs.finish(run.id, 'finished', endTime);
  return run.id;
}

async function withStores<T>(folder: string, work: (stores: Stores) => Promise<T>): Promise<T> {
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  try {
    return await work(await host.stores(folder));
  } finally {
    await host.close();
  }
}
