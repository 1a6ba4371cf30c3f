import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openDuckDb } from '../../engine/src/adapters/duckdb/duckDb.ts';
import { openHost } from '../../engine/src/adapters/host.ts';
import { judge } from '../../engine/src/gates/all.ts';
import type { GateAnswer, GateContext, GateRule } from '../../engine/src/ports/gate.ts';
import type { ModelVersion } from '../../engine/src/ports/modelRegistry.ts';
import { onnxModel } from './onnxModel.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** The moment at which gates are asked. */
export const NOW = '2026-11-20T10:00:00Z';

/** A project in which gates can be asked about versions that a test makes up. */
export async function gateKit(t: TestContext) {
  const root = temporaryFolder(t);
  const opened = openHost({ folder: root, projectFolder: undefined, verbose: false, restart: ['false'] });
  const host = { ...opened, clock: { ...opened.clock, now: () => Date.parse(NOW) } };
  await host.files.write(join(root, 'modelyard.yaml'), 'project: small\nlanguage: 1\n');
  const stores = await host.stores(root);
  const tmpFolder = join(temporaryFolder(t), 'gates');
  const data = await host.openData({ tmpFolder, readable: [root] });
  t.after(async () => {
    await data.close();
    await host.close();
  });

  /** An object: the rows of a query, as Parquet. */
  async function table(sql: string): Promise<string> {
    const source = await openDuckDb({ tmpFolder: join(tmpFolder, 'tables'), readable: [] });
    const file = join(tmpFolder, 'tables', 'table.parquet');
    await source.write(sql, file);
    await source.close();
    return (await stores.artifacts.take(file)).sha256;
  }

  /** A version of the model `late` with the sigmoid of `weight * x`. */
  async function version(number: number, changes: Partial<ModelVersion> = {}, weight = number): Promise<ModelVersion> {
    const { sha256, size } = await stores.artifacts.putBytes(onnxModel(weight));
    return { ...VERSION, version: number, sha256, size, ...changes };
  }

  async function ask(rule: GateRule, candidate: ModelVersion, more: Partial<GateContext> = {}): Promise<GateAnswer> {
    return judge(rule, {
      host,
      stores,
      root,
      candidate,
      alias: 'production',
      champion: async () => undefined,
      fileOfRules: async () => undefined,
      data: async () => data,
      dataset: (name) => Promise.reject(new Error(`no dataset ${name}`)),
      tmpFolder,
      signal: new AbortController().signal,
      progress: () => {},
      ...more,
    });
  }
  return { root, host, stores, table, version, ask };
}

const VERSION: Omit<ModelVersion, 'version' | 'sha256' | 'size'> = {
  name: 'late',
  semver: '1.0.0',
  created: NOW,
  by: 'ada@example.org',
  format: 'onnx',
  signature: {
    inputs: { x: 'float' },
    outputs: { late: { task: 'binary', label: 'boolean', classes: ['false', 'true'], probability: 'float' } },
  },
  run: '',
  commit: undefined,
  dirty: false,
  pipeline: undefined,
  params: {},
  data: {},
  features: {},
  metrics: { roc_auc: { value: 0.713, low: 0.71, high: 0.716 } },
  evidence: {},
  environment: {},
};
