import assert from 'node:assert/strict';
import type { Project } from '../../engine/src/project/project.ts';
import { occurrenceAt, occurrencesIn, occurrencesOf } from '../../engine/src/project/symbols/occurrences.ts';
import type { SpecSymbol } from '../../engine/src/project/symbols/symbol.ts';
import { editor } from './editor.ts';

/** The ranges that are marked in a fixture, `<|name|>`, are all the places of one symbol, whichever of them is asked about. */
export function sameSymbol(text: string): SpecSymbol {
  const { fixture, snapshot } = editor(text);
  const wanted = fixture.marks.map(({ file, start, end }) => `${file} ${place(fixture.files.get(file)!, start, end)}`);
  let symbol: SpecSymbol | undefined;
  for (const mark of fixture.marks) {
    const file = snapshot.project.files.get(mark.file)!;
    const at = occurrenceAt(snapshot.project, file, mark.start);
    assert.ok(at, `nothing is meant at ${mark.file} ${place(file.text, mark.start, mark.end)}`);
    symbol ??= at.symbol;
    assert.deepEqual(at.symbol, symbol, `${mark.file} ${place(file.text, mark.start, mark.end)}`);
  }
  assert.ok(symbol, 'the fixture has no mark');
  const found = occurrencesOf(snapshot.project, symbol).map(({ file, occurrence: { range } }) => {
    const [start, end] = [file.tree.lines.offset(range.start), file.tree.lines.offset(range.end)];
    return `${file.path} ${place(file.text, start, end)}`;
  });
  assert.deepEqual(found.toSorted(), wanted.toSorted());
  return symbol;
}

function place(text: string, start: number, end: number): string {
  const line = text.slice(0, start).split('\n').length;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  return `${line}: ${text.slice(from, start)}<|${text.slice(start, end)}|>`;
}

/** All that a file declares and means, one line each: `line:column text definition|reference kind of.name`. */
export function meaningsIn(project: Project, path: string): readonly string[] {
  const file = project.files.get(path)!;
  return occurrencesIn(project, file).map(({ range, role, symbol: { kind, of, name } }) => {
    const { lines } = file.tree;
    const text = file.text.slice(lines.offset(range.start), lines.offset(range.end));
    const place = `${range.start.line + 1}:${range.start.character + 1}`;
    return `${place} ${text} ${role} ${kind} ${of === undefined ? '' : `${of}.`}${name}`;
  });
}
