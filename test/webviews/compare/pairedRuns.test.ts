import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PairedRun } from '../../../engine/src/operations/runs/compare/runDifferences.ts';
import type { Topic } from '../../../server/src/protocol.ts';
import type { Told } from '../../../server/src/views/viewQuestions.ts';
import { heldMetric, pairedInterval, pairNotes } from '../../../webviews/compare/model/pairWords.ts';
import { PairedRuns, pairedIn, pairKey } from '../../../webviews/compare/pairedRuns.ts';
import type { Channel } from '../../../webviews/shared/channel.ts';

const BETTER = { rows: 400, difference: -0.0016, low: -0.0018, high: -0.0015, verdict: 'better' } as const;
const PAIR = { run: 'r1', baseline: 'r0' };

/** A channel of which a test gives the answers, and what was asked. */
function madeChannel(answer: (run: string) => Told<PairedRun>, live: readonly string[] = []) {
  const asked: string[] = [];
  let change: (topics: readonly Topic[]) => void = () => {};
  const channel = {
    live: { peek: () => live.map((run) => ({ run })) },
    onChanged: (listener: typeof change) => {
      change = listener;
      return () => {};
    },
    ask: (_: string, { run }: { readonly run: string }) => {
      asked.push(run);
      return Promise.resolve(answer(run));
    },
  } as unknown as Channel;
  return { channel, asked, change: () => change(['runs']) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a pair is asked for once, and what is refused says why', async () => {
  const { channel, asked } = madeChannel((run) =>
    run === 'r1'
      ? { kind: 'told', value: { metrics: { log_loss: BETTER }, reason: null, slices: [] } }
      : { kind: 'refused', reason: 'x', message: 'The store is gone.' },
  );
  const pairs = new PairedRuns(channel);
  pairs.want(['r0', 'r1', 'r1', 'r2'].map((run) => ({ run, baseline: 'r0' })));
  assert.equal(pairs.known.value.get(pairKey(PAIR)), 'asked');
  await settled();
  assert.deepEqual(asked, ['r1', 'r2'], 'none against itself');
  assert.equal(pairedIn(pairs.known.value, PAIR, 'log_loss')?.verdict, 'better');
  assert.equal(pairedIn(pairs.known.value, PAIR, 'roc_auc'), undefined);
  assert.deepEqual(pairs.known.value.get('r2 r0'), { metrics: {}, reason: 'The store is gone.', slices: [] });
});

test('a run at work is measured again when something has happened, others are not', async () => {
  let told: PairedRun = { metrics: {}, reason: 'not both kept scores of their test rows', slices: [] };
  const { channel, asked, change } = madeChannel(() => ({ kind: 'told', value: told }), ['r1']);
  const pairs = new PairedRuns(channel);
  pairs.want([PAIR, { run: 'r2', baseline: 'r0' }]);
  await settled();
  told = { metrics: { log_loss: BETTER }, reason: null, slices: [] };
  change();
  await settled();
  assert.deepEqual(asked, ['r1', 'r2', 'r1']);
  assert.equal(pairedIn(pairs.known.value, PAIR, 'log_loss')?.rows, 400);
});

test('what nobody wants any more is stopped or never begun, what somebody still wants goes on', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const asked: string[] = [];
  const answers = new Map<string, (told: Told<PairedRun>) => void>();
  const channel = {
    live: { peek: () => [] },
    onChanged: () => () => {},
    ask: (question: string, { run, isWanted }: { readonly run: string; readonly isWanted?: boolean }) => {
      asked.push(`${question} ${run}${isWanted === undefined ? '' : ` ${isWanted}`}`);
      if (question === 'pairing')
        return Promise.resolve({ kind: 'told', value: { share: 0.5, message: 'resampling' } });
      return new Promise((resolve) => answers.set(run, resolve));
    },
  } as unknown as Channel;
  const pairs = new PairedRuns(channel);
  const of = (...runs: readonly string[]) => runs.map((run) => ({ run, baseline: 'r0' }));
  const release = pairs.want(of('r1', 'r2', 'r3'));
  await settled();
  t.mock.timers.tick(500);
  await settled();
  assert.deepEqual(pairs.atWork.value, { share: 0.5, message: 'resampling', run: 'r1', baseline: 'r0' });
  release();
  pairs.want(of('r3'));
  t.mock.timers.tick(250);
  assert.deepEqual([...pairs.known.value], [['r3 r0', 'asked']]);
  answers.get('r1')!({ kind: 'refused', reason: 'stopped', message: 'It was no longer wanted.' });
  await settled();
  assert.deepEqual(
    asked.filter((one) => one !== 'pairing r2 false'),
    ['pairedRun r1', 'pairing r1 true', 'pairing r1 false', 'pairedRun r3'],
  );
  assert.equal(pairs.atWork.value, undefined);
});

test('a difference on the same rows has the interval of the difference, an unpaired one has none', () => {
  const figure = { value: 0.1533, low: 0.1526, high: 0.154, difference: -0.001649, verdict: 'same' } as const;
  const metric = { name: 'brier' };
  assert.deepEqual(heldMetric(metric, figure, { metrics: { brier: BETTER }, reason: null, slices: [] }), {
    by: { difference: -0.0016, verdict: 'better' },
    decimals: 4,
    interval: '[0.0015, 0.0018]',
  });
  for (const pair of [undefined, 'asked', { metrics: {}, reason: 'x', slices: [] }] as const)
    assert.deepEqual(heldMetric(metric, figure, pair), {
      by: { difference: -0.001649, verdict: 'same' },
      decimals: 4,
      interval: '',
    });
  assert.equal(pairedInterval({ ...BETTER, high: 0.0002, verdict: 'same' }), '[−0.002, 0.000]');
});

test('what is so for several runs is said once', () => {
  const unpaired = { metrics: {}, reason: 'they share 0 rows; 30 are needed', slices: [] };
  assert.deepEqual(
    pairNotes(
      [
        { run: 'r1', known: { metrics: { brier: BETTER, log_loss: BETTER }, reason: null, slices: [] } },
        { run: 'r2', known: unpaired },
        { run: 'r3', known: unpaired },
        { run: 'r4', known: { metrics: {}, reason: null, slices: [] } },
        { run: 'r5', known: 'asked' },
      ],
      'r0',
    ),
    [
      'r1: paired with r0 on the 400 rows that both were scored on; in brackets the 95% interval of the difference.',
      'r2, r3: unpaired, by its intervals alone: they share 0 rows; 30 are needed.',
      'r5: measuring on the rows that it and r0 were both scored on; until then unpaired, by its intervals alone.',
    ],
  );
});

test('slices say by which rows they are held against the baseline', () => {
  const slicing = { column: 'origin', total: 1, values: [] };
  const known = [
    { metrics: {}, reason: null, slices: [slicing] },
    { metrics: {}, reason: 'they share 0 rows; 30 are needed', slices: [] },
    { metrics: {}, reason: null, slices: [] },
    'asked',
  ] as const;
  assert.deepEqual(
    pairNotes(
      known.map((one, at) => ({ run: `r${at + 1}`, known: one })),
      'r0',
      'origin',
    ),
    [
      'r1: paired with r0 on the rows of each slice that both were scored on; in brackets the 95% interval of the difference.',
      'r2: unpaired, by its intervals alone: they share 0 rows; 30 are needed.',
      'r3: unpaired, by its intervals alone: not both kept scores by origin.',
      'r4: measuring on the rows that it and r0 were both scored on; until then unpaired, by its intervals alone.',
    ],
  );
});
