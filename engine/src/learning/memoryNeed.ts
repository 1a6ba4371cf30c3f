import { MOST_BYTES, padded } from './memory.ts';
import { type TableShape, tableBytes } from './table.ts';
import { layOut } from './workspace.ts';

export interface NeedOptions {
  readonly shape: TableShape;
  readonly scores: number;
  readonly maxLeaves: number;
}

/** Bytes of the shared memory of a training; merging of equal rows may leave much of it untouched. */
export function memoryNeed({ shape, scores, maxLeaves }: NeedOptions): number {
  const { fixed, values } = tableBytes(shape);
  let work = 0;
  const sizes = {
    columns: shape.columns.length,
    rows: shape.trainRows,
    validationRows: shape.validationRows,
    scores,
    maxLeaves,
  };
  layOut(sizes, (bytes) => {
    work += padded(bytes);
    return 0;
  });
  return fixed + Math.max(values, work);
}

/** Training rows that would fit into so many bytes, with validation rows in the same share; 0 where not even one does. */
export function rowsThatFit(options: NeedOptions, bytes: number): number {
  const { shape } = options;
  const share = shape.trainRows === 0 ? 0 : shape.validationRows / shape.trainRows;
  const limit = Math.min(bytes, MOST_BYTES);
  const fits = (rows: number) =>
    memoryNeed({ ...options, shape: { ...shape, trainRows: rows, validationRows: Math.ceil(rows * share) } }) <= limit;
  let low = 0;
  let high = shape.trainRows;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
