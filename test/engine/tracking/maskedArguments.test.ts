import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskedArguments } from '../../../engine/src/tracking/maskedArguments.ts';

function masked(line: string, ...variables: readonly Record<string, string>[]): string {
  return maskedArguments(line.split(' '), ...variables).join(' ');
}

test('values of flags whose names say that they are secret are masked', () => {
  assert.equal(masked('train.py --password hunter2 --depth 4'), 'train.py --password *** --depth 4');
  assert.equal(masked('train.py --api-key=abc --dbPassword=x'), 'train.py --api-key=*** --dbPassword=***');
  assert.equal(masked('train.py db.password=abc lr=0.1'), 'train.py db.password=*** lr=0.1');
  assert.equal(masked('train.py --token --depth 4'), 'train.py --token --depth 4');
  assert.equal(masked('train.py --token -x9secret'), 'train.py --token -x9secret');
});

test('what only sounds alike stays', () => {
  const line = 'train.py --max-tokens 100 --tokenizer bert --key date --author me --passes 3 --data=a/b.csv';
  assert.equal(masked(line), line);
});

test('passwords in addresses and keys of known form are masked', () => {
  assert.equal(masked('x postgres://me:pw@host/db'), 'x postgres://me:***@host/db');
  assert.equal(masked('x https://host/a?sig=abc&n=1'), 'x https://host/a?sig=***&n=1');
  assert.equal(masked(`x ghp_${'a'.repeat(36)} sk-${'b'.repeat(20)}`), 'x *** ***');
});

test('secrets in code given on the command line are masked', () => {
  assert.deepEqual(maskedArguments(['python', '-c', 'connect(api_key="abc", n=2); t = {"token": \'x\'}']), [
    'python',
    '-c',
    'connect(api_key=***, n=2); t = {"token": ***}',
  ]);
});

test('values of secret variables are masked wherever they stand', () => {
  const variables = {
    MODELYARD_SECRET_DB: 'pw1',
    MLFLOW_TRACKING_TOKEN: 'abcdefgh',
    HOME_TOKEN: 'abc',
    AUTH_FILE: '/a/file',
  };
  assert.equal(masked('x pw1 --at=uabcdefgh abc /a/file', variables), 'x *** --at=u*** abc /a/file');
});
