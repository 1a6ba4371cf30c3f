import { expressionEnd } from './expressions/template.ts';

/** How a `run:` line was cut, or why it cannot be. */
export type Words =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'problem'; readonly message: string; readonly offset: number };

const SPACE = /[ \t\r\n]/;

/**
 * Cuts a command line into words by the POSIX rules for quotes and backslashes (XCU 2.2), with no expansion of any kind.
 * `${{ ... }}` is one piece whatever it holds, so that one expression is one argument:
 * `python train.py --data ${{ inputs.data }}` gives `python`, `train.py`, `--data`, `${{ inputs.data }}`.
 */
export function splitWords(text: string): Words {
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (text.startsWith('${{', at)) {
      const end = expressionEnd(text, at) ?? text.length;
      word = (word ?? '') + text.slice(at, end);
      at = end;
    } else if (SPACE.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      at += 1;
    } else if (char === "'" || char === '"') {
      const quoted = quotedPart(text, at);
      if (!quoted) return { kind: 'problem', message: `The quote ${char} is never closed.`, offset: at };
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (char === '\\') {
      if (text[at + 1] !== '\n') word = (word ?? '') + (text[at + 1] ?? '\\');
      at += 2;
    } else {
      word = (word ?? '') + char;
      at += 1;
    }
  }
  if (word !== undefined) words.push(word);
  return { kind: 'words', words };
}

function quotedPart(text: string, start: number): { text: string; end: number } | undefined {
  const quote = text[start];
  let out = '';
  let at = start + 1;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === quote) return { text: out, end: at + 1 };
    if (text.startsWith('${{', at)) {
      const end = expressionEnd(text, at) ?? text.length;
      out += text.slice(at, end);
      at = end;
    } else if (quote === '"' && char === '\\' && '$`"\\\n'.includes(text[at + 1] ?? ' ')) {
      out += text[at + 1] === '\n' ? '' : text[at + 1];
      at += 2;
    } else {
      out += char;
      at += 1;
    }
  }
  return undefined;
}
