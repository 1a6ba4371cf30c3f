import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import { documentSymbols } from '../../server/src/features/documentSymbols.ts';
import { workspaceSymbols } from '../../server/src/features/workspaceSymbols.ts';
import { editor } from '../kit/editor.ts';

const KINDS = new Map<number, string>(Object.entries(SymbolKind).map(([name, value]) => [value as number, name]));

/** `kind name: detail`, indented by depth. */
function outline(symbols: readonly DocumentSymbol[], indent = ''): readonly string[] {
  return symbols.flatMap(({ kind, name, detail, children }) => [
    `${indent}${KINDS.get(kind)} ${name}${detail === undefined ? '' : `: ${detail}`}`,
    ...outline(children ?? [], `${indent}  `),
  ]);
}

test('the outline of a pipeline tells steps with what they use and params with their defaults', () => {
  const { document } = editor(`
#- p.pipeline.yaml
pipeline: p
params:
  seed: 7
  rounds: {type: integer, default: 300}
steps:
  train:
    uses: model/train
    with: {target: y}
  report:
    run: python report.py
    outputs: {report: r.html}
    needs: [train]
`);
  assert.deepEqual(outline(documentSymbols(document('p.pipeline.yaml'))), [
    'Module pipeline: p',
    'Object params',
    '  Variable seed: 7',
    '  Variable rounds: integer = 300',
    '    String type: integer',
    '    Number default: 300',
    'Object steps',
    '  Function train: model/train',
    '    String uses: model/train',
    '    Object with',
    '      String target: y',
    '  Function report: python report.py',
    '    String run: python report.py',
    '    Object outputs',
    '      Property report: r.html',
    '    Array needs: train',
  ]);
});

test('the outline of a dataset tells columns with their types and checks by name', () => {
  const { document } = editor(`
#- d.dataset.yaml
dataset: d
columns: {a: {type: integer}}
checks:
  - name: enough
    expect: count(*) > 1
  - rows: a > 1
`);
  assert.deepEqual(outline(documentSymbols(document('d.dataset.yaml'))), [
    'Struct dataset: d',
    'Object columns',
    '  Field a: integer',
    '    String type: integer',
    'Array checks',
    '  Event enough',
    '    String name: enough',
    '    String expect: count(*) > 1',
    '  Object rows: a > 1',
    '    String rows: a > 1',
  ]);
});

test('a range holds its children and the name', () => {
  const { document } = editor(
    '#- p.pipeline.yaml\npipeline: p\nsteps:\n  a: {run: |\n  b:\n    run: >\n      x\n\n\n# end\n',
  );
  const visit = ({ range, selectionRange, children = [] }: DocumentSymbol): void => {
    for (const inner of [selectionRange, ...children.map((child) => child.range)]) {
      assert.ok(inner.start.line >= range.start.line && inner.end.line <= range.end.line);
    }
    children.forEach(visit);
  };
  documentSymbols(document('p.pipeline.yaml')).forEach(visit);
});

test('a file of another tool has no outline', () => {
  const { document } = editor('#- p.pipeline.yaml\njobs: []\n');
  assert.deepEqual(documentSymbols(document('p.pipeline.yaml')), []);
});

test('symbols of the workspace are found by their letters, the best first', () => {
  const { snapshot } = editor(`
#- d.dataset.yaml
dataset: late_flights
columns: {flight: {type: string}, flt: {type: string}}
#- flight.pipeline.yaml
pipeline: flight
params: {flight_count: 1}
steps: {e: {uses: model/evaluate, with: {model: m, data: d, metrics: [roc_auc, {name: cost, sql: sum(1)}]}}}
#- registry/m/v3.version.yaml
model_version: m
version: 3
`);
  const named = (query: string) => workspaceSymbols([snapshot], query, new AbortController().signal);
  assert.deepEqual(
    named('flight').map(({ name, containerName }) => `${name} in ${containerName}`),
    [
      'flight in d.dataset.yaml'.replace('d.dataset.yaml', 'late_flights'),
      'flight in flight.pipeline.yaml',
      'flight_count in flight',
      'late_flights in d.dataset.yaml',
    ],
  );
  assert.deepEqual(
    named('flt')
      .map(({ name }) => name)
      .slice(0, 2),
    ['flt', 'flight'],
  );
  assert.deepEqual(
    named('m:3').map(({ name }) => name),
    ['m:3'],
  );
  assert.deepEqual(named('roc'), []);
  assert.deepEqual(named('zzz'), []);
  assert.deepEqual(workspaceSymbols([snapshot], '', AbortSignal.abort()), []);
});
