import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Renumbering } from '../../engine/src/operations/models/renumber/renumberVersions.ts';
import { hashOfReport } from '../../engine/src/registry/decisions/gateReportFile.ts';
import { type GitProject, gitIn, gitProject, identify } from '../kit/gitProject.ts';
import { onnxModel } from '../kit/onnxModel.ts';
import { outputSchemas } from '../kit/outputSchemas.ts';
import { commandLine } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

const VERSION = 'registry/sigmoid/v2.version.yaml';

/** `main` and `work` have parted after version 1, and each has a version 2: another store made that of `main`. */
async function parted(t: Parameters<typeof gitProject>[0], theirs = 20): Promise<GitProject> {
  const project = await gitProject(t, { versions: 1 });
  project.commitAll('One');
  const other = temporaryFolder(t);
  const there = gitIn(other);
  there('clone', '-q', project.folder, '.');
  identify(there);
  project.git('checkout', '-q', '-b', 'work');
  await project.register(2);
  project.commitAll('Two of work');
  writeFileSync(join(other, 'theirs.onnx'), onnxModel(theirs));
  const said = await commandLine(other, 'models register theirs.onnx --name sigmoid');
  assert.match(said.out, /sigmoid:2 /, said.err);
  there('add', '-A');
  there('commit', '-q', '-m', 'Two of main');
  project.git('fetch', '-q', other, 'main:main');
  return project;
}

async function renumbered(project: GitProject, words = ''): Promise<Renumbering> {
  const said = await project.modelyard(`models renumber ${words} --format json`);
  assert.equal(said.code, 0, said.err);
  outputSchemas()('models-renumber', said.json());
  return said.json<Renumbering>();
}

function hashIn(project: GitProject, file: string): string {
  return /^sha256: (\w+)/m.exec(project.read(file))![1]!;
}

for (const how of ['merge', 'rebase'] as const)
  test(`a ${how} in which both sides have a version 2 is settled: the one of this branch is 3`, async (t) => {
    const project = await parted(t);
    const own = hashIn(project, VERSION);
    assert.throws(() => project.git(how, '-q', 'main'));
    const { renumbered: moved } = await renumbered(project);
    assert.deepEqual(moved, [{ model: 'sigmoid', from: 2, to: 3, sha256: own }]);
    assert.equal(project.git('diff', '--name-only', '--diff-filter=U'), '');
    if (how === 'merge') project.git('commit', '-q', '-m', 'Merged');
    else project.git('-c', 'core.editor=true', 'rebase', '--continue');
    assert.equal(project.git('status', '--porcelain'), '');
    assert.equal(project.read(VERSION).trimEnd(), project.git('show', 'main:registry/sigmoid/v2.version.yaml'));
    assert.equal(hashIn(project, 'registry/sigmoid/v3.version.yaml'), own);
    assert.match(project.read('registry/sigmoid/v3.version.yaml'), /^version: 3\nsemver: 1\.0\.2$/m);
    const shown = (await project.modelyard('models list --format json')).json<{ models: { versions: object[] }[] }>();
    assert.equal(shown.models[0]?.versions.length, 3);
    assert.deepEqual(await renumbered(project), { renumbered: [], files: [] });
    await project.register(4);
    assert.equal(existsSync(join(project.folder, 'registry/sigmoid/v4.version.yaml')), true);
  });

