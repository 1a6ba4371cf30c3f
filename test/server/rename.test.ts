import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkProject } from '../../engine/src/checks/all.ts';
import { Failure } from '../../engine/src/failure.ts';
import { ENDINGS, type Kind } from '../../engine/src/language/kinds.ts';
import { buildProject, type Project } from '../../engine/src/project/project.ts';
import { occurrencesIn } from '../../engine/src/project/symbols/occurrences.ts';
import { clientEdit } from '../../server/src/features/rename/clientEdit.ts';
import { prepareRename, rename } from '../../server/src/features/rename.ts';
import { applyWorkspaceEdit } from '../kit/applyWorkspaceEdit.ts';
import { editor } from '../kit/editor.ts';
import { EVERYTHING } from '../kit/everything.ts';
import { readFixture } from '../kit/fixture.ts';

/** Renames what stands at the mark and compares all files, files that were renamed with it included. */
function renames(before: string, newName: string, after: string): void {
  const { fixture, spot } = editor(before);
  const edit = rename(spot(), newName);
  assert.ok(edit, 'nothing to rename stands there');
  assert.deepEqual(
    Object.fromEntries(applyWorkspaceEdit(fixture.files, edit)),
    Object.fromEntries(readFixture(after).files),
  );
}

function refuses(text: string, reason: string, newName?: string): void {
  const { spot } = editor(text);
  const ask = newName === undefined ? () => prepareRename(spot()) : () => rename(spot(), newName);
  assert.throws(ask, (error: unknown) => error instanceof Failure && error.reason === reason);
}

test('a dataset is renamed in every file, and the files that are called after it', () => {
  renames(
    `
#- modelyard.yaml
project: p
environments: {ci: {sources: {flights: a.csv}}}
#- data/flights.dataset.yaml
dataset: flights<|>
source: flights.csv
checks: [{columns: [a], references: "flights(b)"}]
#- data/flights.dataset.lock.yaml
dataset_lock: flights
#- late.dataset.yaml
dataset: late
source: {sql: select f.* from flights f}
#- flights.features.yaml
features: flights
dataset: 'flights'
#- p.pipeline.yaml
pipeline: p
steps:
  check: {uses: data/validate, with: {data: "flights"}}
`,
    'trips',
    `
#- modelyard.yaml
project: p
environments: {ci: {sources: {trips: a.csv}}}
#- data/trips.dataset.yaml
dataset: trips
source: flights.csv
checks: [{columns: [a], references: "trips(b)"}]
#- data/trips.dataset.lock.yaml
dataset_lock: trips
#- late.dataset.yaml
dataset: late
source: {sql: select f.* from trips f}
#- flights.features.yaml
features: flights
dataset: 'trips'
#- p.pipeline.yaml
pipeline: p
steps:
  check: {uses: data/validate, with: {data: "trips"}}
`,
  );
});

test('a column is written as YAML and SQL need it', () => {
  renames(
    `
#- d.dataset.yaml
dataset: d
source: d.parquet
timestamp: late<|>
columns: {late: {type: integer}}
checks:
  - rows: late > 1
  - rows: 'late > 1'
  - {rows: "late <> 'late' and \\"late\\" > 1"}
  - rows: |
      late > 1
      and late < 3 -- late
  - rows: >-
      late
      > 2
`,
    'a: "b"',
    `
#- d.dataset.yaml
dataset: d
source: d.parquet
timestamp: 'a: "b"'
columns: {'a: "b"': {type: integer}}
checks:
  - rows: '"a: ""b""" > 1'
  - rows: '"a: ""b""" > 1'
  - {rows: "\\"a: \\"\\"b\\"\\"\\" <> 'late' and \\"a: \\"\\"b\\"\\"\\" > 1"}
  - rows: |
      "a: ""b""" > 1
      and "a: ""b""" < 3 -- late
  - rows: >-
      "a: ""b"""
      > 2
`,
  );
});

test('a step is renamed in needs and in expressions of either writing', () => {
  renames(
    `
#- p.pipeline.yaml
pipeline: p
steps:
  train: {run: python train.py, outputs: {model: m.onnx}}
  b: {run: "x \${{ steps['train'].model }}", needs: [train], if: steps.<|>train.model != null}
`,
    'fit',
    `
#- p.pipeline.yaml
pipeline: p
steps:
  fit: {run: python train.py, outputs: {model: m.onnx}}
  b: {run: "x \${{ steps['fit'].model }}", needs: [fit], if: steps.fit.model != null}
`,
  );
});

