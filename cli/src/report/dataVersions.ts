import { bytes, count } from '../../../engine/src/language/figures.ts';
import type { DatasetVersions, DatasetVersionView } from '../../../engine/src/operations/data/versions.ts';
import { type Style, textTable } from '../terminal.ts';

const MOST_FILES = 50;
const MOST_RUNS = 10;

/** A line a version; of a single one all that is known. */
export function versionsText({ dataset, versions }: DatasetVersions, style: Style): string {
  const [only] = versions;
  if (only?.manifest || only?.columns) return versionText(dataset, only, style);
  if (!only) return `${dataset} has no versions: its files are not there, and no run has read it.`;
  const rows = versions.map((version) => [
    version.version.slice(0, 12),
    version.firstSeen?.slice(0, 16).replace('T', ' ') ?? 'by no run yet',
    count(version.rows),
    orDash(version.files, count),
    orDash(version.bytes, bytes),
    version.kept ?? '-',
    version.runs.length === 0 ? '-' : `${count(version.runs.length)}, last ${version.runs[0]!.id.slice(0, 8)}`,
    modelsOf(version),
    version.current ? 'the files of now' : '',
  ]);
  return textTable(
    ['version', 'first seen (UTC)', 'rows', 'files', 'size', 'kept', 'runs', 'models', ''],
    rows,
    [2, 3, 4],
  );
}

function versionText(dataset: string, version: DatasetVersionView, style: Style): string {
  const facts = [
    ['version', version.version],
    ['first seen', version.firstSeen ?? 'by no run yet'],
    ['rows', count(version.rows)],
    ['size', orDash(version.bytes, bytes)],
    ['kept', version.kept ?? '-'],
    ['models', modelsOf(version)],
    [
      'runs',
      version.runs
        .slice(0, MOST_RUNS)
        .map(({ id, pipeline }) => `${id.slice(0, 8)}${pipeline ? ` of ${pipeline}` : ''}`)
        .join(', ') || '-',
    ],
    ['columns', (version.columns ?? []).map(({ name, type }) => `${name}: ${type}`).join(', ')],
  ];
  const manifest = version.manifest ?? [];
  const files = manifest.slice(0, MOST_FILES).map(({ path, sha256, size }) => [sha256, bytes(size), path]);
  const more = manifest.length - files.length;
  return [
    style.bold(`${dataset}@${version.version.slice(0, 12)}${version.current ? ', the files of now' : ''}`),
    ...indented(textTable(['', ''], facts)),
    '',
    style.bold(`Files (${count(manifest.length)})`),
    ...indented(textTable(['', '', ''], files, [1])),
    ...(more > 0 ? [style.dim(`  and ${count(more)} more: --format json has them all`)] : []),
  ].join('\n');
}

/** Lines of a table without its header. */
function indented(table: string): readonly string[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => `  ${line}`);
}

function modelsOf({ models }: DatasetVersionView): string {
  return models.map(({ name, version }) => `${name}:${version}`).join(', ') || '-';
}

function orDash(value: number | null, text: (value: number) => string): string {
  return value === null ? '-' : text(value);
}
