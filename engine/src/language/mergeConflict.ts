/** Text with one side of each git conflict, and where the conflicts begin. */
export interface Unconflicted {
  /** As long as the original: markers and their side are blanks, so that offsets hold. */
  readonly text: string;
  readonly markers: readonly { readonly start: number; readonly end: number }[];
}

/** Keeps our side of `<<<<<<<` ... `=======` ... `>>>>>>>`. */
export function withoutConflicts(text: string): Unconflicted {
  if (!/^<{7}(?: |\r?$)/m.test(text)) return { text, markers: [] };
  const markers: { start: number; end: number }[] = [];
  let side: 'none' | 'ours' | 'theirs' = 'none';
  let offset = 0;
  const lines = text.split('\n').map((line) => {
    const start = offset;
    offset += line.length + 1;
    const marker = /^(<{7}|\|{7}|={7}|>{7})(?: |\r?$)/.exec(line)?.[1]?.[0];
    if (marker === '<') {
      side = 'ours';
      markers.push({ start, end: start + line.trimEnd().length });
      return blank(line);
    }
    if (side === 'none') return line;
    if (marker === '>') side = 'none';
    else if (marker !== undefined) side = 'theirs';
    return marker === undefined && side === 'ours' ? line : blank(line);
  });
  return { text: lines.join('\n'), markers };
}

function blank(line: string): string {
  return line.replace(/[^\r]/g, ' ');
}
