import { posix as path } from 'node:path';
import type { Host, Stores } from '../../ports/host.ts';
import type { ModelVersion } from '../../ports/modelRegistry.ts';
import type { Run } from '../../ports/runStore.ts';
import { checkModelName } from '../../registry/modelName.ts';
import { RUN_TAGS, tagList } from '../../tracking/tags.ts';
import { operation } from '../operation.ts';
import { openStores } from '../project.ts';
import {
  type Candidate,
  factsOfRun,
  modelOfAnyFile,
  modelOfFile,
  modelOfFolder,
  modelOfReference,
} from './candidate.ts';
import { recordRegistration } from './recordRegistration.ts';

export interface RegisteredVersion {
  readonly model: string;
  readonly version: number;
  readonly semver: string;
  readonly sha256: string;
  /** The run that its figures come from. */
  readonly run: string;
  /** False: the model holds these bytes already, as this version. */
  readonly isNew: boolean;
}

type OpenStores = Stores & { readonly root: string };

/** `models register`: a file, a folder, or the model of a run, becomes the next version of a name. The same bytes are registered once. */
export const registerModel = operation({
  name: 'models register',
  title: 'Register a file, a folder or the model of a run',
  examples: [
    {
      command: 'modelyard models register model.onnx --name churn',
      does: 'The file becomes the next version of `churn`; its inputs and outputs are read from it.',
    },
    {
      command: 'modelyard models register model.onnx --name churn --run 9b1f',
      does: 'With the metrics, parameters and data of the run that made it.',
    },
    {
      command: 'modelyard models register mlflow_model --name churn',
      does: 'A folder that MLflow wrote; any other folder or file is kept as it is. Nothing in it is loaded.',
    },
    { command: 'modelyard models register run:9b1f --name churn', does: 'The model that a run has made.' },
  ],
  arguments: {
    model: {
      type: 'string',
      description:
        'An ONNX file, an MLflow model folder, any file or folder, run:ID, or a version under another name: NAME, NAME:VERSION or NAME@ALIAS.',
      positional: true,
      required: true,
      placeholder: 'PATH|REF',
    },
    name: { type: 'string', description: 'What it is registered as.', required: true, placeholder: 'NAME' },
    run: {
      type: 'string',
      description: 'The run whose metrics, parameters and data are its own.',
      placeholder: 'RUN',
    },
  },
  result: 'models-register',
  async run(host, args): Promise<RegisteredVersion> {
    checkModelName(args.name);
    const stores = await openStores(host);
    const run = args.run === undefined ? undefined : await stores.runs.run(args.run);
    const candidate = await candidateOf(args.model, host, stores);
    const there = await sameBytes(args.name, candidate, stores);
    if (there !== undefined) return answer(there, false);
    const maker =
      run ?? (await makerOf(candidate, stores)) ?? (await recordRegistration(candidate, args, host, stores));
    const { modelyard, node, platform } = host.machine;
    const { version, isNew } = await stores.registry.register({
      name: args.name,
      ...candidate.facts,
      ...(candidate.run === undefined || run !== undefined ? factsOfRun(maker, candidate.facts) : {}),
      run: maker.id,
      environment: { modelyard, node, platform, ...candidate.value.environment },
    });
    await noteVersion(maker, version, stores);
    return answer(version, isNew);
  },
});

async function candidateOf(named: string, host: Host, stores: OpenStores): Promise<Candidate> {
  const file = path.isAbsolute(named) ? named : path.join(host.folder, named.replaceAll('\\', '/'));
  const around = { runtime: host.runtime, files: host.files, artifacts: stores.artifacts };
  if (named.endsWith('.onnx')) return modelOfFile(file, around);
  const kind = (await host.files.stat(file))?.kind;
  if (kind === 'file') return modelOfAnyFile(file, around);
  if (kind === 'folder' && !(await isRegistered(named, stores))) return modelOfFolder(file, around);
  return modelOfReference(named, stores);
}

/** A folder that is called like a model is meant with a `/` in its path, such as `./churn`. */
async function isRegistered(named: string, { registry }: Stores): Promise<boolean> {
  return (await registry.models()).some(({ name }) => name === named);
}

async function sameBytes(name: string, { facts }: Candidate, { registry }: Stores): Promise<ModelVersion | undefined> {
  const model = (await registry.models()).find((one) => one.name === name);
  return model?.versions.find(({ sha256 }) => sha256 === facts.sha256);
}

/** The run that a reference names, where this store has it. */
async function makerOf({ run }: Candidate, { runs }: Stores): Promise<Run | undefined> {
  return run === undefined ? undefined : runs.run(run);
}

/** So that the run leads to the version, as the version does to the run. */
export async function noteVersion(
  maker: Run,
  { name, version }: ModelVersion,
  { runs }: Pick<Stores, 'runs'>,
): Promise<void> {
  const top = maker.parent === undefined ? maker : await runs.run(maker.parent);
  const models = [...tagList<object>(top.tags[RUN_TAGS.models]), { name, version }];
  await runs.log(top.id, { tags: { [RUN_TAGS.models]: JSON.stringify(models) } });
}

function answer({ name, version, semver, sha256, run }: ModelVersion, isNew: boolean): RegisteredVersion {
  return { model: name, version, semver, sha256, run, isNew };
}
