const TYPES: Readonly<Record<string, string | undefined>> = Object.assign(Object.create(null), {
  csv: 'text/csv',
  gif: 'image/gif',
  html: 'text/html',
  ipynb: 'application/json',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  log: 'text/plain',
  md: 'text/markdown',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
  py: 'text/x-python',
  svg: 'image/svg+xml',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  webp: 'image/webp',
  yaml: 'text/plain',
  yml: 'text/plain',
  zip: 'application/zip',
});

/** Media type by the ending of a name. */
export function contentType(name: string): string {
  if (name === 'MLmodel') return 'text/plain; charset=utf-8';
  const type = TYPES[/\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type;
}
