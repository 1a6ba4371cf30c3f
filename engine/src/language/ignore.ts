import type { Tree } from './tree.ts';

const IGNORE = /^modelyard-ignore\s+(.+)$/;

/**
 * Whether a comment silences problems with a code that begin on a line: `# modelyard-ignore unknown-column` behind that line, or alone
 * on the line above; several codes stand with commas or blanks between them.
 */
export function silencing({ comments }: Pick<Tree, 'comments'>): (code: string, line: number) => boolean {
  const silenced = new Map<number, string[]>();
  for (const { text, line, alone } of comments) {
    const codes = IGNORE.exec(text)?.[1]?.split(/[\s,]+/) ?? [];
    if (codes.length === 0) continue;
    for (const each of alone ? [line, line + 1] : [line]) silenced.set(each, [...(silenced.get(each) ?? []), ...codes]);
  }
  return (code, line) => silenced.get(line)?.includes(code) === true;
}
