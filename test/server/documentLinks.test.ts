import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentLinks } from '../../server/src/features/documentLinks.ts';
import { editor } from '../kit/editor.ts';
import { readFixture } from '../kit/fixture.ts';
import { projectOf } from '../kit/problems.ts';

function links(fixture: string, complete = false): readonly string[] {
  const files = readFixture(fixture);
  const open = editor(fixture, { project: projectOf(files, { complete }) });
  const [path] = open.fixture.files.keys();
  const document = open.document(path!);
  const { text, tree } = document.file;
  return documentLinks(document).map(
    ({ range, target }) => `${text.slice(tree.lines.offset(range.start), tree.lines.offset(range.end))} ${target}`,
  );
}

test('sources, scripts and inputs lead to their files', () => {
  assert.deepEqual(links('#- a.dataset.yaml\ndataset: a\nsource: [data/a.csv, "./b.csv", "c/*.csv"]\n'), [
    'data/a.csv file:///project/data/a.csv',
    './b.csv file:///project/b.csv',
  ]);
  assert.deepEqual(
    links(`
#- a.pipeline.yaml
pipeline: a
steps:
  t:
    run: python train.py --data \${{ inputs.data }}
    inputs: {code: train.py, data: "\${{ steps.x.data }}"}
    python: {requirements: requirements.txt}
`),
    [
      'train.py file:///project/train.py',
      'train.py file:///project/train.py',
      'requirements.txt file:///project/requirements.txt',
    ],
  );
});

test('a file that is known to be absent is no link', () =>
  assert.deepEqual(links('#- a.dataset.yaml\ndataset: a\nsource: [a.csv, b.csv]\n#- a.csv\nx\n1\n', true), [
    'a.csv file:///project/a.csv',
  ]));

test('no link leaves the project', () =>
  assert.deepEqual(
    links(
      '#- a.dataset.yaml\ndataset: a\nsource: [../a.csv, /etc/passwd, "C:\\\\a.csv", x/../../a.csv, ~/a.csv, x/../a.csv]\n',
    ),
    ['x/../a.csv file:///project/a.csv'],
  ));

test('addresses in descriptions are links', () =>
  assert.deepEqual(
    links(
      '#- a.dataset.yaml\ndataset: a\ndescription: See https://example.org/a?b=1 (and http://example.com).\nsource: a.csv\n',
    ).slice(0, 2),
    ['https://example.org/a?b=1 https://example.org/a?b=1', 'http://example.com http://example.com'],
  ));
