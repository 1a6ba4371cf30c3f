import type { MetricFact, ModelRegistry, RegisteredModel } from '../../ports/modelRegistry.ts';
import { operation } from '../operation.ts';
import { openRuns } from '../project.ts';

/** A registered model as people and scripts see it. */
export interface ModelView {
  readonly name: string;
  /** Newest first. */
  readonly versions: readonly VersionView[];
  /** Guarded aliases with a move that is not committed. */
  readonly pending: readonly PendingView[];
}

export interface PendingView {
  readonly alias: string;
  /** The version it would stand for; null where its file is gone or cannot be read. */
  readonly version: number | null;
}

export interface VersionView {
  readonly version: number;
  readonly semver: string;
  readonly aliases: readonly string[];
  readonly metrics: Readonly<Record<string, MetricFact>>;
  readonly run: string;
  readonly format: 'onnx' | 'mlflow' | 'files';
  readonly sha256: string;
  /** Bytes of all its files together. */
  readonly size: number;
  readonly signature: {
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly outputs: Readonly<Record<string, unknown>>;
  };
  readonly params: Readonly<Record<string, boolean | number | string>>;
  readonly data: Readonly<Record<string, { readonly version: string; readonly rows: number }>>;
  /** Hash of each feature view. */
  readonly features: Readonly<Record<string, string>>;
  readonly pipeline: string | null;
  readonly commit: string | null;
  readonly dirty: boolean;
  readonly createdAt: string;
  readonly by: string;
  /** Why it must not be used any more; null for one that may. */
  readonly withdrawn: string | null;
}

/** `models list`. */
export const listModels = operation({
  name: 'models list',
  title: 'List registered models with their newest version',
  examples: [{ command: 'modelyard models list', does: 'Every model, its newest version, aliases and metrics.' }],
  arguments: {},
  result: 'models-list',
  async run(host) {
    const { registry } = await openRuns(host);
    return { models: await Promise.all((await registry.models()).map((model) => viewModel(registry, model))) };
  },
});

/** `models show`. */
export const showModel = operation({
  name: 'models show',
  title: 'Show a registered model: its versions, aliases, metrics and signature',
  examples: [
    { command: 'modelyard models show flight-delay', does: 'All versions.' },
    { command: 'modelyard models show flight-delay:3', does: 'One of them, with all that is known of it.' },
  ],
  arguments: {
    model: { type: 'string', description: 'NAME, NAME:VERSION or NAME@ALIAS.', positional: true, required: true },
  },
  result: 'models-show',
  async run(host, args): Promise<ModelView> {
    const { registry } = await openRuns(host);
    if (!/[:@]/.test(args.model)) return viewModel(registry, await registry.model(args.model));
    const { name, version } = await registry.resolve(args.model);
    const view = await viewModel(registry, await registry.model(name));
    return { ...view, versions: view.versions.filter((one) => one.version === version) };
  },
});

async function viewModel(registry: Pick<ModelRegistry, 'notes'>, model: RegisteredModel): Promise<ModelView> {
  const notes = await registry.notes(model.name);
  const versions = model.versions.toReversed().map((version): VersionView => {
    const { semver, metrics, run, format, sha256, size, signature, params, data, features, dirty, by } = version;
    return {
      version: version.version,
      semver,
      aliases: model.aliases.filter((alias) => alias.version === version.version).map((alias) => alias.alias),
      metrics,
      run,
      format,
      sha256,
      size,
      signature,
      params,
      data,
      features,
      pipeline: version.pipeline ?? null,
      commit: version.commit ?? null,
      dirty,
      createdAt: version.created,
      by,
      withdrawn: (notes.withdrawn ?? notes.versions.get(version.version)?.withdrawn)?.reason ?? null,
    };
  });
  const pending = (model.pending ?? []).map(({ alias, version = null }) => ({ alias, version }));
  return { name: model.name, versions, pending };
}
