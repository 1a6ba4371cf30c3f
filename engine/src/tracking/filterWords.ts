import { asciiLower } from './holds.ts';
import { isUserTag, RUN_TAGS } from './tags.ts';

const OPERATOR = /[<>=]|\bI?LIKE\s+['"]|\bIS\s+(NOT\s+)?NULL\b|\bIN\s*\(/i;

/** The words that a filter box asks for; undefined where it holds comparisons. */
export function filterWords(text: string): readonly string[] | undefined {
  return OPERATOR.test(text) ? undefined : text.split(/\s+/).filter((word) => word !== '');
}

const SEARCHED: ReadonlySet<string> = new Set([RUN_TAGS.branch, RUN_TAGS.commit, RUN_TAGS.note]);

/** Whether people search by a tag: those of Modelyard and MLflow themselves are left out, but for a few. */
export function isSearchedTag(key: string): boolean {
  return SEARCHED.has(key) || isUserTag(key);
}

/** Whether a text holds a word, as stores have it. @param at `start`: the text begins with it */
export function hasWord(text: string, word: string, at: 'start' | 'anywhere' = 'anywhere'): boolean {
  const [whole, part] = [asciiLower(text), asciiLower(word)];
  return at === 'start' ? whole.startsWith(part) : whole.includes(part);
}
