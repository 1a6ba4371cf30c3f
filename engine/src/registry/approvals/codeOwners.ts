/** Where GitHub and GitLab look for the owners of files, relative to the repository; the first that is there counts. */
export const CODE_OWNERS = ['.github/CODEOWNERS', '.gitlab/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

const HEAD = '# Moves of guarded aliases, and what decides them: their reviews are approvals of Modelyard.';

/** Who has to review a change of a file: of the lines that match, the last. None where it names nobody. */
export function ownersOf(text: string, file: string): readonly string[] {
  let owners: readonly string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [pattern, ...named] = line
      .replace(/(^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    if (pattern === undefined || pattern === '' || /^[[^]/.test(pattern)) continue;
    if (matches(pattern, file)) owners = named;
  }
  return owners;
}

/** The text with lines that give these paths owners, below all others, so that they win. */
export function withOwners(text: string, paths: readonly string[], owners: readonly string[]): string {
  const missing = paths.filter((path) => ownersOf(text, path).length === 0);
  if (missing.length === 0) return text;
  const lines = missing.map((path) => `/${path.replaceAll(' ', '\\ ')} ${owners.join(' ')}`);
  const before = text === '' ? '' : `${text.replace(/\n*$/, '')}\n\n`;
  return `${before}${[HEAD, ...lines].join('\n')}\n`;
}

/** As git ignores files: a slash within ties a pattern to the root, a folder holds all below it. */
function matches(pattern: string, file: string): boolean {
  const bare = pattern.replaceAll('\\ ', ' ').replace(/\/$/, '');
  if ((bare.match(/\*+/g)?.length ?? 0) > MOST_STARS) return false;
  const isTied = bare.includes('/');
  const body = bare
    .replace(/^\//, '')
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => SIGNS.get(part) ?? part.replace(/[.+^${}()|[\]\\]/g, '\\$&'))
    .join('');
  // `docs/*` is the files of the folder, not those below.
  const below = /(^|\/)\*$/.test(bare) && bare !== '*' ? '' : '(?:/.*)?';
  return new RegExp(`^${isTied ? '' : '(?:.*/)?'}${body}${pattern.endsWith('/') ? '/.*' : below}$`).test(file);
}

/** Of a line with more nobody knows whom it names, in any time that counts. */
const MOST_STARS = 4;
const SIGNS = new Map([
  ['**/', '(?:.*/)?'],
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
]);
