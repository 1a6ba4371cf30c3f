import type { ScalarText, Tree } from '../../../../engine/src/language/tree.ts';
import { MODIFIERS, type TokenModifier, type TokenType, TYPES } from './legend.ts';

interface Token {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

/** Tokens of a file in any order; what overlaps an earlier one is left out. */
export class TokenList {
  readonly #tokens: Token[] = [];
  readonly #tree: Tree;

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  /** A stretch of the file; without its quotes, line by line. */
  add(start: number, end: number, type: TokenType, modifiers: readonly TokenModifier[] = []): void {
    const { text } = this.#tree;
    for (let at = start; at < end; ) {
      const broken = text.indexOf('\n', at);
      const stop = broken === -1 || broken >= end ? end : broken;
      const piece = text.slice(at, stop);
      const from = at + piece.length - piece.trimStart().length;
      const to = at + piece.trimEnd().length;
      if (to > from) this.#tokens.push({ start: from, end: to, type, modifiers });
      at = stop + 1;
    }
  }

  /** A part of the text of a scalar. */
  addInside(
    scalar: ScalarText,
    [start, end]: readonly [number, number],
    type: TokenType,
    modifiers: readonly TokenModifier[] = [],
  ): void {
    if (end > start) this.add(scalar.offsetOf(start), scalar.offsetOf(end - 1) + 1, type, modifiers);
  }

  /** As the protocol has them: five numbers for each, places relative to the one before. */
  encoded([from, to]: readonly [number, number]): number[] {
    const data: number[] = [];
    let line = 0;
    let character = 0;
    let last = -1;
    for (const token of this.#tokens.sort((a, b) => a.start - b.start)) {
      if (token.start < last || token.end <= from || token.start >= to) continue;
      last = token.end;
      const at = this.#tree.lines.position(token.start);
      const delta = at.line === line ? at.character - character : at.character;
      const bits = token.modifiers.reduce((sum, each) => sum | (1 << MODIFIERS.indexOf(each)), 0);
      data.push(at.line - line, delta, token.end - token.start, TYPES.indexOf(token.type), bits);
      ({ line, character } = at);
    }
    return data;
  }
}
