import { Failure } from '../../../failure.ts';
import type { ModelVersion, RegisteredModel } from '../../../ports/modelRegistry.ts';

/** @throws Failure `model-not-found` */
export function modelNamed(name: string, models: readonly RegisteredModel[]): RegisteredModel {
  const model = models.find((one) => one.name === name);
  if (model !== undefined) return model;
  throw new Failure('model-not-found', `No model \`${name}\` is registered in this project.`, {
    next: 'Register one with `modelyard models register`, or bring the registry up to date with `git pull`.',
  });
}

/** @throws Failure `version-not-found` */
export function versionNamed(model: RegisteredModel, number: number): ModelVersion {
  const version = model.versions.find((one) => one.version === number);
  if (version !== undefined) return version;
  const last = model.versions.at(-1)?.version;
  throw new Failure(
    'version-not-found',
    `\`${model.name}\` has no version ${number}; the newest is ${last ?? 'none'}.`,
    {
      next: 'Name another version, or bring the registry up to date with `git pull`.',
    },
  );
}
