import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Connection } from 'vscode-languageserver';
import { PYTHON_NOTIFICATION } from '../../server/src/protocol.ts';
import { followPythons } from '../../server/src/pythons.ts';

test('processes of a project are given the Python that the editor selected last', () => {
  let tell: (told: unknown) => void = () => {};
  const connection = {
    onNotification(method: string, listener: (told: unknown) => void) {
      assert.equal(method, PYTHON_NOTIFICATION);
      tell = listener;
    },
  } as unknown as Connection;
  const variables = followPythons(connection);
  assert.deepEqual(variables('/a b'), {});
  const pythons = [
    { root: 'file:///a%20b', file: '/venv/bin/python' },
    { root: 'file:///other', file: null },
  ];
  tell({ pythons });
  assert.deepEqual(variables('/a b'), { MODELYARD_PYTHON: '/venv/bin/python' });
  assert.deepEqual(variables('/other'), {});
  for (const wrong of [undefined, null, 'x', { pythons: 1 }, { pythons: [{}, { root: 1, file: 1 }, null, 3] }]) {
    tell({ pythons });
    tell(wrong);
    assert.deepEqual(variables('/a b'), {});
  }
});
