import type { Told } from '../../../server/src/views/viewQuestions.ts';

/** Rows of a list that are shown at first, and by which it grows. */
export const PAGE = 50;

export interface Part<T> {
  readonly total: number;
  /** There are more than `total`. */
  readonly isAtLeast?: boolean;
  readonly rows: readonly T[];
}

/** The first rows of a long list, never asking for more than a page at once; each once, though the list moves meanwhile. */
export async function firstRows<T>(
  wanted: number,
  ask: (offset: number, limit: number) => Promise<Told<Part<T>>>,
  keyOf: (row: T) => string,
): Promise<Told<Part<T>>> {
  const rows = new Map<string, T>();
  let total = 0;
  let isAtLeast = false;
  for (let offset = 0; offset < wanted; offset += PAGE) {
    const told = await ask(offset, Math.min(PAGE, wanted - offset));
    if (told.kind === 'refused') return told;
    total = told.value.total;
    isAtLeast = told.value.isAtLeast === true;
    for (const row of told.value.rows) rows.set(keyOf(row), row);
    if (told.value.rows.length === 0 || (offset + PAGE >= total && !isAtLeast)) break;
  }
  return { kind: 'told', value: { total, isAtLeast, rows: [...rows.values()] } };
}

/** How much is shown of lists, by their names. */
export class Shown {
  readonly #counts = new Map<string, number>();

  of(list: string): number {
    return this.#counts.get(list) ?? PAGE;
  }

  more(list: string): void {
    this.#counts.set(list, this.of(list) + PAGE);
  }
}
