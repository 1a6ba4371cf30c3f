import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkProject } from '../../../engine/src/checks/all.ts';
import { buildProject } from '../../../engine/src/project/project.ts';
import { SpecFile } from '../../../engine/src/project/specFile.ts';

const NAMES = ['flight-delay.pipeline.yaml', 'airport.features.yaml', 'flights.dataset.yaml', 'modelyard.yaml'];
const EXAMPLES = NAMES.map((name) => ({
  name,
  text: readFileSync(new URL(`../../../examples/flights/${name}`, import.meta.url), 'utf8'),
}));

function judged(file: SpecFile): unknown {
  return [file.kind, file.name, file.problems, file.places, file.expressions];
}

test('property: a file made from the one before is judged as one that is read anew', () => {
  const share = fc.noBias(fc.integer({ min: 0, max: 9_999 })).map((number) => number / 10_000);
  const pieces = fc.constantFrom(
    'x',
    ' ',
    '',
    '\n',
    ': ',
    '${{ params.a }}',
    '      x: 1\n',
    '    with:\n',
    '(',
    ' # c',
  );
  const edits = fc.array(fc.tuple(share, fc.constantFrom(0, 0, 1, 8), pieces), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.constantFrom(...EXAMPLES), edits, ({ name, text }, all) => {
      let file = new SpecFile(name, text);
      for (const [at, length, piece] of all) {
        const start = Math.floor(at * file.text.length);
        const next = file.text.slice(0, start) + piece + file.text.slice(start + length);
        file = new SpecFile(name, next, file);
        assert.deepStrictEqual(judged(file), judged(new SpecFile(name, structuredClone(next))));
      }
    }),
    { numRuns: 100, seed: 5 },
  );
});

test('what stands in a step that did not change is what was found there before', () => {
  const { name, text } = EXAMPLES[0]!;
  const before = new SpecFile(name, text);
  const after = new SpecFile(name, text.replace('# Metrics', 'x: 1 # Metrics').replace('15%', '16%'), before);
  const inStep = (file: SpecFile, id: string) => file.places.filter(({ path }) => path[1] === id);
  assert.notEqual(inStep(before, 'train').length, 0);
  for (const [i, place] of inStep(after, 'train').entries()) assert.equal(place, inStep(before, 'train')[i]);
});

test('a file that is too large is one piece of information, and what names it is not wrong', () => {
  const text = `dataset: churn\nsource: churn.csv\n${'# data\n'.repeat(150_000)}`;
  assert.ok(text.length > 1_048_576);
  const project = buildProject(
    new Map([
      ['churn.dataset.yaml', text],
      ['modelyard.yaml', 'project: a\nlanguage: 1\n'],
      ['churn.pipeline.yaml', 'pipeline: churn\nsteps:\n  check:\n    uses: data/validate\n    with: {data: churn}\n'],
    ]),
  );
  const found = checkProject(project).map(({ code, severity, file }) => [code, severity, file]);
  assert.deepEqual(found, [['file-too-large', 'information', 'churn.dataset.yaml']]);
  assert.deepEqual(project.names('dataset'), ['churn']);
});
