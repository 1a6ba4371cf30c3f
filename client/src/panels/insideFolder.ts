/** A path relative to a folder, as its parts; undefined where it leads out of the folder. */
export function insideFolder(path: unknown): readonly string[] | undefined {
  if (typeof path !== 'string' || path === '' || /^[/\\]|^[A-Za-z]:|\0/.test(path)) return undefined;
  const parts = path.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') ? undefined : parts;
}

/** A name for a file without anything that leads elsewhere: `roc_auc of 9b1f.svg`. */
export function fileName(name: string): string {
  const plain = name
    .replaceAll(/[\p{Cc}<>:"/\\|?*]+/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 120);
  return plain === '' ? 'export' : plain;
}
