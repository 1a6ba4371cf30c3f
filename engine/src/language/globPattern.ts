/**
 * A pattern of relative paths with `/`: `**` any folders, `*` and `?` inside one name, `{a,b}` one of several.
 * Names that begin with a dot match only where the pattern says the dot, unless `dots`.
 */
export function globPattern(pattern: string, dots = false): RegExp {
  const alternatives = braces(pattern.replace(/^\.\//, '')).map((one) => segments(one, dots));
  return new RegExp(`^(?:${alternatives.join('|')})$`);
}

/** The folder all matches lie in, as far as the pattern says without wildcards; '' for the root. */
export function literalFolder(pattern: string): string {
  const parts = pattern.replace(/^\.\//, '').split('/');
  const wild = parts.findIndex((part) => /[*?{]/.test(part));
  return parts.slice(0, wild === -1 ? -1 : wild).join('/');
}

function braces(pattern: string): readonly string[] {
  const found = /\{([^{}]*)\}/.exec(pattern);
  if (!found) return [pattern];
  const before = pattern.slice(0, found.index);
  const after = pattern.slice(found.index + found[0].length);
  return found[1]!.split(',').flatMap((choice) => braces(before + choice + after));
}

function segments(pattern: string, dots: boolean): string {
  const hidden = dots ? '' : '(?!\\.)';
  let source = '';
  const parts = pattern.split('/');
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    if (part === '**') source += last ? `${hidden}[^/]+(?:/${hidden}[^/]+)*` : `(?:${hidden}[^/]+/)*`;
    else source += (/^[*?]/.test(part) ? hidden : '') + name(part) + (last ? '' : '/');
  }
  return source;
}

function name(part: string): string {
  return part
    .replace(/[.+^$()|[\]\\{}]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replace(/\?/g, '[^/]');
}