test('what speaks of the version follows: aliases, gate reports, approvals, notes, the card and its run', async (t) => {
  const project = await parted(t);
  const own = hashIn(project, VERSION);
  const moved = (await project.modelyard('models promote sigmoid:2 --alias production --format json')).json<{
    report: string;
  }>();
  await project.modelyard('models alias sigmoid:2 candidate');
  await project.modelyard('models alias sigmoid:1 older');
  project.write('registry/sigmoid/v2.notes.yaml', 'model_notes: sigmoid\nversion: 2\ndescription: Ours # mine\n');
  project.write('sigmoid.modelcard.yaml', 'modelcard: sigmoid\nmodel: sigmoid:2 # the one\n');
  const approval = `approval: sigmoid\nversion: 2\nalias: production\nsha256: ${own}\nrules: ${own}\nby: ada@example.org\nat: 2026-11-21T08:00:00Z\n`;
  project.write('registry/sigmoid/approvals/v2-production-ada@example.org.approval.yaml', approval);
  project.commitAll('What goes with it');
  assert.throws(() => project.git('merge', '-q', 'main'));
  await renumbered(project);
  project.git('commit', '-q', '-m', 'Merged');
  assert.equal(project.git('status', '--porcelain'), '');
  for (const alias of ['production', 'candidate'])
    assert.match(project.read(`registry/sigmoid/${alias}.alias.yaml`), /^version: 3$/m);
  assert.match(project.read('registry/sigmoid/older.alias.yaml'), /^version: 1$/m);
  const gates = /^gates: (\w+)$/m.exec(project.read('registry/sigmoid/production.alias.yaml'))![1]!;
  const report = project.read(`registry/sigmoid/gates/v3-production-${gates.slice(0, 12)}.json`);
  assert.deepEqual([hashOfReport(report), (JSON.parse(report) as { version: number }).version], [gates, 3]);
  assert.equal(existsSync(join(project.folder, moved.report)), false);
  assert.match(project.read('registry/sigmoid/v3.notes.yaml'), /^version: 3\ndescription: Ours # mine$/m);
  assert.equal(existsSync(join(project.folder, 'registry/sigmoid/v2.notes.yaml')), false);
  assert.equal(project.read('sigmoid.modelcard.yaml'), 'modelcard: sigmoid\nmodel: sigmoid:3 # the one\n');
  const approved = project.read('registry/sigmoid/approvals/v3-production-ada@example.org.approval.yaml');
  assert.equal(approved, approval.replace('version: 2', 'version: 3'));
  const { run } = (await project.modelyard('models show sigmoid:3 --format json')).json<{
    versions: { run: string }[];
  }>().versions[0]!;
  assert.deepEqual((await project.modelyard(`runs show ${run} --format json`)).json()['models'], [
    { name: 'sigmoid', version: 3 },
  ]);
  const problems = (await project.modelyard('validate --format json')).json<{ problems: { code: string }[] }>();
  assert.deepEqual(
    problems.problems.filter(({ code }) => code.startsWith('registry') || code === 'unknown-version'),
    [],
  );
});

test('the same bytes under one number are one version', async (t) => {
  const project = await parted(t, 2);
  assert.throws(() => project.git('merge', '-q', 'main'));
  const { renumbered: moved } = await renumbered(project);
  assert.deepEqual(
    moved.map(({ from, to }) => [from, to]),
    [[2, 2]],
  );
  project.git('commit', '-q', '-m', 'Merged');
  assert.equal(project.read(VERSION).trimEnd(), project.git('show', 'main:registry/sigmoid/v2.version.yaml'));
});

test('before merging the version of this branch gives its number up too', async (t) => {
  const project = await parted(t);
  const own = hashIn(project, VERSION);
  await project.modelyard('models alias sigmoid:2 candidate');
  const { renumbered: moved, files } = await renumbered(project, 'sigmoid');
  assert.deepEqual(moved, [{ model: 'sigmoid', from: 2, to: 3, sha256: own }]);
  assert.deepEqual(files, ['registry/sigmoid/candidate.alias.yaml', VERSION, 'registry/sigmoid/v3.version.yaml']);
  project.commitAll('Renumbered');
  project.git('merge', '-q', '--no-edit', 'main');
  const shown = (await project.modelyard('models show sigmoid@candidate --format json')).json();
  assert.equal((shown['versions'] as { sha256: string }[])[0]?.sha256, own);
  assert.deepEqual(await renumbered(project), { renumbered: [], files: [] });
});

test('without git there is nothing to be renumbered by', async (t) => {
  const project = await gitProject(t, { versions: 1 });
  rmSync(join(project.folder, '.git'), { recursive: true });
  assert.match((await project.modelyard('models renumber')).err, /needs a git repository/);
});
