import { Failure } from '../failure.ts';
import type { ArtifactStore } from '../ports/artifactStore.ts';
import type { Files } from '../ports/files.ts';
import type { ModelVersion } from '../ports/modelRegistry.ts';
import { readFolder } from './modelFolder.ts';
import { modelNotFound } from './registryFailures.ts';
import { aliasPath, RegistryFolder, versionPath } from './registryFolder.ts';

export interface VerifyOptions {
  readonly files: Files;
  readonly artifacts: ArtifactStore;
  readonly projectRoot: string;
}

/** A version or alias file, and everything that is not as it says; none is good. */
export interface VerifiedFile {
  readonly model: string;
  /** Relative to the project. */
  readonly file: string;
  readonly version: number | undefined;
  readonly alias: string | undefined;
  readonly problems: readonly RegistryProblem[];
}

export interface RegistryProblem {
  /** Of the `Failure` it stands for: `registry-file`, `object-missing`, `object-damaged`, `object-size`, `version-not-found`. */
  readonly reason: string;
  readonly message: string;
}

/**
 * Reads every file of the registry (or of one model) and every byte they promise: the model and its evidence.
 * @throws Failure `model-not-found`
 */
export async function verifyModels(options: VerifyOptions, name?: string): Promise<readonly VerifiedFile[]> {
  const folder = new RegistryFolder(options.files, options.projectRoot);
  const names = await folder.names();
  if (name !== undefined && !names.includes(name)) throw modelNotFound(name, names);
  const verified: VerifiedFile[] = [];
  for (const model of name === undefined ? names : [name]) {
    for (const version of await folder.versions(model))
      verified.push({
        model,
        file: versionPath(model, version),
        version,
        alias: undefined,
        problems: await problemsOf(async () => versionProblems(options, await folder.version(model, version))),
      });
    for (const alias of await folder.aliases(model))
      verified.push({
        model,
        file: aliasPath(model, alias),
        version: undefined,
        alias,
        problems: await problemsOf(() => aliasProblems(folder, model, alias)),
      });
  }
  return verified;
}

async function versionProblems(options: VerifyOptions, version: ModelVersion): Promise<RegistryProblem[]> {
  const { artifacts } = options;
  const name = `${version.name}:${version.version}`;
  const problems = await problemsOf(async () => {
    const inFolder = version.folder === undefined ? 0 : await folderSize(options, version.folder, name);
    const size = version.format === 'onnx' ? await objectSize(options, version.sha256, `model ${name}`) : inFolder;
    if (size === version.size) return [];
    return [{ reason: 'object-size', message: `Model ${name} has ${size} bytes; its file says ${version.size}.` }];
  });
  for (const [kind, sha256] of Object.entries(version.evidence))
    problems.push(
      ...(await problemsOf(async () => {
        await artifacts.path(sha256, `the ${kind} of ${name}`);
        return [];
      })),
    );
  return problems;
}

async function folderSize(options: VerifyOptions, folder: string, name: string): Promise<number> {
  let size = 0;
  for (const { path, sha256 } of await readFolder(options.artifacts, folder, `the folder of model ${name}`))
    size += await objectSize(options, sha256, `${path} of model ${name}`);
  return size;
}

async function objectSize({ artifacts, files }: VerifyOptions, sha256: string, what: string): Promise<number> {
  return (await files.stat(await artifacts.path(sha256, what)))?.size ?? 0;
}

async function aliasProblems(folder: RegistryFolder, model: string, alias: string): Promise<RegistryProblem[]> {
  const { version, sha256 } = await folder.alias(model, alias);
  if (!(await folder.versions(model)).includes(version))
    return [{ reason: 'version-not-found', message: `${model}@${alias} is version ${version}, which is not here.` }];
  if ((await folder.version(model, version)).sha256 === sha256) return [];
  return [{ reason: 'registry-file', message: `${model}@${alias} has another sha256 than version ${version}.` }];
}

async function problemsOf(look: () => Promise<RegistryProblem[]>): Promise<RegistryProblem[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Failure) return [{ reason: error.reason, message: error.message }];
    throw error;
  }
}
