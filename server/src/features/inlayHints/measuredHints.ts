import type { InlayHint } from 'vscode-languageserver';
import { figure } from '../../../../engine/src/language/figures.ts';
import type { ModelVersion, RegisteredModel } from '../../../../engine/src/project/models.ts';
import { modelVersionOf, newestVersion, versionOfAlias } from '../../../../engine/src/project/modelVersionOf.ts';
import { type Gate, policiesFor, readPolicy } from '../../../../engine/src/project/policies.ts';
import { entriesAt, textAt } from '../../../../engine/src/project/read.ts';
import { code } from '../markdown.ts';
import { measured } from '../numbers.ts';
import { type Hint, type HintsAsked, inlayHint, isShown } from './hint.ts';

/** What was measured, beside metrics of gates and cards. */
export function measuredHints(asked: HintsAsked): readonly InlayHint[] {
  const { file, snapshot } = asked.document;
  const hints = file.kind === 'policy' ? gateHints(asked) : file.kind === 'modelcard' ? cardHints(asked) : [];
  return hints.map((hint) => inlayHint(hint, snapshot));
}

function gateHints(asked: HintsAsked): readonly Hint[] {
  const { file, snapshot } = asked.document;
  const policy = readPolicy(file);
  if (policy === undefined) return [];
  const { project } = snapshot;
  const judged = [...project.models.values()].filter(({ name }) =>
    policiesFor(project, name).some((one) => one.file === file.path),
  );
  return [...policy.aliases.values()].flat().flatMap((gate) => {
    const metric = metricOf(gate);
    if (metric === undefined) return [];
    return [valueHint(asked, { gate, metric }, judged), passedHint(asked, { gate, metric }, judged)].filter(
      (hint) => hint !== undefined,
    );
  });
}

interface GateMetric {
  readonly gate: Gate;
  /** The key that names the metric, and its name. */
  readonly metric: { readonly key: string; readonly name: string };
}

function metricOf({ values }: Gate): GateMetric['metric'] | undefined {
  const key = 'threshold' in values ? 'threshold' : 'metric';
  const name = values[key];
  return typeof name === 'string' ? { key, name } : undefined;
}

/** The value of the version that holds the alias, else of the newest, where the policy is of one model. */
function valueHint(
  { document: { file }, range }: HintsAsked,
  { gate, metric }: GateMetric,
  models: readonly RegisteredModel[],
): Hint | undefined {
  const behind = file.tree.range([...gate.path, metric.key]);
  const [model, ...others] = models;
  if (model === undefined || others.length > 0 || 'slice' in gate.values || !isShown(behind, { range }))
    return undefined;
  const version = versionOfAlias(model, gate.alias) ?? newestVersion(model);
  const value = version?.metrics.get(metric.name);
  if (version === undefined || value === undefined) return undefined;
  return {
    behind,
    text: `v${version.version}: ${figure(value.value)}`,
    tooltip: `${code(metric.name)} of ${code(`${model.name}:${version.version}`)}: **${measured(value)}**`,
    leadsTo: version.file,
  };
}

/** How many versions would pass a threshold; those that were withdrawn do not count. */
function passedHint(
  { document: { file }, range }: HintsAsked,
  { gate, metric }: GateMetric,
  models: readonly RegisteredModel[],
): Hint | undefined {
  const key = ['max', 'min'].find((limit) => typeof gate.values[limit] === 'number');
  if (metric.key !== 'threshold' || key === undefined || 'slice' in gate.values) return undefined;
  const behind = file.tree.range([...gate.path, key]);
  const versions = models.flatMap((model) => [...model.versions.values()].filter(({ withdrawn }) => !withdrawn));
  if (versions.length === 0 || !isShown(behind, { range })) return undefined;
  const verdicts = versions.map((version) => verdictOf(version, gate, metric.name));
  const passed = verdicts.filter((verdict) => verdict === 'passes').length;
  const unknown = verdicts.filter((verdict) => verdict === 'unknown').length;
  return {
    behind,
    text: `${passed} of ${versions.length} version${versions.length === 1 ? ' passes' : 's pass'}`,
    tooltip: passedTooltip(versions, { gate, metric }, unknown),
  };
}

type Verdict = 'passes' | 'fails' | 'unknown';

function verdictOf({ metrics }: ModelVersion, { values }: Gate, name: string): Verdict {
  const { min, max, bound } = values;
  const found = metrics.get(name);
  const value = bound === 'low' || bound === 'high' ? found?.[bound] : found?.value;
  if (value === undefined || !Number.isFinite(value)) return 'unknown';
  const isEnough = (typeof min !== 'number' || value >= min) && (typeof max !== 'number' || value <= max);
  return isEnough ? 'passes' : 'fails';
}

const MOST_VERSIONS = 10;

function passedTooltip(versions: readonly ModelVersion[], { gate, metric }: GateMetric, unknown: number): string {
  const lines = versions.slice(-MOST_VERSIONS).map((version) => {
    const value = version.metrics.get(metric.name);
    const said = value === undefined ? 'not measured' : measured(value);
    return `- ${code(`${version.model}:${version.version}`)} ${said}, ${verdictOf(version, gate, metric.name)}`;
  });
  const more = versions.length - lines.length;
  return [
    ...(more > 0 ? [`The last ${lines.length} of ${versions.length}:`, ''] : []),
    ...lines,
    ...(unknown > 0 ? ['', 'What is not known has not passed.'] : []),
  ].join('\n');
}

/** The value of the version that the card is about, with as many digits as the card writes. */
function cardHints({ document: { file, snapshot }, range }: HintsAsked): readonly Hint[] {
  const reference = textAt(file.tree, ['model']);
  const version = reference === undefined ? undefined : modelVersionOf(snapshot.project, reference);
  if (version === undefined) return [];
  return entriesAt(file.tree, ['metrics']).flatMap(([name]) => {
    const path = ['metrics', name];
    const behind = file.tree.range(path);
    const value = version.metrics.get(name);
    if (value === undefined || !isShown(behind, { range })) return [];
    return [
      {
        behind,
        text: `v${version.version}: ${asPrecise(value.value, file.tree.scalar(path)?.text ?? '')}`,
        tooltip: `${code(name)} of ${code(`${version.model}:${version.version}`)}: **${measured(value)}**`,
        leadsTo: version.file,
      },
    ];
  });
}

/** With the decimals of a figure as it is written; as figures are shown where that is none. */
function asPrecise(value: number, written: string): string {
  const decimals = /^-?\d+(?:\.(\d*))?$/.exec(written);
  return decimals === null || !Number.isFinite(value) ? figure(value) : value.toFixed(decimals[1]?.length ?? 0);
}
