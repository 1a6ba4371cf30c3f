import { Failure } from '../../../../engine/src/failure.ts';

/** What a new name breaks, one function per message. */

export function notOurs(what: string, name: string): Failure {
  return new Failure('rename-built-in', `\`${name}\` is ${what} that Modelyard brings; its name is fixed.`, {});
}

/** The data would go on calling the column by its old name, and every spec would be wrong. */
export function columnOfData(dataset: string, column: string): Failure {
  return new Failure(
    'rename-data',
    `The data of \`${dataset}\` calls this column \`${column}\`; a spec cannot change that.`,
    {
      next: `Rename it where the data is made, then here; or give it another name with a dataset of \`source: {sql: select ... as ...}\`.`,
    },
  );
}

export function registeredModel(name: string): Failure {
  return new Failure(
    'rename-registered',
    `Model \`${name}\` has versions in the registry, and those are never changed.`,
    {
      next: 'Register the next version under a new name in `model/register`; the versions so far stay under this one.',
    },
  );
}

export function registeredAlias(name: string, file: string): Failure {
  return new Failure(
    'rename-registered',
    `Alias \`${name}\` points at a version (${file}); moving it is a decision of its own.`,
    {
      next: 'Promote the version under the new alias with `modelyard models promote`.',
      place: { file },
    },
  );
}

export function versionNumber(): Failure {
  return new Failure('rename-registered', 'The number of a version is never changed.', {
    next: 'Write the number of another version to mean that one.',
  });
}

export function meansSeveral(
  name: string,
  place: { readonly file: string; readonly line: number },
  other: string,
): Failure {
  return new Failure(
    'rename-shared',
    `In ${place.file}:${place.line} \`${name}\` also means ${other}, which would lose its name.`,
    {
      next: 'Change that line by hand first, so that each has a place of its own.',
      place,
    },
  );
}

export function brokenFile(name: string, place: { readonly file: string; readonly line: number }): Failure {
  return new Failure(
    'rename-broken',
    `The YAML of ${place.file} is broken at line ${place.line}, so that places that mean \`${name}\` could be missed.`,
    { next: 'Mend that line, then rename.', place },
  );
}

export function notWellFormed(what: string, name: string, how: string): Failure {
  return new Failure('rename-name', `\`${name}\` cannot be the name of ${what}: ${how}.`, {});
}

export function taken(what: string, name: string, place?: { readonly file: string; readonly line: number }): Failure {
  const at = place === undefined ? '' : ` (${place.file}:${place.line})`;
  return new Failure('rename-taken', `There already is ${what} \`${name}\`${at}.`, {
    next: 'Choose a name that is free.',
    ...(place === undefined ? {} : { place }),
  });
}
