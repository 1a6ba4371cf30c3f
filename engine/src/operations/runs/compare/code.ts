import { posix as path } from 'node:path';
import { unifiedDiff } from '../../../language/lineDiff.ts';
import type { Git } from '../../../ports/git.ts';
import { type FilePatch, parsePatch } from '../../../tracking/patch/parsePatch.ts';
import { cutText } from './cutText.ts';
import { isCode, isKnown, type RunCode, textOf, type UnknownCode } from './runCode.ts';
import type { FileDifferences, FileState, Unknown } from './runDifferences.ts';

export interface CodeRequest {
  readonly git: Git;
  readonly baseline: number;
  /** Of the project, relative to the repository. */
  readonly project: string;
  /** Paths in the project that are told elsewhere. */
  readonly without: ReadonlySet<string>;
}

/** Files of git that differ from the baseline's: by the commits, and by what was not committed. */
export async function codeDifferences(
  codes: readonly (RunCode | UnknownCode)[],
  { git, baseline, project, without }: CodeRequest,
): Promise<FileDifferences> {
  const unknown = codes.flatMap((code, run): Unknown[] => (isKnown(code) ? [] : [{ run, ...code }]));
  const base = codes[baseline];
  const changes = await Promise.all(
    codes.map((code, run) =>
      run === baseline || base === undefined || !isKnown(base) || !isKnown(code)
        ? undefined
        : changesBetween(base, code, git),
    ),
  );
  const paths = [...new Set(changes.flatMap((change) => [...(change?.keys() ?? [])]))].sort();
  const files = paths.flatMap((file) => {
    const shown = path.relative(project, file);
    if (without.has(shown)) return [];
    const values = changes.map((change, run): FileState => {
      if (run === baseline) return { kind: 'baseline' };
      return change === undefined ? { kind: 'unknown' } : (change.get(file) ?? { kind: 'same' });
    });
    return [{ path: shown, values }];
  });
  return { files, equal: null, unknown };
}

type Changed = Extract<FileState, { readonly kind: 'added' | 'removed' | 'changed' }>;

async function changesBetween(base: RunCode, code: RunCode, git: Git): Promise<ReadonlyMap<string, Changed>> {
  const committed = base.commit === code.commit ? [] : parsePatch(await git.changes(base.commit, code.commit));
  const changes = new Map<string, Changed>();
  for (const patch of committed) {
    const file = patch.after ?? patch.before;
    if (file !== undefined) changes.set(file, stateOf(patch, file));
  }
  for (const file of new Set([...base.patches.keys(), ...code.patches.keys()])) {
    const isEqual = !changes.has(file) && base.patches.get(file)?.text === code.patches.get(file)?.text;
    const state = isEqual ? undefined : await uncommitted(base, code, { file, git });
    if (state === undefined) changes.delete(file);
    else changes.set(file, state);
  }
  return changes;
}

/** Undefined where the file is the same in both. */
async function uncommitted(
  base: RunCode,
  code: RunCode,
  { file, git }: { readonly file: string; readonly git: Git },
): Promise<Changed | undefined> {
  const [before, after] = [await textOf(base, file, git), await textOf(code, file, git)];
  if (before === undefined || after === undefined) return { kind: 'changed', lines: null, text: null };
  if (before === after) return undefined;
  const { added, removed, text } = unifiedDiff(before ?? '', after ?? '');
  return told(file, { kind: kindOf(before, after), lines: { added, removed }, text });
}

function stateOf(patch: FilePatch, file: string): Changed {
  const kind = kindOf(patch.before ?? null, patch.after ?? null);
  if (patch.isBinary) return { kind, lines: null, text: null };
  const count = (of: 'added' | 'removed') =>
    patch.hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.kind === of).length, 0);
  const hunks = patch.text.indexOf('\n@@ ');
  const text = hunks < 0 ? '' : patch.text.slice(hunks + 1);
  return told(file, { kind, lines: { added: count('added'), removed: count('removed') }, text });
}

function kindOf(before: string | null, after: string | null): Changed['kind'] {
  if (before === null) return 'added';
  return after === null ? 'removed' : 'changed';
}

function told(file: string, state: Changed): Changed {
  return { ...state, text: isCode(file) ? cutText(state.text) : null };
}
