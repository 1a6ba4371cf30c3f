import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../engine/src/failure.ts';
import { buildProject } from '../../../engine/src/project/project.ts';

const SETTINGS = `project: p
language: 1
environments:
  ci: {params: {rounds: 20}, sources: {flights: [a.csv, b.csv]}}
`;
const FILES = new Map([
  ['p.pipeline.yaml', 'pipeline: p\nparams: {rounds: 300, seed: 7}\nsteps: {}\n'],
  ['flights.dataset.yaml', 'dataset: flights\nsource: flights.parquet\n'],
  ['modelyard.yaml', SETTINGS],
]);

test('a snapshot has its files in order, modelyard.yaml first', () => {
  assert.deepEqual(
    [...buildProject(FILES).files.keys()],
    ['modelyard.yaml', 'flights.dataset.yaml', 'p.pipeline.yaml'],
  );
});

test('a new snapshot takes over what did not change', () => {
  const previous = buildProject(FILES);
  const next = buildProject(new Map([...FILES, ['p.pipeline.yaml', 'pipeline: q\nsteps: {}\n']]), { previous });
  assert.equal(next.files.get('flights.dataset.yaml'), previous.files.get('flights.dataset.yaml'));
  assert.notEqual(next.files.get('p.pipeline.yaml'), previous.files.get('p.pipeline.yaml'));
  assert.deepEqual([...next.pipelines.keys()], ['q']);
  assert.deepEqual([...previous.pipelines.keys()], ['p']);
});

test('an environment changes defaults of params and sources of datasets', () => {
  const project = buildProject(FILES, { environment: 'ci' });
  const params = [...project.pipelines.get('p')!.params.values()];
  assert.deepEqual(
    params.map(({ name, default: value }) => [name, value]),
    [
      ['rounds', 20],
      ['seed', 7],
    ],
  );
  const { source } = project.datasets.get('flights')!;
  assert.deepEqual(source.kind === 'files' && source.patterns.map(({ text }) => text), ['a.csv', 'b.csv']);
});

test('an environment that there is not is refused with those there are', () => {
  assert.throws(
    () => buildProject(FILES, { environment: 'prod' }),
    (error) => error instanceof Failure && error.reason === 'unknown-environment' && /ci/.test(error.next ?? ''),
  );
});

test('of two datasets with one name the first by path counts', () => {
  const project = buildProject(
    new Map([
      ['b.dataset.yaml', 'dataset: x\nsource: b.csv\n'],
      ['a.dataset.yaml', 'dataset: x\nsource: a.csv\n'],
    ]),
  );
  assert.equal(project.datasets.get('x')?.file, 'a.dataset.yaml');
});
