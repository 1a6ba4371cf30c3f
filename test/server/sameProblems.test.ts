import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Diagnostic } from 'vscode-languageserver';
import { CHURN } from '../kit/churn.ts';
import { type TestProject, testProject } from '../kit/project.ts';
import { sharedServer } from '../kit/sharedServer.ts';

/** Something wrong in every part: YAML, schema, names, data, SQL, expressions, locks, models. */
const MUCH_IS_WRONG = `
#- modelyard.yaml
project: wrong
language: 1
env: [PLACE]
#- churn.dataset.yaml
dataset: churn
source: churn.csv
key: [nokey]
columns: {tenure: {type: string}, gone: {type: integer}}
expect: {enough: count(*) > nothing}
#- churn.csv
id,tenure,churned
1,3,true
2,5,false
#- long.dataset.yaml
dataset: long
source: {sql: select id, tenur from churn where tenure > 3}
#- nowhere.dataset.yaml
dataset: nowhere
source: nowhere.parquet
#- uses.features.yaml
features: uses
entities: {client: {key: id}}
dataset: churn
fields:
  months: {sql: tenure, type: integer}
  sum: {sql: sum(tenur), window: 30d}
#- churn.pipeline.yaml
pipeline: churn
params: {rounds: 3, unused: 4}
steps:
  examples:
    uses: data/examples
    with:
      from: churn
      label: {churned: churnd}
      columns: {months: tenure, twice: tenure * , secret: "\${{ params.round }}"}
      where: id > 'x'  # modelyard-ignore sql-type
  split: {uses: data/split, with: {data: "\${{ steps.exmples.table }}", by: random}}
  script: {run: python3 nowhere.py, needs: [nobody]}
  broken: {uses: model/trian}
#- tabs.pipeline.yaml
pipeline: tabs
steps:
\tfirst: {run: 'true'}
#- foreign.pipeline.yaml
workflow: other
`;

describe('the server tells what the command line tells', () => {
  const server = sharedServer();

  for (const [name, fixture] of [
    ['a project without a mistake', CHURN],
    ['a project with many', MUCH_IS_WRONG],
    ['the flights sample with its data', undefined],
  ] as const)
    test(name, async (t) => {
      const project = testProject(t, fixture ?? '');
      if (fixture === undefined)
        assert.equal((await project.modelyard('init flights --sample flights --rows sample')).code, 0);
      const folder = fixture === undefined ? join(project.folder, 'flights') : project.folder;
      const told = await cli(project, fixture === undefined ? '--project flights' : '');
      if (fixture === MUCH_IS_WRONG) assert.ok(new Set(told.map(({ code }) => code)).size >= 12, JSON.stringify(told));
      const { client } = server;
      const event = { added: [{ uri: `file://${folder}`, name: 'it' }], removed: [] };
      await client.notify('workspace/didChangeWorkspaceFolders', { event });
      const { projects } = await client.settled();
      assert.equal(projects.length, 1);
      const files = [...new Set([...told.map(({ file }) => file), ...client.toldOf(folder)])];
      const shown = files.flatMap((file) =>
        (client.last(join(folder, file))?.diagnostics ?? []).map((diagnostic) => published(file, diagnostic)),
      );
      assert.deepEqual(shown.map(inLine).sort(), told.map(inLine).sort());
      await client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [], removed: event.added } });
      await client.settled();
    });
});

interface Published {
  readonly file: string;
  readonly code: unknown;
  readonly severity: string | undefined;
  readonly message: string;
  readonly range: object;
}

async function cli(project: TestProject, flags: string): Promise<readonly Published[]> {
  const said = await project.modelyard(`validate --format json ${flags}`);
  return said.json<{ readonly problems: readonly Published[] }>().problems;
}

const SEVERITIES = ['', 'error', 'warning', 'information', 'hint'];

function published(file: string, { code, severity, message, range }: Diagnostic): Published {
  return { file, code, severity: SEVERITIES[severity ?? 0], message: String(message), range };
}

function inLine({ file, code, severity, message, range }: Published): string {
  return `${file} ${JSON.stringify(range)} ${severity} ${code}: ${message}`;
}
