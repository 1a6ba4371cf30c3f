/** The arguments of a command line of Windows, by the rules of Microsoft's C runtime. */
export function splitCommandLine(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const slashes = /^\\+(?=")/.exec(line.slice(at))?.[0].length ?? 0;
    if (slashes > 0) {
      word = `${word ?? ''}${'\\'.repeat(slashes >> 1)}${slashes % 2 === 1 ? '"' : ''}`;
      at += slashes - (slashes % 2 === 1 ? 0 : 1);
    } else if (line[at] === '"') {
      quoted = !quoted;
      word ??= '';
    } else if (!quoted && /\s/.test(line[at]!)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = `${word ?? ''}${line[at]}`;
  }
  return word === undefined ? words : [...words, word];
}
