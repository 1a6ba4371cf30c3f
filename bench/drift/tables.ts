import { openDuckDb } from '../../engine/src/adapters/duckdb/duckDb.ts';

export interface TableShape {
  readonly rows: number;
  readonly columns: number;
  /** Rows of another seed are other rows of the same kind; of every fifth column the distribution moves with it. */
  readonly seed: number;
}

const VALUES = [2, 5, 10, 50, 200, 1000];

/** Three fifths numbers (normal, log-normal, uniform, few and many integers, exponential with missing values), the rest texts of 2 to 1,000 values. */
export async function writeTable({ rows, columns, seed }: TableShape, file: string, folder: string): Promise<void> {
  const uniform = (k: number) => `(hash(i * 1024 + ${k} + ${seed} * 1000003) / 18446744073709551616::DOUBLE)`;
  const list = Array.from({ length: columns }, (_, k) => {
    const [a, b] = [uniform(2 * k), uniform(2 * k + 1)];
    const shift = k % 5 === 0 ? seed : 0;
    if (k >= 0.6 * columns) {
      const power = 2 + shift / 2;
      return `'v' || floor(pow(${a}, ${power}) * ${VALUES[k % VALUES.length]})::INTEGER AS text${k}`;
    }
    const normal = `sqrt(-2 * ln(${a} + 1e-18)) * cos(2 * pi() * ${b})`;
    const kinds = [
      `${normal} + ${shift} * 0.3`,
      `exp(${normal} + ${shift} * 0.3)`,
      `${a} * 1000 * (1 + ${shift} * 0.3)`,
      `floor(${a} * (50 + ${shift} * 10))::INTEGER`,
      `floor(${a} * 1000000)::BIGINT`,
      `CASE WHEN ${b} >= 0.05 THEN -ln(${a} + 1e-18) * (1 + ${shift} * 0.5) END`,
    ];
    return `${kinds[k % kinds.length]} AS number${k}`;
  });
  const data = await openDuckDb({ tmpFolder: folder, readable: [] });
  try {
    await data.write(`SELECT ${list.join(', ')} FROM range(${rows}) AS r(i)`, file);
  } finally {
    await data.close();
  }
}
