import { posix } from 'node:path';
import { duration } from '../../../engine/src/language/figures.ts';
import type { ModelRow, VersionRow } from '../../../server/src/views/models.ts';
import { metricText } from './endText.ts';

/** Path of the answers beside the rows: `flights-predictions.parquet`. */
export function outputBeside(input: string): string {
  const { dir, name } = posix.parse(input);
  return posix.join(dir, `${name.replace(/\.(csv|tsv|jsonl|ndjson)$/i, '')}-predictions.parquet`);
}

/** Versions of a model, the one that carries `production` first, else the newest. */
export function versionsInOrder({ versions }: ModelRow): readonly VersionRow[] {
  return [...versions].sort((a, b) => Number(isProduction(b)) - Number(isProduction(a)) || b.version - a.version);
}

/** `v8`, and what tells it from others: `production, roc_auc 0.713, 3 d ago`. */
export function versionItem(
  version: VersionRow,
  now: number,
): { readonly label: string; readonly description: string } {
  const { aliases, metric, created, isHere } = version;
  const facts = [
    ...aliases,
    ...(metric === null ? [] : [metricText(metric)]),
    age(created, now),
    ...(isHere ? [] : ['its bytes are not on this machine']),
  ];
  return { label: `v${version.version}`, description: facts.join(', ') };
}

/** As the command line takes it. */
export function reference(model: string, version: number): string {
  return `${model}:${version}`;
}

function isProduction({ aliases }: VersionRow): boolean {
  return aliases.includes('production');
}

function age(created: string, now: number): string {
  const seconds = Math.max(1, Math.round((now - Date.parse(created)) / 1000));
  return `${duration(seconds)} ago`;
}
