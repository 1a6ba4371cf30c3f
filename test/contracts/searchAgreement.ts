import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RunStore } from '../../engine/src/ports/runStore.ts';
import { selectRuns } from '../../engine/src/tracking/selectRuns.ts';
import { type Contract, NEW } from './runStoreContract.ts';

const NUMBERS = ['metrics.m', 'metrics.n', 'start_time', 'end_time'];
const TEXTS = [
  'artifact_uri',
  'params.p',
  'tags.t',
  'run_name',
  'status',
  'user_id',
  'tags.mlflow.runName',
  'tags.mlflow.parentRunId',
];
const SETS = ['datasets.name', 'datasets.context'];
const WORDS = ['a', 'A', 'ab', 'a_', '*', '[a]', 'ä', 'Ä', 'train', 'FINISHED', 'KILLED', 'running', 'SCHEDULED'];
const PATTERNS = [...WORDS, '%', 'a%', '%A', '_b', '%a%b%', 'F%', '[a]%', '%:/_/%'];

const quoted = (texts: readonly string[]) => fc.constantFrom(...texts).map((text) => `'${text}'`);
const written = (...parts: readonly fc.Arbitrary<string>[]) => fc.tuple(...parts).map((texts) => texts.join(' '));
const comparison = fc.oneof(
  written(
    fc.constantFrom(...NUMBERS),
    fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
    fc.constantFrom('0', '1', '2.5', '-1'),
  ),
  written(fc.constantFrom(...TEXTS, ...SETS), fc.constantFrom('=', '!='), quoted(WORDS)),
  written(fc.constantFrom(...TEXTS, ...SETS), fc.constantFrom('LIKE', 'ILIKE'), quoted(PATTERNS)),
  written(
    fc.constantFrom('params.p', 'tags.t', 'tags.mlflow.parentRunId', 'params.none'),
    fc.constantFrom('IS NULL', 'IS NOT NULL'),
  ),
  written(fc.constantFrom(...SETS), fc.constantFrom('IN', 'NOT IN'), fc.constant("('a', 'train')")),
);
const filter = fc.array(comparison, { maxLength: 3 }).map((parts) => parts.join(' AND '));
const order = fc.uniqueArray(written(fc.constantFrom(...NUMBERS, ...TEXTS), fc.constantFrom('ASC', 'DESC')), {
  maxLength: 3,
  selector: (text) => text.split(' ')[0],
});

/** A store finds the runs that a look at each of them finds, in the same order. */
export function searchAgreementContract(contract: Contract): void {
  contract('a search gives what a look at every run gives', async (store) => {
    await manyRuns(store);
    const all = (await store.search({ limit: 100 })).runs;
    await fc.assert(
      fc.asyncProperty(filter, order, async (text, orderBy) => {
        const found = (await store.search({ filter: text, orderBy, limit: 100 })).runs.map(({ id }) => id);
        const expected = selectRuns(all, { filter: text, orderBy, limit: 100 }).runs;
        assert.deepEqual(
          found,
          expected.map(({ id }) => id),
        );
      }),
      { numRuns: 300 },
    );
  });
}

async function manyRuns(store: RunStore): Promise<void> {
  const values = [0, 1, 2.5, Number.NaN, Number.POSITIVE_INFINITY, undefined];
  const said = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const;
  let parent: string | undefined;
  for (let i = 0; i < 24; i++) {
    const word = WORDS[i % WORDS.length]!;
    const { id } = await store.createRun({
      ...NEW,
      name: word,
      user: i % 2 ? 'a' : 'A',
      startTime: i % 4,
      reported: said[i % said.length]!,
      ...(parent === undefined || i % 3 ? {} : { parent }),
      params: i % 5 ? { p: word } : {},
      tags: {
        ...(i % 4 ? { t: WORDS[(i * 7) % WORDS.length]! } : {}),
        ...(i === 7 ? { 'mlflow.parentRunId': 'ab' } : {}),
      },
    });
    parent ??= id;
    const metrics = ['m', 'n'].flatMap((key, index) => {
      const value = values[(i + index * 2) % values.length];
      return value === undefined ? [] : [{ key, value, step: 0, timestamp: 0 }];
    });
    await store.log(id, {
      metrics,
      datasets: i % 3 ? [{ name: word, version: 'v', ...(i % 2 ? { context: 'train' } : {}) }] : [],
    });
  }
}
