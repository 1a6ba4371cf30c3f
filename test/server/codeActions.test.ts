import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { rules } from '../../engine/src/checks/all.ts';
import { FIXES } from '../../server/src/features/codeActions/table.ts';
import { editorOf } from '../kit/editor.ts';
import {
  actionsOf,
  assertMended,
  changedBy,
  type GoldenAction,
  openGolden,
  readGolden,
  textsIn,
  UPDATE,
  writeGolden,
} from '../kit/goldenActions.ts';

const FOLDER = fileURLToPath(new URL('../golden/codeActions/', import.meta.url));

for (const name of readdirSync(FOLDER).toSorted()) {
  const path = `${FOLDER}${name}`;
  const { shared, actions } = readGolden(path);
  const written: GoldenAction[] = [...actions];
  for (const [index, golden] of actions.entries())
    test(`${name}: ${golden.code}: ${golden.title}`, () => {
      const open = openGolden(golden, shared);
      const offered = actionsOf(open, golden.code);
      const found = offered.find(({ action }) => action.title === golden.title);
      assert.ok(found, `not offered; there is:\n${offered.map(({ action }) => action.title).join('\n')}`);
      for (const { action, problem } of offered) if (action.edit !== undefined) assertMended(open, action, problem);
      const after = changedBy(found.action, open);
      written[index] = { ...golden, after: [...after].map(([file, text]) => `#- ${file}\n${text}`).join('') };
      if (!UPDATE) assert.deepEqual(after, textsIn(golden.after));
      assert.deepEqual(changedInWindows(golden, shared), withWindowsBreaks(after));
    });
  if (UPDATE) test(`${name} is written`, () => writeGolden(path, { shared, actions: written }));
}

/** The same action where lines end as on Windows. */
function changedInWindows(golden: GoldenAction, shared: string): ReadonlyMap<string, string> {
  const { fixture } = openGolden(golden, shared);
  const marks = fixture.marks.map((mark) => {
    const breaks = (offset: number) => fixture.files.get(mark.file)!.slice(0, offset).split('\n').length - 1;
    return { ...mark, start: mark.start + breaks(mark.start), end: mark.end + breaks(mark.end) };
  });
  const open = editorOf({ ...fixture, files: withWindowsBreaks(fixture.files), marks });
  const found = actionsOf(open, golden.code).find(({ action }) => action.title === golden.title);
  assert.ok(found, 'not offered with line breaks of Windows');
  return changedBy(found.action, open);
}

function withWindowsBreaks(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...files].map(([path, text]) => [path, path.endsWith('.csv') ? text : text.replaceAll(/\r?\n/g, '\r\n')]),
  );
}

test('every fix is of a rule that there is', () => {
  const codes = new Set(rules.map(({ code }) => code));
  assert.deepEqual(
    Object.keys(FIXES).filter((code) => !codes.has(code)),
    [],
  );
});
