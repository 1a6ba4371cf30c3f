import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { checkProject, type FoundProblem, families } from '../../../engine/src/checks/all.ts';
import { Checker, type FileProblems } from '../../../engine/src/checks/checker.ts';
import type { Severity } from '../../../engine/src/language/problem.ts';
import { NO_FACTS } from '../../../engine/src/project/facts.ts';
import { buildProject, type Project } from '../../../engine/src/project/project.ts';
import { readFixture } from '../../kit/fixture.ts';
import { specTexts } from '../../kit/problems.ts';
import { edit, firstWorld, snapshot } from './changingProject.ts';

test('after any changes the problems are those of a project that is checked anew', () => {
  const severities = new Map<string, Severity | 'off'>([
    ['column-undeclared', 'off'],
    ['unused-view', 'warning'],
  ]);
  const step = fc.record({ edits: fc.array(edit, { minLength: 1, maxLength: 3 }), looks: fc.option(fc.nat(6)) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      let world = firstWorld;
      const checker = new Checker({ severities });
      let project = snapshot(world);
      const screen = new Map<string, readonly FoundProblem[]>();
      show(checker.update(project), screen);
      for (const { edits, looks } of steps) {
        for (const change of edits) world = change(world);
        project = snapshot(world, project);
        show(checker.update(project, { first: ['small.pipeline.yaml'] }), screen, looks ?? Number.POSITIVE_INFINITY);
      }
      show(checker.update(project), screen);
      const told = [...screen.keys()].sort().flatMap((file) => screen.get(file) ?? []);
      assert.deepEqual(told, checkProject(snapshot(world), { severities }));
    }),
    { numRuns: 90, seed: 5 },
  );
});

/** Puts what is told on a screen, as a host does, up to so many files. */
function show(told: Iterable<FileProblems>, screen: Map<string, readonly FoundProblem[]>, most = Infinity): void {
  let count = 0;
  if (most > 0)
    for (const { file, problems } of told) {
      screen.set(file, problems);
      count += 1;
      if (count >= most) break;
    }
}

test('a look at a file finds problems in that file alone', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
      const project = snapshot(edits.reduce((world, change) => change(world), firstWorld));
      for (const file of project.files.values())
        for (const family of families)
          for (const found of family.check?.(project, file) ?? []) assert.equal(found.file, file.path, found.code);
    }),
    { numRuns: 50, seed: 5 },
  );
});

const SMALL = readFixture(`
#- modelyard.yaml
project: small
language: 1
#- rows.dataset.yaml
dataset: rows
source: rows.csv
#- other.dataset.yaml
dataset: other
source: other.csv
#- a.pipeline.yaml
pipeline: a
steps:
  examples: {uses: data/examples, with: {from: rows, label: {y: y}, columns: {x: x}}}
#- b.pipeline.yaml
pipeline: b
steps:
  examples: {uses: data/examples, with: {from: other, label: {y: y}, columns: {x: x}}}
`);

function small(changes: Readonly<Record<string, string | undefined>> = {}, previous?: Project): Project {
  const texts = new Map(specTexts(SMALL));
  for (const [path, text] of Object.entries(changes))
    if (text === undefined) texts.delete(path);
    else texts.set(path, text);
  return buildProject(texts, { previous });
}

/** Each file that is told, with the codes of its problems. */
function said(told: Iterable<FileProblems>): readonly string[] {
  return [...told].map(({ file, problems }) => [file, ...problems.map(({ code }) => code)].join(' '));
}

test('an edited file is told first, then what depends on it, and nothing else', () => {
  const checker = new Checker();
  const first = small();
  assert.deepEqual(said(checker.update(first, { first: ['b.pipeline.yaml'] }))[0], 'b.pipeline.yaml');
  const renamed = small({ 'rows.dataset.yaml': 'dataset: lines\nsource: rows.csv\n' }, first);
  assert.deepEqual(said(checker.update(renamed)), ['rows.dataset.yaml', 'a.pipeline.yaml unknown-dataset']);
  const gone = small({ 'rows.dataset.yaml': undefined, 'a.pipeline.yaml': undefined }, renamed);
  assert.deepEqual(said(checker.update(gone)), ['a.pipeline.yaml', 'rows.dataset.yaml']);
  assert.deepEqual(said(checker.update(small({}, gone))), ['a.pipeline.yaml', 'rows.dataset.yaml']);
});

test('a newer snapshot ends the work on an older one and takes up what that left', () => {
  const checker = new Checker();
  const first = small();
  const old = checker.update(first);
  old.next();
  const next = small({ 'a.pipeline.yaml': 'pipeline: a\nsteps: {}\n' }, first);
  const told = said(checker.update(next));
  assert.equal(old.next().done, true);
  assert.deepEqual(told.map((line) => line.split(' ')[0]).sort(), [
    'a.pipeline.yaml',
    'b.pipeline.yaml',
    'other.dataset.yaml',
    'rows.dataset.yaml',
  ]);
});

test('problems that stay are told as the same array', () => {
  const checker = new Checker();
  const wrong = 'pipeline: a\nsteps:\n  train: {uses: model/trian}\n';
  const first = small({ 'a.pipeline.yaml': wrong });
  said(checker.update(first));
  const before = checker.problems('a.pipeline.yaml');
  assert.deepEqual(said(checker.update(small({ 'a.pipeline.yaml': `${wrong}# more\n` }, first))), [
    'a.pipeline.yaml unknown-uses',
  ]);
  assert.equal(checker.problems('a.pipeline.yaml'), before);
});

test('a look that throws is told, and the other rules tell what they find', () => {
  const broken = (): never => {
    throw new Error('our bug');
  };
  const wrong = {
    'a.pipeline.yaml': 'pipeline: a\nsteps:\n  examples: {uses: data/examples, with: {from: rwos, label: {y: y}}}\n',
  };
  const project = small(wrong).withFacts({ ...NO_FACTS, sql: broken });
  const failures: unknown[] = [];
  const told = said(new Checker({ failed: (error) => failures.push(error) }).update(project));
  assert.match(told.find((line) => line.startsWith('a.pipeline.yaml')) ?? '', /unknown-dataset/);
  assert.match(String(failures[0]), /our bug/);
  assert.throws(() => said(new Checker().update(project)), /our bug/);
});

test('snapshots that are past are let go', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const checker = new Checker();
  let project: Project | undefined;
  const past: WeakRef<object>[] = [];
  for (let edit = 0; edit < 20; edit += 1) {
    project = small({ 'rows.dataset.yaml': `dataset: rows\nsource: rows.csv\ndescription: Edit ${edit}.\n` }, project);
    said(checker.update(project));
    past.push(new WeakRef(project), new WeakRef(project.files.get('rows.dataset.yaml')!));
    await new Promise(setImmediate);
  }
  collect();
  assert.ok(past.filter((one) => one.deref() !== undefined).length <= 4);
});