test('a field is renamed behind the prefix of its join', () => {
  renames(
    `
#- v.features.yaml
features: v
dataset: d
fields: {busy: {sql: count(*), window: 1d, type: integer}}
#- p.pipeline.yaml
pipeline: p
steps:
  examples: {uses: data/examples, with: {from: d, label: {y: a}, features: [{view: v, on: {e: a}, prefix: to_}]}}
  train: {uses: model/train, with: {data: "\${{ steps.examples.data }}", target: y, weight: to_bus<|>y}}
`,
    'crowded',
    `
#- v.features.yaml
features: v
dataset: d
fields: {crowded: {sql: count(*), window: 1d, type: integer}}
#- p.pipeline.yaml
pipeline: p
steps:
  examples: {uses: data/examples, with: {from: d, label: {y: a}, features: [{view: v, on: {e: a}, prefix: to_}]}}
  train: {uses: model/train, with: {data: "\${{ steps.examples.data }}", target: y, weight: to_crowded}}
`,
  );
});

test('a model that no version has yet is renamed wherever it is meant', () => {
  renames(
    `
#- p.pipeline.yaml
pipeline: p
steps: {register: {uses: model/register, with: {model: m, name: late<|>}}}
#- late.modelcard.yaml
modelcard: late
model: late@production
#- default.policy.yaml
policy: default
applies_to: [late, late-*]
`,
    'delayed',
    `
#- p.pipeline.yaml
pipeline: p
steps: {register: {uses: model/register, with: {model: m, name: delayed}}}
#- late.modelcard.yaml
modelcard: late
model: delayed@production
#- default.policy.yaml
policy: default
applies_to: [delayed, late-*]
`,
  );
});

test('an output column of SQL is renamed where SQL makes it', () => {
  renames(
    `
#- d.dataset.yaml
dataset: d
source: {sql: "select a + 1 as b from e"}
#- v.features.yaml
features: v
dataset: d
entity: {x: b<|>}
`,
    'c',
    `
#- d.dataset.yaml
dataset: d
source: {sql: "select a + 1 as c from e"}
#- v.features.yaml
features: v
dataset: d
entity: {x: c}
`,
  );
});

test('a column that the data has keeps its name', () => {
  refuses(
    '#- d.dataset.yaml\ndataset: d\nsource: d.csv\ntimestamp: a<|>\n#- d.csv\na,b\n2001-01-01,1\n',
    'rename-data',
  );
});

test('what the registry holds keeps its name', () => {
  const registry = `
#- registry/m/v1.version.yaml
model_version: m
version: 1
#- registry/m/production.alias.yaml
model_alias: m
alias: production
version: 1
`;
  for (const model of ['<|>m:1', 'm@<|>production', 'm:<|>1'])
    refuses(`#- m.modelcard.yaml\nmodelcard: c\nmodel: ${model}${registry}`, 'rename-registered');
});

test('what Modelyard brings keeps its name', () => {
  const pipeline = (text: string) => `#- p.pipeline.yaml
pipeline: p
steps:
  e: {uses: model/evaluate, with: {model: m, data: d, metrics: [roc_auc]}}
  r: {run: x, if: ${text}}
`;
  refuses(pipeline('steps.e.metrics.roc<|>_auc > 1'), 'rename-built-in');
  refuses(pipeline('steps.e.scor<|>es != null'), 'rename-built-in');
});

test('a name must be free and written as its kind is', () => {
  const text = `
#- p.pipeline.yaml
pipeline: p
params: {<|>rounds: 1, seed: 2}
steps: {a: {run: x}}
`;
  refuses(text, 'rename-taken', 'seed');
  refuses(text, 'rename-name', 'Two words');
  refuses(text, 'rename-name', '');
  assert.deepEqual(rename(editor(text).spot(), 'rounds'), { documentChanges: [] });
});

test('a text that means two things is not renamed for one of them', () => {
  refuses(
    `
#- modelyard.yaml
project: p
environments: {ci: {params: {rounds: 1}}}
#- a.pipeline.yaml
pipeline: a
params: {<|>rounds: 1}
#- b.pipeline.yaml
pipeline: b
params: {rounds: 1}
`,
    'rename-shared',
  );
});

test('no place is missed in a file that cannot be read whole', () => {
  const broken = (text: string) => `#- d.dataset.yaml\ndataset: <|>d\n#- p.pipeline.yaml\npipeline: p\n${text}`;
  refuses(broken('steps:\n  a: {uses: data/validate, with: {data: d}\n  b: ]\n'), 'rename-broken', 'e');
  refuses(
    broken('<<<<<<< HEAD\nsteps: {}\n=======\nsteps: {a: {with: {data: d}}}\n>>>>>>> other\n'),
    'rename-broken',
    'e',
  );
});

