import assert from 'node:assert/strict';
import { test } from 'node:test';
import { programScript } from '../../../engine/src/operations/debug/programScript.ts';

/** As `kind: what it runs [options] (args)`. */
function read(line: string): string {
  const [name = '', ...given] = line.split(' ');
  const { kind, script } = programScript(name, { arguments: given });
  if (script === null) return kind;
  const target = script.kind === 'file' ? script.file : `module ${script.module}`;
  return `${kind}: ${target} [${script.options.join(' ')}] (${script.args.join(' ')})`;
}

test('interpreters are known by their names, and options before a script are theirs', () => {
  const lines: readonly (readonly [line: string, what: string])[] = [
    ['python3 train.py --rounds 5', 'python: train.py [] (--rounds 5)'],
    ['.venv/bin/python3.12 -u -X dev train.py -m x', 'python: train.py [-u -X dev] (-m x)'],
    ['python -m own.train a b', 'python: module own.train [] (a b)'],
    ['C:\\Python\\python.exe train.py', 'python: train.py [] ()'],
    [
      'node --no-warnings --import ./hooks.mjs report.mjs x',
      'node: report.mjs [--no-warnings --import ./hooks.mjs] (x)',
    ],
  ];
  for (const [line, what] of lines) assert.equal(read(line), what);
});

test('code without a script, other programs and half commands are for no debugger', () => {
  for (const line of [
    'python -c 1',
    'python',
    'python -',
    'python -m',
    'node -e 1',
    'node --test a',
    'Rscript a.R',
    'uv run a.py',
    './train.py',
    'nodeish a',
  ])
    assert.equal(read(line), 'other', line);
});
