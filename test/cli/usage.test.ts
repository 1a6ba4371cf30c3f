import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allCommands } from '../../cli/src/commands.ts';
import { commandLine, testProject } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const commands = await allCommands();

const PIPELINE = `
#- small.pipeline.yaml
pipeline: small
params:
  size: {type: integer, default: 3, min: 1, max: 9}
  kind: {type: string, default: a, enum: [a, b]}
steps:
  only:
    run: node -e 1
`;

for (const { operation } of commands)
  test(`help of ${operation.name} shows its examples first`, async (t) => {
    const said = await commandLine(temporaryFolder(t), `help ${operation.name}`);
    assert.equal(said.code, 0);
    assert.ok(operation.examples.length > 0);
    const [, , title, example] = said.out.split('\n');
    assert.equal(title, 'Examples');
    assert.ok(example?.trim().includes('modelyard'), example);
    for (const { command } of operation.examples) assert.ok(command.includes(`modelyard ${operation.name}`), command);
    for (const asked of ['--help', '-h'])
      assert.equal((await commandLine(temporaryFolder(t), `${operation.name} ${asked}`)).out, said.out);
  });

test('help alone names every command in a line of its own', async (t) => {
  const folder = temporaryFolder(t);
  const said = await commandLine(folder, 'help');
  for (const { operation } of commands)
    assert.match(said.out, new RegExp(`^ +${operation.name} +${operation.title.slice(0, 10)}`, 'm'));
  for (const line of ['', '--help', '-h']) assert.equal((await commandLine(folder, line)).out, said.out);
  assert.match((await commandLine(folder, 'help runs')).out, /runs list.*runs show/s);
});

test('the version is one word', async (t) => {
  for (const line of ['--version', '-V', 'version'])
    assert.match((await commandLine(temporaryFolder(t), line)).out, /^\d+\.\d+\.\d+\n$/);
});

const WRONG: readonly (readonly [string, RegExp])[] = [
  ['rum small', /`rum` is no command.*modelyard run/s],
  ['runs', /`runs` wants a verb.*runs list/s],
  ['runs lst', /`runs lst` is no command.*runs list/s],
  ['help nothing', /`nothing` is no command/],
  ['run', /PIPELINE is missing/],
  ['run small extra', /`extra` is one word too many/],
  ['run small --fromm only', /--fromm is no option.*--from/s],
  ['run small --from', /--from/],
  ['run small --force=yes', /--force/],
  ['run smal', /no pipeline `smal`.*`small`/s],
  ['run small --from onli', /--from onli.*`only`/s],
  ['run small --only only --from only', /--only/],
  ['run small --param', /--param/],
  ['run small --param size', /not NAME=VALUE/],
  ['run small --param sise=4', /sise.*size/s],
  ['run small --param size=big', /size.*big/s],
  ['run small --param size=10', /size.*10/s],
  ['run small --param kind=c', /kind.*a, b/s],
  ['run small --format yaml', /--format yaml.*text, json, ndjson/s],
  ['run small --run-id 12', /run-id|hex/],
  ['runs list --limit many', /--limit is `many`/],
  ['runs list --limit 1.5', /whole number/],
  ['runs list --limit -1', /limit/],
  ['runs list --experiment none', /experiment `none`/],
  ['runs list --page xx', /page token/],
  ['runs show abcd', /no run abcd/],
  ['runs show xyz!', /not a run/],
  ['runs search a', /filter|`a`|'a'/],
  ['runs compare', /nothing to compare/],
  ['runs delete', /No run was named/],
  ['attach ffff', /no run ffff/],
  ['cancel ffff', /no run ffff/],
  ['resume ffff', /no run ffff/],
  ['models show nothing', /no model nothing/],
  ['models show a:b:c', /does not name a model/],
  ['models verify nothing', /no model nothing/],
  ['init . --sample flight', /flights/],
  ['--project /nowhere runs list', /no modelyard\.yaml in \/nowhere/],
];

test('what is wrong on a command line is said with the next step, exit code 2, nothing on stdout', async (t) => {
  const project = testProject(t, PIPELINE);
  for (const [line, says] of WRONG) {
    const { code, out, err } = await project.modelyard(line);
    assert.deepEqual({ code, out }, { code: 2, out: '' }, `${line}: ${err}`);
    assert.match(err, says, line);
    assert.match(err, /^error: .+\nnext: .+\n$/, line);
  }
});

test('a folder without a project is told so', async (t) => {
  const said = await commandLine(temporaryFolder(t), 'runs list');
  assert.equal(said.code, 2);
  assert.match(said.err, /no modelyard\.yaml.*modelyard init/s);
});

test('--project names another folder, absolute or from where one stands', async (t) => {
  const project = testProject(t, PIPELINE);
  for (const at of [project.folder, `${project.folder}/../${project.folder.split('/').pop()}`]) {
    const said = await commandLine(temporaryFolder(t), ['runs', 'list', '--project', at, '--format', 'json']);
    assert.deepEqual(said.json(), { runs: [], nextPageToken: null });
  }
});

test('a command works from a folder inside the project', async (t) => {
  const project = testProject(t, `${PIPELINE}\n#- deep/down/note.txt\n`);
  assert.equal((await commandLine(`${project.folder}/deep/down`, 'run small')).code, 0);
});
