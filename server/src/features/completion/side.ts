/**
 * Text with one side of each git conflict, as long as the original: the side that the cursor stands on, else ours. So what is offered in
 * a conflict follows from what stands around the cursor.
 */
export function cursorSide(text: string, cursor: number): string {
  if (!/^<{7}(?: |\r?$)/m.test(text)) return text;
  let out = '';
  let conflict: Section[] | undefined;
  let offset = 0;
  for (const line of text.split(/(?<=\n)/)) {
    const start = offset;
    offset += line.length;
    const marker = /^(<{7}|\|{7}|={7}|>{7})(?: |\r?\n?$)/.exec(line)?.[1]?.[0];
    if (marker === '<') {
      if (conflict !== undefined) out += merged(conflict, cursor);
      conflict = [{ marker: line, text: '', start: offset }];
    } else if (conflict === undefined) out += line;
    else if (marker === '>') {
      out += merged(conflict, cursor) + blank(line);
      conflict = undefined;
    } else if (marker === undefined) conflict.at(-1)!.text += line;
    else conflict.push({ marker: line, text: '', start: start + line.length });
  }
  return conflict === undefined ? out : out + merged(conflict, cursor);
}

interface Section {
  readonly marker: string;
  text: string;
  /** Offset of the text. */
  readonly start: number;
}

function merged(sections: readonly Section[], cursor: number): string {
  const here = sections.find(({ text, start }) => cursor >= start && cursor < start + text.length) ?? sections[0];
  return sections
    .map((section) => blank(section.marker) + (section === here ? section.text : blank(section.text)))
    .join('');
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
