/** Of one file: what is longer is for an editor. */
const MOST_LETTERS = 20_000;

/** Null where it is too long to be told beside others. */
export function cutText(text: string | null): string | null {
  return text === null || text.length > MOST_LETTERS ? null : text;
}
