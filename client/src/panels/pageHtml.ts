export interface PageParts {
  readonly title: string;
  /** Addresses of the page's bundle, as its frame can load them. */
  readonly script: string;
  readonly style: string;
  /** Where the frame may load sheets from. */
  readonly source: string;
  /** Letters and digits, others each time. */
  readonly nonce: string;
}

/** Who may load what in a page: its own script and sheet, and nothing else. */
export function contentPolicy({ source, nonce }: Pick<PageParts, 'source' | 'nonce'>): string {
  return `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}`;
}

/** The document of a page; its bundle makes everything that is seen. */
export function pageHtml(parts: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(contentPolicy(parts))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(parts.title)}</title>
<link rel="stylesheet" href="${escaped(parts.style)}">
</head>
<body>
<script nonce="${escaped(parts.nonce)}" src="${escaped(parts.script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
