import { Document, parseDocument } from 'yaml';
import { isRecord } from '../language/isRecord.ts';
import type { ModelNotes, NotesOwner, Stage, VersionNotes, Withdrawn } from '../ports/modelRegistry.ts';
import { Fields, isText } from './readFields.ts';
import { brokenFile } from './registryFailures.ts';
import { isSame } from './semver.ts';

type NotesOfFile = Omit<VersionNotes, 'written'> & Pick<ModelNotes, 'created'>;

export const STAGES: readonly Stage[] = ['Staging', 'Production', 'Archived'];

/**
 * The text of `registry/NAME/vN.notes.yaml`, or of `registry/NAME/model.notes.yaml` for the model itself.
 * Comments and keys of a text that is there already stay.
 */
export function writeNotesFile(of: NotesOwner, notes: NotesOfFile, before: string | undefined): string {
  const document = before === undefined ? new Document({}) : parseDocument(before, { stringKeys: true });
  const was: unknown = document.toJS({ maxAliasCount: 0 });
  const { description, tags, stage, created, withdrawn } = notes;
  const fields = { model_notes: of.model, version: of.version, created, description, tags: tagsField(tags), stage };
  for (const [key, value] of Object.entries({ ...fields, withdrawn })) {
    if (value === undefined) document.delete(key);
    else if (!isRecord(was) || !isSame(was[key], value))
      document.set(key, document.createNode(value, { flow: key === 'withdrawn' }));
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** @throws Failure `registry-file` naming the file and what is wrong */
export function parseNotesFile(text: string, file: string, of: NotesOwner): NotesOfFile {
  const fields = new Fields(text, file);
  const model = fields.text('model_notes');
  const version = fields.optionalCount('version');
  if (model !== of.model || version !== of.version)
    throw brokenFile(file, `it says that it is of ${model}${version === undefined ? '' : `:${version}`}`);
  const description = fields.value('description');
  if (description !== undefined && description !== null && !isText(description))
    throw brokenFile(file, 'description is not a text');
  const stage = fields.value('stage') === undefined ? undefined : fields.oneOf('stage', STAGES);
  const withdrawn = withdrawnField(fields.value('withdrawn'), file);
  const created = fields.optionalText('created');
  return {
    tags: tagsOf(fields.value('tags'), file),
    ...(isText(description) && description !== '' ? { description } : {}),
    ...(stage === undefined ? {} : { stage }),
    ...(withdrawn === undefined ? {} : { withdrawn }),
    ...(created === undefined ? {} : { created }),
  };
}

/** Words alone stand as a list, as people write them. */
function tagsField(tags: NotesOfFile['tags']): readonly string[] | NotesOfFile['tags'] | undefined {
  const keys = Object.keys(tags);
  if (keys.length === 0) return undefined;
  return keys.every((key) => key !== '' && tags[key] === '') ? keys : tags;
}

function tagsOf(value: unknown, file: string): NotesOfFile['tags'] {
  if (value === undefined || value === null) return {};
  if (Array.isArray(value) && value.every(isText)) return Object.fromEntries(value.map((word) => [word, '']));
  if (isRecord(value) && Object.values(value).every(isText)) return value as NotesOfFile['tags'];
  throw brokenFile(file, 'tags is neither a list of words nor a map of texts');
}

function withdrawnField(value: unknown, file: string): Withdrawn | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) throw brokenFile(file, 'withdrawn is not {at, by, reason}');
  const { at, by, reason } = value;
  if (isText(at) && isText(by) && isText(reason)) return { at, by, reason };
  throw brokenFile(file, 'withdrawn is not {at, by, reason}');
}
