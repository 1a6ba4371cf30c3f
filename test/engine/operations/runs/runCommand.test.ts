import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { shellOf, shellText } from '../../../../engine/src/language/shellText.ts';
import { runCommand } from '../../../../engine/src/operations/runs/runCommand.ts';

const declared = new Map([
  ['rounds', { default: 300 }],
  ['seed', { default: 7 }],
  ['city', { default: undefined }],
]);

function command(call: unknown, params: Readonly<Record<string, string>> = {}, pipeline = 'flight-delay') {
  const tags = { 'modelyard.pipeline': pipeline, 'modelyard.call': JSON.stringify(call) };
  return shellText(runCommand({ tags, params }, declared) ?? []);
}

test('a run is repeated with the parameters that its pipeline would not have by itself', () => {
  assert.equal(
    command({ selection: { force: false }, environment: null }, { rounds: '50', seed: '7' }),
    'modelyard run flight-delay --param rounds=50',
  );
  assert.equal(command({}, { city: 'New York' }), "modelyard run flight-delay --param 'city=New York'");
  assert.equal(command({}, { city: "O'Hare" }), `modelyard run flight-delay --param 'city=O'\\''Hare'`);
});

test('with its selection and its environment', () => {
  assert.equal(
    command({ selection: { until: 'train', force: true }, environment: 'small' }),
    'modelyard run flight-delay --env small --until train --force',
  );
});

test('a shell gives back every odd value as it was', { skip: process.platform === 'win32' }, () => {
  const values = [
    'two words',
    "O'Hare",
    '"quoted"',
    'line\nline\r\n',
    '$HOME `id` $(id)',
    'a,b',
    '@a',
    '*',
    '~',
    '!',
    '\\',
    '',
    '-1',
    'ß船',
  ];
  for (const value of values) {
    const [, ...words] = command({}, { city: value }).match(/^modelyard (.*)$/s) ?? [];
    const told = execFileSync('sh', ['-c', `printf '%s\\0' ${words.join('')}`], { encoding: 'utf8' });
    assert.deepEqual(told.split('\0'), ['run', 'flight-delay', '--param', `city=${value}`, '']);
  }
  assert.match(command({}, { city: 'undefined' }), /city=undefined/, 'which is no default');
});

test('PowerShell is given words as it reads them', () => {
  const said = (city: string) => shellText(['run', 'late', '--param', `city=${city}`], 'powershell');
  assert.equal(said('Oslo'), 'run late --param city=Oslo');
  assert.equal(said('New York'), "run late --param 'city=New York'");
  assert.equal(said("O'Hare"), "run late --param 'city=O''Hare'");
  assert.equal(said('O’Hare'), "run late --param 'city=O’’Hare'", 'which is an apostrophe there too');
  assert.equal(said('a,b @a $x `n'), "run late --param 'city=a,b @a $x `n'");
  assert.equal(shellText(['', 'O’Hare']), "'' 'O’Hare'", 'and nowhere else');
});

test('a shell is known by its program', () => {
  const powershell = [
    'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    '/usr/bin/pwsh',
    'pwsh-preview',
  ];
  for (const program of powershell) assert.equal(shellOf(program, 'linux'), 'powershell', program);
  for (const program of ['/bin/zsh', 'C:\\Program Files\\Git\\bin\\bash.exe'])
    assert.equal(shellOf(program, 'win32'), 'posix', program);
  assert.deepEqual([shellOf('', 'win32'), shellOf('', 'linux')], ['powershell', 'posix']);
});

test('what others wrote into its tags stops nothing', () => {
  assert.equal(command('no call', {}, 'Verspätung im Flug'), "modelyard run 'Verspätung im Flug'");
  assert.equal(runCommand({ tags: {}, params: {} }, declared), null);
});
