import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitCommandLine } from '../../../../engine/src/adapters/system/callers/commandLine.ts';
import { calledBy, pidOfCaller } from '../../../../engine/src/adapters/system/callers/macos.ts';
import { processIn } from '../../../../engine/src/adapters/system/callers/windows.ts';

test('of what lsof prints the caller’s end counts, not ours', () => {
  const text = 'p10\nn127.0.0.1:41234->127.0.0.1:50001\np20\nf3\nn127.0.0.1:50001->127.0.0.1:41234\n';
  assert.equal(pidOfCaller(text, { caller: 50_001, own: 41_234 }), 20);
  assert.equal(pidOfCaller(text, { caller: 50_002, own: 41_234 }), undefined);
  assert.equal(pidOfCaller(undefined, { caller: 1, own: 2 }), undefined);
});

test('what PowerShell prints of a process is read, and nothing else', () => {
  const line = String.raw`"C:\Program Files\Python\python.exe" train.py --name "a b"`;
  const program = String.raw`C:\Program Files\Python\python.exe`;
  assert.deepEqual(processIn(JSON.stringify({ pid: 4, started: 'then', line, program })), {
    ...{ pid: 4, started: 'then', program: 'C:/Program Files/Python/python.exe' },
    arguments: [program, 'train.py', '--name', 'a b'],
  });
  for (const text of [undefined, '', '{}', 'null', '[]']) assert.equal(processIn(text), undefined, text);
});

test('an environment of Python is known where the call or the parent names it, and not guessed', () => {
  const framework = '/Library/Frameworks/Python.framework/Versions/3.12/Resources/Python.app/Contents/MacOS/Python';
  assert.equal(calledBy('/work/.venv/bin/python', framework), '/work/.venv/bin/python');
  assert.equal(calledBy('python', framework), undefined);
  assert.equal(calledBy(framework, framework), undefined);
  assert.equal(calledBy('R', '/usr/local/bin/R'), '/usr/local/bin/R');
  const parent = String.raw`C:\work\.venv\Scripts\python.exe`;
  const program = String.raw`C:\Python312\python.exe`;
  assert.equal(processIn(JSON.stringify({ pid: 1, program, parent }))?.program, 'C:/work/.venv/Scripts/python.exe');
  const shell = String.raw`C:\Windows\cmd.exe`;
  assert.equal(processIn(JSON.stringify({ pid: 1, program, parent: shell }))?.program, 'C:/Python312/python.exe');
});

test('a command line of Windows is cut as its programs cut it', () => {
  assert.deepEqual(splitCommandLine(String.raw`a "b c" d\e "f\"g" h\\"i j" "" k`), [
    ...['a', 'b c', String.raw`d\e`, 'f"g', String.raw`h\i j`, '', 'k'],
  ]);
});
