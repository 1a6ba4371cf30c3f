import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedViews } from '../../../../client/src/panels/compareViews/namedViews.ts';
import { viewText } from '../../../../client/src/panels/compareViews/viewFile.ts';
import { NEW_VIEW } from '../../../../webviews/compare/protocol.ts';

const MINE = { ...NEW_VIEW, filter: 'metrics.roc_auc > 0.7' };

test('a file that holds no view is told with its place, and takes no other view with it', () => {
  const { views, unreadable } = namedViews({ mine: MINE }, [
    { file: 'broken.comparison.json', text: '{\n  "comparison": "broken",,\n}' },
    { file: 'list.comparison.json', text: '[]' },
    { file: 'nameless.comparison.json', text: '{\n  "filter": ""\n}' },
    { file: 'typed.comparison.json', text: '{"comparison": "typed",\n "sort": 7}' },
    { file: 'locked.comparison.json', refusal: 'no permission' },
    { file: 'team.comparison.json', text: viewText('team', NEW_VIEW) },
  ]);
  assert.deepEqual(
    views.map(({ name, file }) => [name, file]),
    [
      ['mine', null],
      ['team', 'team.comparison.json'],
    ],
  );
  assert.deepEqual(
    unreadable.map(({ file, wrong }) => [file, wrong.place.line]),
    [
      ['broken.comparison.json', 1],
      ['list.comparison.json', 0],
      ['nameless.comparison.json', 0],
      ['typed.comparison.json', 1],
      ['locked.comparison.json', 0],
    ],
  );
  for (const { wrong } of unreadable) assert.notEqual(wrong.message, '');
  assert.equal(unreadable.at(-1)?.wrong.message, 'It cannot be read: no permission.');
});

test('of a view in the workspace and a file of one name the file is meant', () => {
  const { views } = namedViews({ team: MINE }, [{ file: 'f', text: viewText('team', NEW_VIEW) }]);
  assert.deepEqual(views, [{ name: 'team', view: NEW_VIEW, file: 'f' }]);
});
