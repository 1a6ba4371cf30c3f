import { createHash } from 'node:crypto';
import { openDatabase } from '../../engine/src/adapters/sqlite/openDatabase.ts';
import { RUN_STORE_MIGRATIONS } from '../../engine/src/adapters/sqlite/runStoreMigrations.ts';

export interface ManyRuns {
  readonly runs: number;
  readonly metrics: number;
  readonly params: number;
  readonly experiment?: string;
  /** Points that the metric `loss` of the newest run has beside its last. */
  readonly points?: number;
}

const MINUTE = 60_000;
const BEGIN = Date.parse('2026-01-05T08:00:00Z');

/**
 * A `runs.db` with finished runs of one experiment, straight into its tables: metrics `metric_0`, `metric_1` ... with intervals on
 * the first, params `param_0` ... of which every third is a number, a word or the same in all runs, branch and commit. Always
 * the same.
 */
export function writeManyRuns(
  file: string,
  { runs, metrics, params, experiment = 'sweep', points = 0 }: ManyRuns,
): void {
  const log = { debug() {}, warn() {} };
  const db = openDatabase(file, { migrations: RUN_STORE_MIGRATIONS, log, isNetworkFolder: () => false });
  db.pragma('synchronous = OFF');
  const into = (table: string, values: number) =>
    db.prepare(`INSERT INTO ${table} VALUES (${Array.from({ length: values }, () => '?').join(', ')})`);
  const [last, all, param, tag] = [into('latest_metrics', 6), into('metrics', 6), into('params', 3), into('tags', 3)];
  const run = db.prepare(
    `INSERT INTO runs (id, experiment, name, status, start_time, end_time, user) VALUES (?, ?, ?, 'finished', ?, ?, 'ada')`,
  );
  const key = db.prepare('INSERT INTO metric_keys (name) VALUES (?)');
  db.transaction(() => {
    const { lastInsertRowid: of } = db
      .prepare('INSERT INTO experiments (name, created_at, updated_at) VALUES (?, ?, ?)')
      .run(experiment, BEGIN, BEGIN);
    const keyOf = (name: string) => key.run(name).lastInsertRowid;
    const keys = Array.from({ length: metrics }, (_, index) => keyOf(`metric_${index}`));
    const ends = [keyOf('metric_0.low'), keyOf('metric_0.high')];
    for (let index = 0; index < runs; index += 1) {
      const at = BEGIN + index * MINUTE;
      const id = digits(`run ${index}`, 32);
      const { lastInsertRowid: no } = run.run(id, of, `run ${index}`, at, at + MINUTE / 2);
      const log = (metric: number | bigint, value: number, step = 0) => {
        last.run(no, metric, step, at, value, 0);
        all.run(no, metric, step, at, value, 0);
      };
      for (const [place, metric] of keys.entries()) log(metric, fraction(index, place));
      for (const [place, end] of ends.entries()) log(end, fraction(index, 0) + (place - 0.5) / 50);
      for (let place = 0; place < params; place += 1) param.run(no, `param_${place}`, paramText(index, place));
      tag.run(no, 'mlflow.source.git.branch', index % 3 === 0 ? 'tune/leaves' : 'main');
      tag.run(no, 'mlflow.source.git.commit', digits(`commit ${index >> 4}`, 40));
    }
    if (points === 0) return;
    const [loss, newest] = [keyOf('loss'), db.prepare('SELECT max(no) FROM runs').pluck().get() as number];
    for (let step = 0; step < points; step += 1) all.run(newest, loss, step, BEGIN + step, 1 / (1 + step / 1000), 0);
    last.run(newest, loss, points - 1, BEGIN + points, 1 / (1 + points / 1000), 0);
  })();
  db.close();
}

function paramText(run: number, place: number): string {
  if (place % 3 === 0) return String(Math.floor(fraction(run, 1000 + place) * 10));
  return place % 3 === 1 ? 'always' : `kind ${Math.floor(fraction(run, 2000 + place) * 4)}`;
}

/** Between 0 and 1, mixed as MurmurHash3 ends. */
function fraction(run: number, place: number): number {
  let mixed = Math.imul(run + 1, 0x9e3779b1) ^ Math.imul(place + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

function digits(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