test('a name behind a prefix is not quoted by itself', () => {
  renames(
    `
#- v.features.yaml
features: v
dataset: d
fields: {busy<|>: {sql: count(*), window: 1d, type: integer}}
#- p.pipeline.yaml
pipeline: p
steps:
  examples: {uses: data/examples, with: {from: d, label: {y: a}, features: [{view: v, on: {e: a}, prefix: to_}, {view: v, on: {e: a}}]}}
  e: {uses: model/evaluate, with: {data: "\${{ steps.examples.data }}", metrics: [{name: m, sql: sum(to_busy) - sum(busy)}]}}
`,
    'group',
    `
#- v.features.yaml
features: v
dataset: d
fields: {group: {sql: count(*), window: 1d, type: integer}}
#- p.pipeline.yaml
pipeline: p
steps:
  examples: {uses: data/examples, with: {from: d, label: {y: a}, features: [{view: v, on: {e: a}, prefix: to_}, {view: v, on: {e: a}}]}}
  e: {uses: model/evaluate, with: {data: "\${{ steps.examples.data }}", metrics: [{name: m, sql: sum(to_group) - sum("group")}]}}
`,
  );
});

test('a client is sent what it can carry out', () => {
  const { spot } = editor('#- d.dataset.yaml\ndataset: <|>d\n');
  const edit = rename(spot(), 'e') ?? assert.fail();
  const able = { documentChanges: true, resourceOperations: ['rename'], changeAnnotationSupport: {} } as const;
  const sent = (workspaceEdit: object) => clientEdit(edit, { workspace: { workspaceEdit } });
  assert.deepEqual(sent(able), edit);
  assert.deepEqual(Object.keys(sent({ documentChanges: true, resourceOperations: ['rename'] })), ['documentChanges']);
  const uri = 'file:///project/d.dataset.yaml';
  const range = { start: { line: 0, character: 9 }, end: { line: 0, character: 10 } };
  assert.deepEqual(clientEdit(edit, {}), { changes: { [uri]: [{ range, newText: 'e' }] } });
  assert.deepEqual(sent({ ...able, changeAnnotationSupport: undefined }).documentChanges, [
    { textDocument: { uri, version: null }, edits: [{ range, newText: 'e' }] },
  ]);
});

test('where nothing is named there is nothing to rename', () => {
  const { spot } = editor('#- p.pipeline.yaml\npipeline: p\n<|>description: a\n');
  assert.equal(prepareRename(spot()), null);
  assert.equal(rename(spot(), 'x'), null);
});

const FOLDER = join(import.meta.dirname, '../../examples/flights');
const EXAMPLE = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => `#- ${name}\n${readFileSync(join(FOLDER, name), 'utf8')}`)
  .join('');

for (const [what, text, atLeast] of [
  ['the example', EXAMPLE, 20],
  ['a project with every kind of name', EVERYTHING, 40],
] as const)
  test(`after any rename ${what} has the problems that it had`, () => {
    const { fixture, snapshot } = editor(text);
    const { project } = snapshot;
    const before = problemPlaces(project);
    const places = [...project.files.values()].flatMap((file) =>
      occurrencesIn(project, file).map(({ range }) => ({ file, offset: file.tree.lines.offset(range.start) })),
    );
    const place = fc.constantFrom(...places);
    let renamed = 0;
    const property = fc.property(
      place,
      fc.constantFrom('renamed', 'renamed_2', 'kebab-name', 'group', '"a: b'),
      (at, name) => {
        const files = fileAfter(fixture.files, () => rename({ snapshot, ...at }, name));
        if (files === undefined) return;
        assert.deepEqual(problemPlaces(buildProject(files, { previous: project })), before);
        renamed++;
      },
    );
    fc.assert(property, { numRuns: 100 });
    assert.ok(renamed >= atLeast, `${renamed} renames`);
  });

/** Undefined where the rename is refused. */
function fileAfter(
  files: ReadonlyMap<string, string>,
  ask: () => ReturnType<typeof rename>,
): ReadonlyMap<string, string> | undefined {
  try {
    return applyWorkspaceEdit(files, ask() ?? assert.fail('nothing stands there'));
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** Code and place of every problem; the file by its kind, since its name may change. */
function problemPlaces(project: Project): readonly string[] {
  return checkProject(project)
    .map(({ code, file, range }) => `${kindOf(file)} ${range.start.line} ${code}`)
    .sort();
}

function kindOf(file: string): string {
  return (Object.keys(ENDINGS) as Exclude<Kind, 'project'>[]).find((kind) => file.endsWith(ENDINGS[kind])) ?? file;
}
