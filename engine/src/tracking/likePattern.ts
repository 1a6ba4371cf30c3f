/** SQL's LIKE: `%` is any text, `_` any character. Its time grows with text times pattern at most. */
export function isLike(text: string, pattern: string): boolean {
  let at = 0;
  let here = 0;
  let lastPercent = -1;
  let resumeAt = 0;
  while (at < text.length) {
    const wanted = pattern[here];
    if (wanted === '%') {
      lastPercent = here++;
      resumeAt = at;
    } else if (wanted !== undefined && (wanted === '_' || wanted === text[at])) {
      at++;
      here++;
    } else if (lastPercent !== -1) {
      here = lastPercent + 1;
      at = ++resumeAt;
    } else return false;
  }
  while (pattern[here] === '%') here++;
  return here === pattern.length;
}
