import { count, figure } from '../../../../engine/src/language/figures.ts';
import type { SqlSite } from '../../../../engine/src/project/sqlSites.ts';
import type { Preview } from '../../data/knowledge.ts';
import { code, facts, paragraphs, plain, table } from '../markdown.ts';
import { percent, rows } from '../numbers.ts';

/** What a piece of SQL does to its rows, with the first of them. */
export function previewDocs(preview: Preview, kind: SqlSite['kind']): string | undefined {
  return paragraphs([
    kept(preview),
    preview.value !== undefined && `Gives ${code(preview.value)} over ${lookedAt(preview)}`,
    preview.kept === undefined &&
      preview.value === undefined &&
      `${kind === 'query' ? 'Gives' : 'Over'} ${lookedAt(preview)}`,
    balanceOf(preview),
    rangeOf(preview),
    preview.missing !== undefined && preview.missing > 0 && `${percent(preview.missing, preview.rows)} null`,
    preview.sample.length > 0 && table(preview.columns, preview.sample),
  ]);
}

function lookedAt({ rows: number, first }: Preview): string {
  if (first === undefined) return rows(number);
  return number === first ? `the first ${rows(number)}` : `${rows(number)} among the first ${count(first)}`;
}

function kept(preview: Preview): string | undefined {
  if (preview.kept === undefined) return undefined;
  return `Keeps **${percent(preview.kept, preview.rows)}**: ${count(preview.kept)} of ${lookedAt(preview)}`;
}

function balanceOf({ balance, distinct = 0, rows: all, missing = 0 }: Preview): string | undefined {
  if (balance === undefined || balance.length === 0) return undefined;
  const shares = balance.map(({ value, rows: number }) => `${code(value, 30)} ${percent(number, all - missing)}`);
  const more = distinct - balance.length;
  return facts([...shares, more > 0 && `${more} more`]);
}

function rangeOf({ range }: Preview): string | undefined {
  if (range === undefined) return undefined;
  return facts([
    `${plain(range.min, 40)} … ${plain(range.max, 40)}`,
    range.mean !== undefined && `mean ${figure(range.mean)}`,
  ]);
}
