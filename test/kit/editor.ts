import assert from 'node:assert/strict';
import type { Project } from '../../engine/src/project/project.ts';
import { type Knowledge, NO_KNOWLEDGE } from '../../server/src/data/knowledge.ts';
import type { Document, FolderEntry, Snapshot, Spot } from '../../server/src/features/spot.ts';
import { type Fixture, type Mark, readFixture } from './fixture.ts';
import { projectOf } from './problems.ts';

export interface EditorOptions {
  readonly knowledge?: Knowledge;
  /** Instead of the project of the fixture's files, whose CSV files tell columns. */
  readonly project?: Project;
}

/** A fixture as an editor has it open: files in the fixture language, `<|>` where the cursor stands. */
export interface Editor {
  readonly fixture: Fixture;
  readonly snapshot: Snapshot;
  document(path: string): Document;
  /** The place of a mark, the first where not said. */
  spot(mark?: Mark): Spot;
}

export const ROOT = '/project';

export function editor(text: string, options: EditorOptions = {}): Editor {
  return editorOf(readFixture(text), options);
}

export function editorOf(fixture: Fixture, { knowledge = NO_KNOWLEDGE, project }: EditorOptions = {}): Editor {
  const snapshot: Snapshot = {
    root: ROOT,
    project: project ?? projectOf(fixture),
    knowledge,
    uri: (file) => `file://${ROOT}/${file}`,
    list: async (folder) => entriesOf([...fixture.files.keys()], folder),
  };
  const document = (path: string): Document => {
    const file = snapshot.project.files.get(path);
    assert.ok(file, `${path} is no spec of the fixture`);
    return { snapshot, file };
  };
  return {
    fixture,
    snapshot,
    document,
    spot(mark = fixture.marks[0]) {
      assert.ok(mark, 'the fixture has no mark');
      return { ...document(mark.file), offset: mark.start };
    },
  };
}

function entriesOf(paths: readonly string[], folder: string): FolderEntry[] {
  const prefix = folder === '' || folder === '.' ? '' : `${folder}/`;
  const below = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  const names = new Map(below.map((path) => [path.split('/')[0]!, path.includes('/') ? 'folder' : 'file'] as const));
  return [...names].map(([name, kind]) => ({ name, kind }));
}
