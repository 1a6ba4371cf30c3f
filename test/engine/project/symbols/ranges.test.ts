import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ScalarStyle } from '../../../../engine/src/language/node.ts';
import { buildProject } from '../../../../engine/src/project/project.ts';
import { occurrencesIn } from '../../../../engine/src/project/symbols/occurrences.ts';
import { isBareSqlName } from '../../../../engine/src/project/symbols/sqlWords.ts';

const COLUMN = fc.constantFrom(
  'delay',
  'a b',
  'select',
  'été',
  'a"b',
  "it's",
  'x.y',
  '😀',
  'Ünit_1',
  '# no',
  'a: b',
  '\\',
);
const STYLE = fc.constantFrom<ScalarStyle>('single', 'double', 'literal', 'folded');
const LINES = fc.array(
  fc.constantFrom(
    'and COLUMN > 1',
    "and 'COLUMN' <> COLUMN",
    '-- COLUMN',
    'and /* COLUMN */ COLUMN < ${{ env.X }}',
    'and f(COLUMN, 1e3)',
    "and f.COLUMN + d'COLUMN'",
  ),
  { minLength: 1, maxLength: 5 },
);

test('the range of a column in SQL is its name, in any quoting of YAML, with any line break', () => {
  fc.assert(
    fc.property(COLUMN, LINES, STYLE, fc.constantFrom('\n', '\r\n'), (column, lines, style, newline) => {
      const written = isBareSqlName(column) ? column : `"${column.replaceAll('"', '""')}"`;
      const sql = lines.map((line) => line.replaceAll("'COLUMN'", "'x'").replaceAll('COLUMN', written));
      const text = [
        'dataset: d',
        'columns:',
        `  ${JSON.stringify(column)}: {type: integer}`,
        'checks:',
        `  - rows: ${scalar(style, sql)}`,
        `timestamp: '${column.replaceAll("'", "''")}'`,
        '',
      ];
      const project = buildProject(new Map([['d.dataset.yaml', text.join('\n').replaceAll('\n', newline)]]));
      const file = project.files.get('d.dataset.yaml')!;
      assert.deepEqual(file.tree.problems, []);
      const found = occurrencesIn(project, file).filter(({ symbol }) => symbol.kind === 'column');
      const { lines: at } = file.tree;
      for (const { symbol, range, place, form } of found) {
        const raw = file.text.slice(at.offset(range.start), at.offset(range.end));
        const sqlName = unquoted(
          place.part === 'key' ? 'double' : (file.tree.scalar(place.path)?.style ?? 'plain'),
          raw,
        );
        assert.equal(form === 'sql' ? sqlName.replaceAll('""', '"') : sqlName, symbol.name);
      }
      assert.equal(found.length, 2 + lines.filter(isSeen(style, lines)).length);
    }),
    { numRuns: 300 },
  );
});

/** Folding puts all lines on one, so that a comment hides the rest; what stands behind a dot is no column. */
function isSeen(style: ScalarStyle, lines: readonly string[]): (line: string, index: number) => boolean {
  const comment = lines.findIndex((line) => line.startsWith('--'));
  const hidesRest = style !== 'literal' && comment !== -1;
  return (line, index) => !line.startsWith('--') && !line.includes('f.') && !(hidesRest && index > comment);
}

function scalar(style: ScalarStyle, lines: readonly string[]): string {
  if (style === 'literal' || style === 'folded')
    return [style === 'literal' ? '|' : '>-', ...lines.map((line) => `      ${line}`)].join('\n');
  const text = lines.join(' ');
  if (style === 'single') return `'${text.replaceAll("'", "''")}'`;
  return `"${[...text].map((char) => (char === 'é' || char === 'a' ? escaped(char) : JSON.stringify(char).slice(1, -1))).join('')}"`;
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function unquoted(style: ScalarStyle, raw: string): string {
  if (style === 'single') return raw.replaceAll("''", "'");
  return style === 'double' ? (JSON.parse(`"${raw}"`) as string) : raw;
}
