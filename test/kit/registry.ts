import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { localFiles } from '../../engine/src/adapters/files/localFiles.ts';
import { openObjectStore } from '../../engine/src/adapters/files/objectStore.ts';
import { openRunStore } from '../../engine/src/adapters/sqlite/openRunStore.ts';
import { randomIds } from '../../engine/src/adapters/system/randomIds.ts';
import { systemClock } from '../../engine/src/adapters/system/systemClock.ts';
import type { Git } from '../../engine/src/ports/git.ts';
import type { NewModelVersion } from '../../engine/src/ports/modelRegistry.ts';
import { openRegistry } from '../../engine/src/registry/openRegistry.ts';
import { quiet } from './quiet.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** A project without git. */
export const noGit: Git = {
  history: {
    commitOf: async () => undefined,
    defaultBranch: async () => undefined,
    mergeBase: async () => undefined,
    isShallow: async () => false,
    filesAt: async () => new Map(),
    bytes: async () => new Map(),
    texts: async () => new Map(),
    changesOf: async () => [],
    signerOf: async () => undefined,
  },
  commits: {
    underWay: async () => undefined,
    stagedOtherwise: async () => [],
    uncommitted: async () => [],
    conflicts: async () => [],
    commitOnly: () => Promise.reject(new Error('There is no git.')),
    unstage: async () => {},
    stage: async () => {},
    commitOn: () => Promise.reject(new Error('There is no git.')),
    forwardTo: async () => false,
    remoteUrls: async () => [],
    upstream: async () => undefined,
    fetch: () => Promise.reject(new Error('There is no git.')),
    push: () => Promise.reject(new Error('There is no git.')),
    remoteTip: async () => undefined,
  },
  signatures: {
    sign: () => Promise.reject(new Error('There is no git.')),
    verify: async () => ({ kind: 'unknown', why: 'there is no git' }),
  },
  root: async () => undefined,
  mainWorktree: async () => undefined,
  head: async () => undefined,
  dirtyDiff: async () => '',
  changes: async () => '',
  textAt: async () => undefined,
  filesOnBranches: async () => [],
  blobsOnRefs: async () => new Map(),
  worktrees: async () => [],
  identity: async () => undefined,
  ignored: async () => false,
  hasCommit: async () => false,
  addWorktree: async () => {},
  removeWorktree: async () => {},
  applyDiff: async () => undefined,
  init: async () => {},
};

/** The moment at which everything happens. */
export const NOW = '2026-11-20T10:00:00Z';

/** A registry with its stores in a folder of the test. `model` is a version whose bytes are its text. */
export function registryKit(t: TestContext, git: Partial<Git> = {}) {
  const projectRoot = temporaryFolder(t);
  const store = join(projectRoot, '.modelyard');
  const clock = { ...systemClock(), now: () => Date.parse(NOW) };
  const files = localFiles();
  const runs = openRunStore(join(store, 'runs.db'), { clock, ids: randomIds(), log: quiet });
  t.after(() => runs.close());
  const artifacts = openObjectStore(join(store, 'objects'));
  const options = { files, git: { ...noGit, ...git }, artifacts, clock, projectRoot, numbers: runs };
  const registry = openRegistry(options);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(projectRoot, path)), { recursive: true });
    writeFileSync(join(projectRoot, path), text);
  };
  const model = async (bytes: string, changes: Partial<NewModelVersion> = {}): Promise<NewModelVersion> => ({
    ...MODEL,
    ...(await artifacts.putBytes(bytes)),
    ...changes,
  });
  return { projectRoot, registry, runs, artifacts, files, options, write, model };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const MODEL: Omit<NewModelVersion, 'sha256' | 'size'> = {
  name: 'flight-delay',
  format: 'onnx',
  signature: {
    inputs: { distance: 'float', origin: 'string' },
    outputs: { late: { task: 'binary', label: 'boolean', classes: ['false', 'true'], probability: 'float' } },
  },
  run: '9b1f0000000000000000000000000000',
  pipeline: 'flight-delay',
  params: { rounds: 300, max_leaves: 63, seed: 7 },
  data: { flights: { version: 'a81c', rows: 3000000 } },
  features: {},
  metrics: { roc_auc: { value: 0.713, low: 0.71, high: 0.716 } },
  evidence: {},
  environment: { modelyard: '0.1.0', node: '24.21.0', platform: 'linux-x64' },
};
