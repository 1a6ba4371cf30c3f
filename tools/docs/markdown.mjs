/** A table; cells are Markdown. */
export function table(header, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A text in one line, as a cell of a table may hold it. */
function cell(text) {
  return String(text).replaceAll('|', '\\|').replaceAll('\n', ' ').trim();
}

export function code(text) {
  const ticks = String(text).includes('`') ? '``' : '`';
  return `${ticks}${text}${ticks}`;
}

export function block(language, text) {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
