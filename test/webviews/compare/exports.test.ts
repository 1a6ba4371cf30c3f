import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvText } from '../../../webviews/compare/exports/csvText.ts';
import { htmlText } from '../../../webviews/compare/exports/htmlText.ts';
import { jsonText } from '../../../webviews/compare/exports/jsonText.ts';
import { markdownText } from '../../../webviews/compare/exports/markdownText.ts';
import type { Sheet, SheetValue } from '../../../webviews/compare/exports/sheet.ts';

const ABOUT: Sheet['about'] = {
  project: 'flights <b>',
  at: '2026-11-20T09:58:00.000Z',
  filter: 'metrics.roc_auc > 0.7',
  baseline: 'b2',
  commits: ['a'.repeat(40)],
};

function sheet(columns: Readonly<Record<string, readonly (SheetValue | undefined)[]>>, about = ABOUT): Sheet {
  const runs = Math.max(0, ...Object.values(columns).map(({ length }) => length));
  return {
    about,
    columns: Object.entries(columns).map(([id, values]) => ({
      id,
      title: id,
      kind: 'metric',
      type: values.some((cell) => typeof cell?.value === 'string') ? 'text' : 'number',
      better: null,
      hasIntervals: values.some((cell) => cell?.low !== undefined),
    })),
    runs: Array.from({ length: runs }, (_, row) => ({
      id: `${'ab'[row] ?? 'c'}${row + 1}`,
      values: Object.values(columns).map((values) => values[row]),
    })),
  };
}

const values = (...all: readonly (number | string | undefined)[]) =>
  all.map((value) => (value === undefined ? undefined : { value }));

/** Reads CSV by RFC 4180, and takes the apostrophe away that keeps spreadsheets from computing. */
function readCsv(text: string): readonly (readonly (string | undefined)[])[] {
  const lines: (string | undefined)[][] = [[]];
  for (let at = 0; at < text.length; ) {
    const quoted = /^"((?:[^"]|"")*)"(?=,|\r\n)/.exec(text.slice(at));
    const plain = /^[^,\r\n]*/.exec(text.slice(at))![0];
    const field = quoted === null ? plain : quoted[1]!.replaceAll('""', '"');
    const isNone = quoted === null && plain === '';
    lines.at(-1)!.push(isNone ? undefined : /^'+[=+\-@\t\r]/.test(field) ? field.slice(1) : field);
    at += quoted === null ? plain.length : quoted[0].length;
    if (text[at] === ',') at += 1;
    else {
      assert.equal(text.slice(at, at + 2), '\r\n');
      at += 2;
      lines.push([]);
    }
    if (text[at - 1] === ',' && (at === text.length || text.startsWith('\r\n', at))) {
      lines.at(-1)!.push(undefined);
      if (text.startsWith('\r\n', at)) {
        at += 2;
        lines.push([]);
      }
    }
  }
  lines.pop();
  return lines;
}

test('CSV gives back every text and every number with all its digits', () => {
  const value = fc.option(fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.double(), DANGEROUS), {
    nil: undefined,
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { maxLength: 8 }), (rows) => {
      const told = sheet({
        'params.a': values(...rows.map(([a]) => a)),
        'params.b': values(...rows.map(([, b]) => b)),
      });
      const [head, ...lines] = readCsv(csvText(told));
      assert.deepEqual(head, ['run', 'params.a', 'params.b']);
      assert.deepEqual(
        lines.map(([, ...cells]) => cells),
        rows.map((row) => row.map((one) => (typeof one === 'number' ? String(one) : one))),
      );
    }),
  );
});

const DANGEROUS = fc.constantFrom(
  '=1+1',
  "'=1",
  '+x',
  '-x',
  '@x',
  '-5',
  '\t=1',
  '"',
  'a"b',
  'a,b',
  'a\r\nb',
  '',
  ' ',
  "''=",
);

test('no text of CSV is a formula of a spreadsheet, and numbers stay numbers', () => {
  const text = csvText(sheet({ a: values('=HYPERLINK("http://x")', '@SUM(A1)', '-5', '+x') }));
  assert.equal(text, 'run,a\r\na1,"\'=HYPERLINK(""http://x"")"\r\nb2,\'@SUM(A1)\r\nc3,-5\r\nc4,\'+x\r\n');
});

test('NaN, infinite values and intervals are told in every form', () => {
  const told = sheet({
    m: [
      { value: 0.1 + 0.2, low: 0.29, high: 0.31 },
      { value: Number.NaN },
      undefined,
      { value: Number.NEGATIVE_INFINITY },
    ],
  });
  assert.equal(
    csvText(told),
    'run,m,m:low,m:high\r\na1,0.30000000000000004,0.29,0.31\r\nb2,NaN,,\r\nc3,,,\r\nc4,-Infinity,,\r\n',
  );
  const { runs } = JSON.parse(jsonText(told));
  assert.deepEqual(runs, [
    { run: 'a1', values: { m: 0.30000000000000004 }, intervals: { m: [0.29, 0.31] } },
    { run: 'b2', values: { m: 'NaN' }, intervals: {} },
    { run: 'c3', values: {}, intervals: {} },
    { run: 'c4', values: { m: '-Infinity' }, intervals: {} },
  ]);
  assert.match(
    markdownText(told),
    /^\| run \| m \|\n\| --- \| ---: \|\n\| `a1` \| 0\.30000000000000004 \[0\.29, 0\.31\] \|\n/,
  );
  assert.match(htmlText(told), /<td class="n" title="0\.30000000000000004 \[0\.29, 0\.31\]">0\.30<\/td>/);
  assert.match(htmlText(told), />NaN<\/td>.*\n.*>-<\/td>.*\n.*>−∞<\/td>/);
});

test('nothing that users named is a mention, a reference or a link in a pull request', () => {
  const [, , row] = markdownText(sheet({ a: values('@ada'), b: values('see #12'), c: values('http://x/y') })).split(
    '\n',
  );
  assert.equal(row, '| `a1` | `@ada` | `see #12` | `http://x/y` |');
});

test('what users named is text in Markdown and in HTML', () => {
  const name = '<img src=x onerror=alert(1)>|`code`| [a](b) "q" \'s\' \\ & \n# no heading';
  const told = sheet({ [name]: values(name) }, { ...ABOUT, project: name, filter: name });
  const [, , row] = markdownText(told).split('\n');
  assert.equal(row!.replaceAll(/\\./g, '').split('|').length, 4);
  assert.doesNotMatch(row!, /<|(?<!\\)[`[\]#]code/);
  const html = htmlText(told);
  assert.doesNotMatch(html, /<img|<script|onerror=alert\(1\)>/);
  assert.ok(html.includes('&lt;img src=x onerror=alert(1)&gt;'));
});

test('the page needs no network and no script, is light, and says what it is of', () => {
  const html = htmlText(sheet({ m: values(1) }));
  assert.doesNotMatch(html, /https?:|<script|@import|url\(|<link|src=/);
  assert.match(html, /default-src 'none'/);
  assert.match(html, /color-scheme: light/);
  assert.match(html, /@page \{ size: A4;/);
  assert.match(html, /flights &lt;b&gt;, commit aaaaaaaa, 2026-11-20 09:58 UTC/);
  assert.match(html, /<h1>Comparison of 1 run</);
});
