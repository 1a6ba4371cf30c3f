import { createHash } from 'node:crypto';
import { inlinedScript, inlinedStyle } from '../../language/inlined.ts';
import type { Picture } from '../../monitoring/report/columnReport.ts';
import type { DriftHistory } from '../../monitoring/report/driftHistory.ts';
import { fewerPictures } from '../../monitoring/report/fewerPictures.ts';
import type { MonitorReport } from '../../monitoring/report/monitorReport.ts';
import type { ReportPage } from '../../ports/reportPages.ts';

/** Id of the element that holds what the page shows, for the page's own script. */
export const PAYLOAD_ID = 'report';

/** The document of a report: script, sheet and payload inside of it; its policy lets nothing else in, and nothing out. */
export function reportDocument(page: ReportPage, report: MonitorReport, history: DriftHistory): string {
  const [script, style] = [inlinedScript(page.script), inlinedStyle(page.style)];
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(titleOf(report))}</title>
<style>${style}</style>
</head>
<body>
<noscript>
<h1>${escaped(report.headline)}</h1>
${report.summary.map((sentence) => `<p>${escaped(sentence)}</p>`).join('\n')}
</noscript>
<script type="application/json" id="${PAYLOAD_ID}">${payload(report, history)}</script>
<script>${script}</script>
</body>
</html>
`;
}

function titleOf({ monitor, reference, current }: MonitorReport): string {
  return `Drift report: ${monitor ?? `${reference.name} and ${current.name}`}`;
}

/** No sign of it can end the element that it stands in. */
function payload(report: MonitorReport, history: DriftHistory): string {
  const columns = fewerPictures(report).columns.map((column) => ({ ...column, picture: drawn(column.picture) }));
  return JSON.stringify({ report: { ...report, columns }, history }, shortened).replaceAll('<', '\\u003c');
}

/** As many digits as are drawn and told: of an edge a thousandth of a bin, however far from zero it lies. */
function drawn(picture: Picture | null): Picture | null {
  if (picture === null) return null;
  const sides = { reference: picture.reference.map(share), current: picture.current.map(share) };
  if (picture.kind === 'categories') return { ...picture, ...sides };
  const { edges } = picture;
  const step = Math.min(
    ...edges
      .slice(1)
      .map((edge, i) => edge - edges[i]!)
      .filter((width) => width > 0),
  );
  const decimals = Math.max(0, Math.ceil(3 - Math.log10(step)));
  const isTold = Number.isFinite(step) && decimals <= 20;
  return { ...picture, ...sides, edges: isTold ? edges.map((edge) => Number(edge.toFixed(decimals))) : edges };
}

/** More digits than any that is shown, and fewer than binary fractions have. */
function shortened(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value;
}

function share(value: number): number {
  return Number(value.toFixed(4));
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}
