import type { Clock } from '../ports/environment.ts';
import type { Git } from '../ports/git.ts';
import type { ModelRegistry, NotesChange, NotesOwner, VersionNotes } from '../ports/modelRegistry.ts';
import type { Numbers } from '../ports/numbers.ts';
import { checkModelName, refuseLookalike } from './modelName.ts';
import { writeNotesFile } from './notesFile.ts';
import { badName, modelExists, modelHasVersions, modelNotFound, versionNotFound } from './registryFailures.ts';
import { notesPath, type RegistryFolder } from './registryFolder.ts';

export interface NotesOptions {
  readonly folder: RegistryFolder;
  readonly git: Git;
  readonly clock: Clock;
  /** Keeps those who write notes on a model apart. */
  readonly numbers: Numbers;
}

type NotesPart = Pick<ModelRegistry, 'notes' | 'note' | 'withdraw'> & {
  createModel(...given: Parameters<ModelRegistry['createModel']>): Promise<void>;
  renameModel(...given: Parameters<ModelRegistry['renameModel']>): Promise<void>;
};
type Written = Omit<VersionNotes, 'written'> & { readonly created?: string };

/** The mutable side of the registry: a file of notes beside each version, and one for the model. */
export function modelNotes(options: NotesOptions): NotesPart {
  const { folder, clock, git } = options;

  return {
    async createModel(name, { description, tags = {} } = {}) {
      checkModelName(name);
      return alone(name, async () => {
        refuseLookalike(name, await folder.entries(), (why) => badName(name, why));
        if (await isThere(name)) throw modelExists(name);
        const notes = { created: isoNow(clock), tags, ...(description ? { description } : {}) };
        await write({ model: name }, notes);
      });
    },
    async notes(name) {
      await known({ model: name });
      return folder.notes(name);
    },
    note: (of, change) => alone(of.model, () => rewrite(of, (notes) => changed(notes, change))),
    async withdraw(of, reason) {
      const identity = await git.identity();
      const by = identity?.key ?? identity?.email ?? 'unknown';
      const withdrawn = { at: isoNow(clock), by, reason };
      await alone(of.model, async () => {
        await known(of);
        const numbers = of.version === undefined ? await folder.versions(of.model) : [];
        for (const version of numbers)
          await rewrite({ ...of, version }, (notes) => ({ ...notes, withdrawn: notes.withdrawn ?? withdrawn }));
        await rewrite(of, (notes) => ({ ...notes, withdrawn }));
      });
    },
    async renameModel(name, to) {
      checkModelName(to);
      return alone(name, async () => {
        await known({ model: name });
        if ((await folder.versions(name)).length > 0) throw modelHasVersions(name, to);
        const entries = (await folder.entries()).filter((entry) => entry !== name);
        refuseLookalike(to, entries, (why) => badName(to, why));
        if (await isThere(to)) throw modelExists(to);
        const { versions: _, written: __, ...notes } = await folder.notes(name);
        await write({ model: to }, notes);
        await folder.remove(notesPath({ model: name }));
      });
    },
  };

  function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    return options.numbers.draw(`notes ${name}`, async () => ({ result: await work() }));
  }

  async function rewrite(of: NotesOwner, change: (notes: Written) => Written): Promise<void> {
    await known(of);
    const { versions, ...model } = await folder.notes(of.model);
    const before = of.version === undefined ? model : (versions.get(of.version) ?? { tags: {} });
    await write(of, change(before));
  }

  async function write(of: NotesOwner, notes: Written): Promise<void> {
    await folder.write(notesPath(of), writeNotesFile(of, notes, await folder.notesText(of)));
  }

  /** A model that was withdrawn and got a version since is there again. */
  async function isThere(name: string): Promise<boolean> {
    const numbers = await folder.knownVersions(name);
    if (numbers === undefined) return false;
    const { versions, withdrawn } = await folder.notes(name);
    return withdrawn === undefined || numbers.some((number) => versions.get(number)?.withdrawn === undefined);
  }

  async function known({ model, version }: NotesOwner): Promise<void> {
    const numbers = await folder.knownVersions(model);
    if (numbers === undefined) throw modelNotFound(model, await folder.names());
    if (version !== undefined && !numbers.includes(version)) throw versionNotFound(model, version, numbers);
  }
}

function changed(notes: Written, { description, tags = {}, stage }: NotesChange): Written {
  const { description: oldText, stage: oldStage, ...rest } = notes;
  const newText = description === undefined ? oldText : description;
  const newStage = stage === undefined ? oldStage : stage;
  const merged = Object.entries({ ...notes.tags, ...tags });
  return {
    ...rest,
    tags: Object.fromEntries(merged.filter((entry): entry is [string, string] => entry[1] !== null)),
    ...(newText ? { description: newText } : {}),
    ...(newStage ? { stage: newStage } : {}),
  };
}

/** ISO 8601 in UTC, to the second. */
export function isoNow(clock: Clock): string {
  return new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
}
