import { bytes, count, figure, interval } from '../../../engine/src/language/figures.ts';
import type { ComparedVersions } from '../../../engine/src/operations/models/compared/comparedWith.ts';
import type { ModelView, VersionView } from '../../../engine/src/operations/models/list.ts';
import type { Verification } from '../../../engine/src/operations/models/verify.ts';
import type { MetricFact } from '../../../engine/src/ports/modelRegistry.ts';
import { type Style, textTable } from '../terminal.ts';
import { factText } from './factText.ts';

const MOST_METRICS = 4;

/** A line a model: its newest version. */
export function modelsText({ models }: { readonly models: readonly ModelView[] }): string {
  if (models.length === 0) return 'No models. A pipeline with a `model/register` step makes one.';
  const rows = models.map(({ name, versions: [newest] }) => [
    name,
    newest ? `${newest.version} (${newest.semver})` : '-',
    newest ? standing(newest) : '-',
    newest ? metricsLine(newest.metrics) : '-',
    newest?.createdAt.slice(0, 10) ?? '-',
  ]);
  return textTable(['model', 'newest', 'aliases', 'metrics', 'created'], rows);
}

/** Versions of a model; of a single one all that is known. */
export function modelText(model: ModelView, style: Style): string {
  const [only, second] = model.versions;
  if (!only) return `${model.name} has no versions.`;
  return [
    second ? versionsText(model.versions) : versionText(model.name, only, style),
    ...pendingLines(model, style),
  ].join('\n');
}

function pendingLines({ name, pending }: ModelView, style: Style): readonly string[] {
  return pending.map(({ alias, version }) => {
    const what = version === null ? 'a change' : `a move to version ${version}`;
    const settle = `modelyard models promote ${name} --alias ${alias} --finish`;
    return `${style.yellow('!')} ${alias}: ${what} is pending, not committed. Settle it: ${settle}, or --undo.`;
  });
}

function versionText(name: string, only: VersionView, style: Style): string {
  const data = Object.entries(only.data).map(
    ([name, { version, rows }]) => `${name} ${version.slice(0, 12)} (${count(rows)} rows)`,
  );
  const facts = {
    semver: only.semver,
    aliases: only.aliases.join(', ') || '-',
    metrics: metricsLine(only.metrics),
    inputs:
      Object.entries(only.signature.inputs)
        .map(([name, type]) => `${name}: ${type}`)
        .join(', ') || '-',
    outputs: Object.keys(only.signature.outputs).join(', ') || '-',
    params:
      Object.entries(only.params)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ') || '-',
    data: data.join(', ') || '-',
    features:
      Object.entries(only.features)
        .map(([view, hash]) => `${view} ${hash.slice(0, 12)}`)
        .join(', ') || '-',
    pipeline: only.pipeline ?? '-',
    run: only.run,
    commit: only.commit ? `${only.commit.slice(0, 12)}${only.dirty ? ' with uncommitted changes' : ''}` : '-',
    model: `${FORMATS[only.format]}, sha256 ${only.sha256.slice(0, 12)}, ${bytes(only.size)}`,
    created: `${only.createdAt} by ${only.by}`,
    ...(only.withdrawn === null ? {} : { withdrawn: only.withdrawn }),
  };
  const lines = textTable(['', ''], Object.entries(facts)).split('\n').slice(1);
  return [style.bold(`${name}:${only.version}`), ...lines.map((line) => `  ${line}`)].join('\n');
}

const FORMATS: Readonly<Record<VersionView['format'], string>> = {
  onnx: 'ONNX',
  mlflow: 'an MLflow model',
  files: 'files',
};

/** Its aliases, and whether it may be used at all. */
function standing({ aliases, withdrawn }: VersionView): string {
  return [...aliases, ...(withdrawn === null ? [] : ['withdrawn'])].join(', ') || '-';
}

function versionsText(versions: readonly VersionView[]): string {
  const names = [...new Set(versions.flatMap((version) => Object.keys(version.metrics)))].slice(0, MOST_METRICS);
  const rows = versions.map((version) => [
    String(version.version),
    version.semver,
    standing(version),
    version.run.slice(0, 8),
    version.createdAt.slice(0, 10),
    ...names.map((name) => factText(version.metrics[name])),
  ]);
  return textTable(['version', 'semver', 'aliases', 'run', 'created', ...names], rows);
}

/** What differs between two versions. */
export function comparisonText(comparison: ComparedVersions, style: Style): string {
  const { a, b, size, latency } = comparison;
  const metrics = comparison.metrics.map((metric) => [
    metric.name,
    factText(metric.a),
    factText(metric.b),
    metric.difference === undefined
      ? '-'
      : `${metric.overlap ? '≈ ' : ''}${metric.difference > 0 ? '+' : ''}${figure(metric.difference)}`,
  ]);
  const differences = (['inputs', 'outputs', 'params', 'data', 'features'] as const).flatMap((part) =>
    comparison[part].map((one) => [`${part}.${one.name}`, valueText(one.a), valueText(one.b), '']),
  );
  const milliseconds = (seconds: number | null) => (seconds === null ? '-' : `${figure(seconds * 1000)} ms`);
  const facts = [
    ['size', bytes(size.a), bytes(size.b), ''],
    ...(latency.a === null && latency.b === null
      ? []
      : [['latency p95', milliseconds(latency.a), milliseconds(latency.b), '']]),
  ];
  const many = differences.length === 1 ? '1 difference' : `${differences.length || 'No'} differences`;
  const verdict = comparison.sameModel ? 'The same model.' : `${many} beside the metrics.`;
  const table = textTable(['', a, b, 'difference'], [...metrics, ...differences, ...facts]);
  return [style.bold(verdict), '', table, ...pairedLines(comparison, style)].join('\n');
}

/** A difference whose interval leaves zero out is more than noise. */
function pairedLines({ b, paired, sameModel }: ComparedVersions, style: Style): readonly string[] {
  if (sameModel) return [];
  if (paired.reason !== null) return ['', style.dim(`No paired difference: ${paired.reason}.`)];
  const rows = paired.metrics.map(({ name, better, low, high }) => [
    name,
    better === null ? '-' : low === null || high === null ? figure(better) : interval(better, low, high),
    low === null || high === null ? '' : low > 0 ? 'better' : high < 0 ? 'worse' : 'may be noise',
  ]);
  const head = `How much better ${b} is on the ${count(paired.rows)} rows that both were scored on:`;
  return ['', head, textTable(['', 'difference', ''], rows)];
}

/** What does not stand, else one line. */
export function verificationText({ valid, files }: Verification, style: Style): string {
  if (files.length === 0) return 'The registry is empty.';
  if (valid) {
    const looked = files.length === 1 ? '1 file' : `${files.length} files`;
    return `${style.green('✓')} ${looked} of the registry: every byte is as it was written.`;
  }
  const wrong = files.filter((file) => file.problems.length > 0);
  return wrong
    .flatMap((file) => [`${style.red('✗')} ${file.file}`, ...file.problems.map((problem) => `    ${problem.message}`)])
    .join('\n');
}

function metricsLine(metrics: Readonly<Record<string, MetricFact>>): string {
  const texts = Object.entries(metrics).map(([name, fact]) => `${name} ${factText(fact)}`);
  return texts.join('  ') || '-';
}

function valueText(value: unknown): string {
  if (value === undefined) return '-';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
