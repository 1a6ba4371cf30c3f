import type { VersionRecord, VersionRecords } from '../../data/versions/versionRecord.ts';
import { Failure } from '../../failure.ts';
import { nearest } from '../../language/nearest.ts';

/** A dataset, or one of its versions, as a user names it: `flights`, `flights@a81c`. */
export interface DatasetReference {
  readonly name: string;
  /** The first digits of its hash, four or more. */
  readonly version: string | undefined;
}

/** Undefined where the text does not read like one. */
export function readReference(text: string): DatasetReference | undefined {
  const [, name, version] = /^([a-z][a-z0-9_]*)(?:@([0-9a-f]{4,64}))?$/.exec(text) ?? [];
  return name === undefined ? undefined : { name, version };
}

/** @throws Failure `bad-reference` */
export function parseReference(text: string): DatasetReference {
  const reference = readReference(text);
  if (reference) return reference;
  throw new Failure('bad-reference', `\`${text}\` names no dataset and no version of one.`, {
    next: 'Write NAME or NAME@VERSION, the version with at least 4 digits of its hash, such as `flights@a81c`.',
  });
}

/** @throws Failure `unknown-dataset` */
export function datasetNotFound(name: string, known: readonly string[]): Failure {
  const near = nearest(name, known);
  return new Failure('unknown-dataset', `There is no dataset \`${name}\`.`, {
    next: near
      ? `Did you mean \`${near}\`?`
      : `There ${known.length === 1 ? 'is' : 'are'}: ${known.join(', ') || 'none'}.`,
  });
}

/** Former rows of SQL are not kept: they follow from those of the datasets it reads. */
export function madeBySql(name: string): Failure {
  return new Failure(
    'made-by-sql',
    `The rows of \`${name}\` are made by SQL over other datasets; no files are kept of it.`,
    {
      next: 'Check out the versions of the datasets that it reads: `modelyard runs show RUN` names those that a run has read.',
    },
  );
}

/**
 * The one among these versions whose hash begins so.
 * @throws Failure `version-not-found`, `version-ambiguous`
 */
export function versionNamed(name: string, prefix: string, known: readonly string[]): string {
  const found = known.filter((version) => version.startsWith(prefix));
  if (found.length === 1) return found[0]!;
  if (found.length > 1)
    throw new Failure('version-ambiguous', `${found.length} versions of \`${name}\` begin with ${prefix}.`, {
      next: `Write more digits: ${found
        .slice(0, 5)
        .map((version) => version.slice(0, prefix.length + 4))
        .join(', ')}.`,
    });
  throw new Failure('version-not-found', `There is no version ${prefix} of \`${name}\`.`, {
    next: `\`modelyard data versions ${name}\` lists those that runs have read.`,
  });
}

/** @throws Failure `version-not-found`, `version-ambiguous` */
export async function recordNamed(records: VersionRecords, name: string, prefix: string): Promise<VersionRecord> {
  const version = versionNamed(name, prefix, await records.versions(name));
  const record = await records.find(name, version);
  if (record) return record;
  throw new Failure('version-not-found', `The record of version ${version.slice(0, 12)} of \`${name}\` is damaged.`, {
    next: 'Run a pipeline on these files again: that writes it anew.',
  });
}
