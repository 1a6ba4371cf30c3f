/** A text as YAML scalar in block style: plain where YAML reads these very characters as this very text, else quoted. */
export function yamlText(text: string): string {
  if (PLAIN.test(text) && !/: | #|:$/.test(text) && !WORDS.test(text)) return text;
  if (ONE_LINE.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return escaped(text);
}

/** A list in flow style: all plain, or all quoted. */
export function yamlList(texts: readonly string[]): string {
  const isPlain = texts.every((text) => /^[A-Za-z_]\w*$/.test(text) && !WORDS.test(text));
  return `[${texts.map((text) => (isPlain ? text : quoted(text))).join(', ')}]`;
}

/** Text of a comment, cut into lines of at most 120 characters that begin with `indent`, `#` and a blank; `hanging` stands before all but the first. */
export function comment(text: string, indent = '', hanging = ''): string {
  const lines: string[] = [];
  for (const word of text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .split(/ +/)) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + 2 + last.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : `${hanging}${word}`);
  }
  return lines.map((line) => `${indent}# ${line}`).join('\n');
}

const WIDTH = 120;
const PLAIN = /^[A-Za-z_][A-Za-z0-9_ .,:;/()=<>*+'"#-]*(?<! )$/;
/** In YAML 1.2 these are no texts; `yes` and `on` are. */
const WORDS = /^(?:true|false|null)$/i;
/** Printable characters that every YAML reader takes as they are. */
const ONE_LINE = /^[\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10fffd}]*$/u;

function quoted(text: string): string {
  return ONE_LINE.test(text) ? JSON.stringify(text) : escaped(text);
}

function escaped(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
