import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alreadySet, alreadySetText, mayBeOurs, readEnvFile } from '../../../client/src/python/alreadySet.ts';
import { trackingVariables } from '../../../client/src/python/tracking.ts';

const OURS = { url: 'http://127.0.0.1:4000', token: 'ours' };
const source = (where: string, variables: Record<string, unknown>) => ({ where, variables });

test('an address that is set anywhere is found, with where it was said last', () => {
  const sources = [
    source('the environment', { MLFLOW_TRACKING_URI: 'http://first', PATH: '/bin' }),
    source('the settings', { MLFLOW_TRACKING_URI: 'sqlite:///mine.db' }),
    source('`.env`', { OTHER: '1' }),
  ];
  const set = alreadySet(sources, OURS);
  assert.deepEqual(set, { name: 'MLFLOW_TRACKING_URI', value: 'sqlite:///mine.db', where: 'the settings' });
  assert.equal(
    set && alreadySetText(set),
    'MLFLOW_TRACKING_URI is set in the settings: Python runs log there, and not in this project.',
  );
});

test('what is empty, taken away or our own says nothing', () => {
  assert.equal(alreadySet([source('a', { MLFLOW_TRACKING_URI: '' })], OURS), undefined);
  const away = source('b', { MLFLOW_TRACKING_URI: null });
  assert.equal(alreadySet([source('a', { MLFLOW_TRACKING_URI: 'http://first' }), away], OURS), undefined);
  assert.equal(alreadySet([source('a', trackingVariables(OURS))], OURS), undefined);
  const before = alreadySet([source('a', trackingVariables(OURS))], undefined);
  assert.ok(before !== undefined && mayBeOurs(before));
});

test('credentials for another server are left as well', () => {
  const set = alreadySet([source('the environment', { MLFLOW_TRACKING_USERNAME: 'ada' })], OURS);
  assert.equal(set?.name, 'MLFLOW_TRACKING_USERNAME');
  assert.ok(set !== undefined && !mayBeOurs(set));
  assert.equal(alreadySet([source('a', { MLFLOW_TRACKING_TOKEN: 'theirs' })], OURS)?.name, 'MLFLOW_TRACKING_TOKEN');
});

test('a `.env` file is read as python-dotenv reads it', () => {
  const text = `# MLFLOW_TRACKING_URI=http://no
export A = 1
B='two words' # said
C="x#y"
D=plain # said
E=
not a line
MLFLOW_TRACKING_URI=https://example.org/#/a\r
`;
  assert.deepEqual(readEnvFile(text), {
    A: '1',
    B: 'two words',
    C: 'x#y',
    D: 'plain',
    E: '',
    MLFLOW_TRACKING_URI: 'https://example.org/#/a',
  });
});
