import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { endText, readEvent, runText } from '../../client/src/sources/importText.ts';
import { isAddress, isAt, nameOfPlace, readAddress, tokenVariables } from '../../client/src/sources/sourcePlace.ts';

test('an address is told without the secret that stands in it', () => {
  assert.deepEqual(readAddress(' https://mlflow.example.com/ '), { place: 'https://mlflow.example.com' });
  assert.deepEqual(readAddress('http://127.0.0.1:5000/base//?a=1#b'), { place: 'http://127.0.0.1:5000/base' });
  assert.deepEqual(readAddress('https://ada:p%40ss@host.example/ml'), {
    place: 'https://host.example/ml',
    token: 'ada:p@ss',
  });
});

test('what is no address is none', () => {
  for (const typed of ['', 'mlruns', 'ftp://host', 'https://', 'http://%', 'https://a:%E0%A4%A@host', '//host'])
    assert.equal(readAddress(typed), undefined, typed);
  assert.equal(isAddress('HTTPS://Host'), true);
  assert.equal(isAddress('C:\\runs'), false);
  assert.equal(nameOfPlace('https://host.example:8443/ml'), 'host.example:8443');
  assert.equal(nameOfPlace('/data/old/mlruns'), 'mlruns');
});

test('a source is one that was added where it is that place, or lies in it', () => {
  const folder = resolve('/work/flights');
  const is = (place: string, added: string) => isAt(place, added, folder);
  assert.equal(is('https://a.example', 'https://a.example'), true);
  assert.equal(is('https://a.example', 'https://a.example/other'), false);
  assert.equal(is('old/mlruns', resolve('/work/flights/old')), true);
  assert.equal(is('/data/mlflow.db', resolve('/data/mlflow.db')), true);
  assert.equal(is('/database/mlruns', resolve('/data')), false);
});

test('a program is told the token of its server, and never one that was meant for another', () => {
  const told = (token: string | undefined) => Object.values(tokenVariables(token));
  assert.deepEqual(told('abc'), ['', 'abc', '', '']);
  assert.deepEqual(told('ada:p:ss'), ['', '', 'ada', 'p:ss']);
  assert.deepEqual(told(undefined), ['', '', '', '']);
});

test('an import tells how far it is, and at its end what did not come', () => {
  const run = readEvent('{"type":"import.run","experiment":"churn","run":"2f","name":"a","done":1}');
  assert.equal(run?.type === 'import.run' && runText(run), '1 run, churn');
  const end = readEvent(
    JSON.stringify({
      type: 'import.finished',
      source: { kind: 'mlruns', place: '/w/mlruns' },
      experiments: ['churn'],
      runs: 1200,
      skipped: 1,
      failed: [{ run: '2f', name: 'a', reason: 'no bytes' }],
      models: { models: 1, versions: 2 },
      leftOut: [{ what: 'delay:2', reason: 'elsewhere' }],
      dryRun: false,
    }),
  );
  assert.deepEqual(end?.type === 'import.finished' && endText(end).split('\n'), [
    'Imported 1,200 runs, 2 model versions from /w/mlruns; 1 run here already.',
    'failed: 2f a: no bytes',
    'left out: delay:2: elsewhere',
  ]);
  for (const line of ['', 'null', '{"type":"other"}', 'not JSON']) assert.equal(readEvent(line), undefined);
});
