import type { Path } from '../../../engine/src/language/tree.ts';
import { monitorHash } from '../../../engine/src/monitoring/spec/readMonitor.ts';
import { modelInputs } from '../../../engine/src/project/modelInputs.ts';
import { modelVersionOf } from '../../../engine/src/project/modelVersionOf.ts';
import { type MonitorHead, monitorHeads } from '../../../engine/src/project/monitors.ts';
import { entriesAt, isList, textAt, textsAt, valueAt } from '../../../engine/src/project/read.ts';
import type { SpecFile } from '../../../engine/src/project/specFile.ts';
import type { MonitorTest, MonitorTests } from '../protocol.ts';
import type { Snapshot } from './spot.ts';

/** What monitors ask of models in use: a test each check, and below `drift` one each input. Of two monitors with one name the first counts. */
export function monitorTests({ project, uri }: Snapshot): readonly MonitorTests[] {
  const heads = monitorHeads(project).filter(({ name, file }) => project.index.named('monitor', name)[0] === file);
  return heads.flatMap((head) => {
    const { name, file, reference } = head;
    const inputs = modelInputs(project, reference);
    const checks = checksOf(head, inputs.kind === 'known' ? inputs.value.map((input) => input.name) : []);
    if (checks.length === 0) return [];
    return [
      {
        name,
        uri: uri(file.path),
        range: file.tree.range(['monitor'], 'item'),
        model: reference,
        version: modelVersionOf(project, reference)?.version ?? null,
        asked: monitorHash(file.tree),
        checks,
      },
    ];
  });
}

function checksOf({ file }: MonitorHead, inputs: readonly string[]): readonly MonitorTest[] {
  const { tree } = file;
  const test = (id: string, label: string, path: Path): readonly MonitorTest[] => {
    const limit = valueAt(tree, path);
    if (limit === undefined) return [];
    return [{ id, label, limit: JSON.stringify(limit), range: tree.range(path, 'key'), inputs: [] }];
  };
  return [
    ...test('drift', 'drift', ['drift']).map((drift) => ({ ...drift, inputs: inputTests(file, inputs) })),
    ...test('prediction_drift', 'prediction drift', ['prediction_drift']),
    ...test('performance', textAt(tree, ['performance', 'metric']) ?? 'performance', ['performance']),
    ...textsAt(tree, ['performance', 'slices']).map(({ text }) => ({
      id: `performance[${text}=`,
      label: `${textAt(tree, ['performance', 'metric']) ?? 'performance'} by ${text}`,
      limit: JSON.stringify(valueAt(tree, ['performance'])),
      range: tree.range(['performance', 'slices'], 'key'),
      inputs: [],
    })),
    ...entriesAt(tree, ['health']).flatMap(([key]) => test(key, key, ['health', key])),
    ...metricTests(file),
  ];
}

function inputTests({ tree }: SpecFile, inputs: readonly string[]): MonitorTest['inputs'] {
  const named = new Set(entriesAt(tree, ['drift', 'columns']).map(([column]) => column));
  return inputs.map((name) => ({
    name,
    range: tree.range(named.has(name) ? ['drift', 'columns', name] : ['drift'], 'key'),
  }));
}

function metricTests({ tree }: SpecFile): readonly MonitorTest[] {
  const list = valueAt(tree, ['metrics']);
  if (!isList(list)) return [];
  return list.flatMap((metric, index) => {
    const name = textAt(tree, ['metrics', index, 'name']);
    if (name === undefined) return [];
    const range = tree.range(['metrics', index, 'name'], 'item');
    return [{ id: `sql: ${name}`, label: name, limit: JSON.stringify(metric), range, inputs: [] }];
  });
}
