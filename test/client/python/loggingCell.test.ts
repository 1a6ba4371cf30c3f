import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { hasLoggingCell, isPythonNotebook, LOGGING_CELL, MARK } from '../../../client/src/python/loggingCell.ts';
import { temporaryFolder } from '../../kit/temporaryFolder.ts';

const options = { skip: hasPython() ? false : 'there is no python3 here' };
const code = (text: string, language = 'python') => ({ isCode: true, language, text });

test('the cell is known again by its first line, and holds neither an address nor a token', () => {
  assert.ok(LOGGING_CELL.startsWith(MARK));
  assert.ok(hasLoggingCell([code('import mlflow'), code(`\n${LOGGING_CELL}\n`)]));
  assert.ok(!hasLoggingCell([code('import mlflow'), { ...code(MARK), isCode: false }]));
  assert.doesNotMatch(LOGGING_CELL, /127\.0\.0\.1|localhost/);
});

test('a notebook is one of Python by its kernel, else by its cells', () => {
  const named = (language: string) => ({ metadata: { kernelspec: { language } } });
  assert.ok(isPythonNotebook(named('python'), []));
  assert.ok(!isPythonNotebook(named('R'), [code('1')]));
  assert.ok(isPythonNotebook({ metadata: { language_info: { name: 'python' } } }, []));
  assert.ok(isPythonNotebook({}, [code('1')]));
  assert.ok(!isPythonNotebook({}, [code('1', 'julia')]));
  assert.ok(!isPythonNotebook({}, [{ ...code('1'), isCode: false }]));
});

test('the cell finds the service of the project above it', options, async (t) => {
  const project = await withService(t);
  const said = await run(join(project.folder, 'notebooks'), {}, SHOWN);
  assert.deepEqual(said, [`Runs log in ${project.name}.`, `${project.url} a secret`]);
});

test('run twice, the cell follows the service; an address of the user’s stays', options, async (t) => {
  const project = await withService(t);
  const again = `_os = __import__("os")\n_os.environ["MLFLOW_TRACKING_TOKEN"] = "old"\n${LOGGING_CELL}\n${SHOWN}`;
  const twice = await run(project.folder, {}, again);
  assert.deepEqual(twice.slice(1), [`Runs log in ${project.name}.`, `${project.url} a secret`]);
  const set = await run(project.folder, { MLFLOW_TRACKING_URI: 'http://theirs' }, SHOWN);
  assert.deepEqual(set, ['MLFLOW_TRACKING_URI is set already: runs log to http://theirs.', 'http://theirs None']);
});

test('the cell says what to do where no service answers, and changes nothing', options, async (t) => {
  const project = await withService(t);
  for (const text of ['{"url": "http://127.0.0.1:1", "token": "x"}', '{"url": 1', '{}', '[]']) {
    project.writeService(text);
    const [words, variables] = await run(project.folder, {}, SHOWN);
    assert.match(words ?? '', /^No service of this project answers: /);
    assert.equal(variables, 'None None');
  }
});

test('in a linked worktree the cell finds the store of the main one', options, async (t) => {
  const { folder, url } = await withService(t, 'main/inner');
  const root = join(folder, '../..');
  mkdirSync(join(root, 'main/.git/worktrees/side'), { recursive: true });
  mkdirSync(join(root, 'side/inner/notebooks'), { recursive: true });
  writeFileSync(join(root, 'side/.git'), `gitdir: ${join(root, 'main/.git/worktrees/side')}\n`);
  assert.deepEqual(await run(join(root, 'side/inner/notebooks'), {}, SHOWN), ['Runs log in inner.', `${url} a secret`]);
});

const SHOWN = `import os
print(os.environ.get("MLFLOW_TRACKING_URI"), os.environ.get("MLFLOW_TRACKING_TOKEN"))`;

/** A project with something that answers as its service does. */
async function withService(t: TestContext, inside = 'ships') {
  const folder = join(temporaryFolder(t), inside);
  mkdirSync(join(folder, '.modelyard'), { recursive: true });
  mkdirSync(join(folder, 'notebooks'));
  const server = createServer((_, response) => response.end('OK')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const writeService = (text: string) => writeFileSync(join(folder, '.modelyard/service.json'), text);
  writeService(JSON.stringify({ url, token: 'a secret' }));
  return { folder, url, writeService, name: inside.split('/').at(-1) };
}

async function run(folder: string, variables: Record<string, string>, after: string): Promise<readonly string[]> {
  const env = { PATH: process.env['PATH'], ...variables };
  const { stdout } = await promisify(execFile)('python3', ['-c', `${LOGGING_CELL}\n${after}`], { cwd: folder, env });
  return stdout.trim().split(/\r?\n/);
}

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
