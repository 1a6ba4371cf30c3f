import { inlinedScript, inlinedStyle } from '../../../engine/src/language/inlined.ts';

/** What a page is bundled into, as text. */
export interface PageBundle {
  readonly script: string;
  readonly style: string;
}

export interface PageParts extends PageBundle {
  readonly title: string;
  /** Letters and digits, others each time. */
  readonly nonce: string;
}

/** A page runs and wears what stands in it, and loads nothing. */
export function contentPolicy(nonce: string): string {
  return `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
}

/**
 * The document of a page; its bundle makes everything that is seen. It stands in the document because a frame of the editor asks
 * for each file by way of its service worker, the workbench and the extension's machine, and is not shown before it has them.
 */
export function pageHtml({ title, script, style, nonce }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style nonce="${nonce}">${inlinedStyle(style)}</style>
</head>
<body>
<script nonce="${nonce}">${inlinedScript(script)}</script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
