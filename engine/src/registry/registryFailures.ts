import { Failure } from '../failure.ts';
import { nearest } from '../language/nearest.ts';

const LIST = '`modelyard models list` shows what there is.';

export function modelNotFound(name: string, names: readonly string[]): Failure {
  const near = nearest(name, names);
  return new Failure(
    'model-not-found',
    `There is no model ${name}${near === undefined ? '' : `; did you mean ${near}?`}`,
    {
      next: names.length === 0 ? 'Register one with the step model/register.' : LIST,
    },
  );
}

export function versionNotFound(name: string, version: number, versions: readonly number[]): Failure {
  return new Failure(
    'version-not-found',
    `Model ${name} has no version ${version} here, only ${versions.join(', ')}.`,
    {
      next: 'Fetch the branch that has it, or name one of these.',
    },
  );
}

export function allWithdrawn(name: string, newest: number): Failure {
  return new Failure('version-withdrawn', `All versions of ${name} are withdrawn.`, {
    next: `Name one all the same, such as ${name}:${newest}, or register another.`,
  });
}

export function aliasNotFound(name: string, alias: string, aliases: readonly string[]): Failure {
  const near = nearest(alias, aliases);
  const known = aliases.length === 0 ? 'none' : aliases.join(', ');
  return new Failure(
    'alias-not-found',
    `Model ${name} has no alias ${alias}${near === undefined ? ` (it has ${known})` : `; did you mean ${near}?`}`,
    { next: `Set it with \`modelyard models alias ${name}:VERSION ${alias}\`.` },
  );
}

/** HEAD knows of no such alias, though its file is there. */
export function aliasPending(name: string, alias: string, version: number | undefined): Failure {
  return new Failure(
    'alias-not-found',
    `Model ${name} has no alias ${alias} yet: ${version === undefined ? 'a move of it' : `its move to version ${version}`} is not committed.`,
    { next: `Settle it with \`modelyard models promote ${name} --alias ${alias} --finish\`, or \`--undo\`.` },
  );
}

export function aliasGuarded(name: string, alias: string, policy: string, version?: number): Failure {
  return new Failure(
    'alias-guarded',
    `The alias ${alias} of ${name} is guarded by ${policy}: it moves past its gates only.`,
    {
      next: `Use \`modelyard models promote ${name}:${version ?? 'VERSION'} --alias ${alias}\`.`,
    },
  );
}

export function modelExists(name: string): Failure {
  return new Failure('model-exists', `There is a model ${name} already.`, { next: LIST });
}

/** Version files are written once and say the name. */
export function modelHasVersions(name: string, to: string): Failure {
  return new Failure(
    'model-has-versions',
    `Model ${name} cannot be renamed to ${to}: its versions are facts in git that say its name.`,
    { next: `Register its versions under the new name, such as \`modelyard models register ${name}:1 --name ${to}\`.` },
  );
}

export function badReference(reference: string): Failure {
  return new Failure('model-reference', `'${reference}' does not name a model.`, {
    next: 'Write NAME (the newest), NAME:3, NAME@ALIAS or run:ID.',
  });
}

export function badName(name: string, why: string): Failure {
  return new Failure('model-name', `'${name}' cannot be the name of a model: ${why}.`, {
    next: 'Use letters, digits, - and _, such as flight-delay.',
  });
}

export function badAlias(alias: string, why: string): Failure {
  return new Failure('alias-name', `'${alias}' cannot be an alias: ${why}.`, {
    next: 'Use letters, digits, - and _, such as candidate.',
  });
}

/** A file of the registry that does not say what it should. */
export function brokenFile(file: string, why: string, line?: number): Failure {
  return new Failure('registry-file', `${file}${line === undefined ? '' : `:${line}`} is broken: ${why}.`, {
    next: `These files are written once: take it back from git with \`git checkout -- ${file}\`.`,
    place: line === undefined ? { file } : { file, line },
  });
}

/** Of a model that nothing here runs. */
export function notRunnable(reference: string): Failure {
  return new Failure(
    'model-format',
    `${reference} is a folder of files; what runs here is ONNX, and MLflow models in their own environment.`,
    { next: 'Predict in your own program, and evaluate the table of its predictions.' },
  );
}

export function notForMlflow(reference: string, why: string): Failure {
  return new Failure('model-shape', `${reference} cannot be exported for MLflow: ${why}.`, {
    next: 'Use the ONNX file itself, or export the model with one value a row in each output, such as the label and each probability.',
  });
}

export function runWithoutModel(id: string): Failure {
  return new Failure('run-without-model', `Run ${id} has made no model.`, {
    next: `\`modelyard runs show ${id}\` shows what it did.`,
  });
}

export function runWithModels(id: string, steps: readonly string[]): Failure {
  return new Failure('run-with-models', `Run ${id} has made more than one model: ${steps.join(', ')}.`, {
    next: 'Name the run of the step, such as `run:ID` from this list.',
  });
}
