import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { testProject } from '../kit/project.ts';

const FLIGHTS = `
#- flights.csv
date,delay,origin
2001-01-01 10:00:00,12,ORD
#- flights.dataset.yaml
dataset: flights
source: flights.csv
checks:
  - rows: orign <> 'X'
#- more/lost.dataset.yaml
dataset: lost
source: lost.csv
sorce: lost.csv
`;

interface Answer {
  readonly files: readonly string[];
  readonly problems: readonly { readonly file: string; readonly code: string; readonly severity: string }[];
}

test('problems are shown with their line, a mark and a count', async (t) => {
  const said = await testProject(t, FLIGHTS).modelyard('validate');
  assert.equal(said.code, 1);
  assert.equal(
    said.out,
    `flights.dataset.yaml:4:11 error unknown-column There is no column \`orign\`; did you mean \`origin\`?
  4 |   - rows: orign <> 'X'
    |           ^^^^^
more/lost.dataset.yaml:2:9 information source-not-found No data is there for \`lost.csv\`; its columns are not checked
  2 | source: lost.csv
    |         ^^^^^^^^
more/lost.dataset.yaml:3:1 error unknown-key There is no key \`sorce\` here; there is \`description\`, \`owner\`, \`tags\`, \`timestamp\`, \`key\`, \`csv\`, \`timezone\`, \`keep\`, ...
  3 | sorce: lost.csv
    | ^^^^^
3 files: 2 errors, 1 note
`,
  );
});

test('JSON follows its schema, with paths from the project root and zero-based places', async (t) => {
  const project = testProject(t, FLIGHTS);
  const said = await project.modelyard('validate --format json');
  const schema = JSON.parse(
    readFileSync(new URL('../../schemas/output/validate.schema.json', import.meta.url), 'utf8'),
  ) as object;
  const validator = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
  assert.ok(validator(said.json()), JSON.stringify(validator.errors));
  assert.deepEqual(said.json<Answer>().files, ['modelyard.yaml', 'flights.dataset.yaml', 'more/lost.dataset.yaml']);
  assert.deepEqual(said.json<{ problems: { range: object }[] }>().problems[0]?.range, {
    start: { line: 3, character: 10 },
    end: { line: 3, character: 15 },
  });
});

test('only what was asked for is shown, and decides the exit code', async (t) => {
  const project = testProject(t, FLIGHTS);
  const chosen = await project.modelyard('validate more --format json');
  assert.deepEqual(chosen.json<Answer>().files, ['more/lost.dataset.yaml']);
  assert.equal((await project.modelyard('validate modelyard.yaml')).code, 0);
});

test('without data nothing is opened, and nothing that needs it is said', async (t) => {
  const said = await testProject(t, FLIGHTS).modelyard('validate --no-data --format json flights.dataset.yaml');
  assert.deepEqual([said.code, said.json<Answer>().problems], [0, []]);
});

test('data that must be known is an error, and the severity that fails can be chosen', async (t) => {
  const project = testProject(t, `#- lost.dataset.yaml\ndataset: lost\nsource: lost.csv\n`);
  assert.equal((await project.modelyard('validate')).code, 0);
  assert.equal((await project.modelyard('validate --fail-on information')).code, 1);
  assert.equal((await project.modelyard('validate --require-known')).code, 1);
});

test('GitHub gets one annotation a problem, its marks escaped', async (t) => {
  const project = testProject(t, `#- a,b.dataset.yaml\ndataset: a\nsource: lost.csv\nkeep: "1%: x"\n`);
  const said = await project.modelyard('validate --format github --no-data');
  assert.equal(
    said.out
      .split('\n')
      .filter((line) => line.startsWith('::error'))[0]
      ?.split('::')[1],
    'error file=a%2Cb.dataset.yaml,line=3,endLine=3,col=7,endColumn=14,title=not-one-of',
  );
  assert.match(said.out, /"1%25: x"/);
});

test('SARIF names every rule that found something, and places from one on', async (t) => {
  const said = await testProject(t, FLIGHTS).modelyard('validate --format sarif');
  interface Sarif {
    readonly version: string;
    readonly runs: readonly {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly locations: readonly { readonly physicalLocation: object }[];
      }[];
    }[];
  }
  const { version, runs } = said.json<Sarif>();
  assert.equal(version, '2.1.0');
  const [run] = runs;
  for (const { ruleId, ruleIndex } of run!.results) assert.equal(run!.tool.driver.rules[ruleIndex]?.id, ruleId);
  assert.deepEqual(
    run!.results.map(({ ruleId, level }) => `${ruleId} ${level}`),
    ['unknown-column error', 'source-not-found note', 'unknown-key error'],
  );
  assert.deepEqual(run!.results[2]?.locations[0]?.physicalLocation, {
    artifactLocation: { uri: 'more/lost.dataset.yaml' },
    region: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 6 },
  });
});

test('an environment that there is not, a path that is not there: refused with what to do', async (t) => {
  const project = testProject(t, FLIGHTS);
  const environment = await project.modelyard('validate --env prod');
  assert.equal(environment.code, 2);
  assert.match(environment.err, /no environment `prod`/);
  const path = await project.modelyard('validate nothing.yaml');
  assert.equal(path.code, 2);
  assert.match(path.err, /nothing\.yaml is not there/);
});
