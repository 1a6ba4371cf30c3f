import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { shortest } from '../../../engine/src/gates/impliedThreshold.ts';
import type { BetterThanRule } from '../../../engine/src/ports/gate.ts';
import type { ModelVersion } from '../../../engine/src/ports/modelRegistry.ts';
import { gateKit } from '../../kit/gateKit.ts';

const RULE: BetterThanRule = {
  kind: 'better_than',
  name: 'not worse',
  alias: 'production',
  metric: 'log_loss',
  margin: 0,
  confidence: 0.95,
};

/** 1,500 rows of which x tells the label well, and the scores that the sigmoid of `weight * x` gives them. */
const ROWS = `select 'r' || i as row_id, timestamp '2026-11-01' + interval (i) minute as timestamp,
  (sin(i * 1.7) * 3)::float as x, sin(i * 1.7) * 3 + 2 * sin(i * 5.3) > 0 as late from range(1500) as r(i)`;
const scores = (weight: number, rows = ROWS): string =>
  `select row_id, late as label, x > 0 as prediction, 1 / (1 + exp(-x * ${weight})) as score from (${rows})`;

async function twoVersions(t: TestContext) {
  const kit = await gateKit(t);
  const test = await kit.table(ROWS);
  const candidate = await kit.version(2, { evidence: { scores: await kit.table(scores(1)), test } }, 1);
  const champion = await kit.version(1, { evidence: { scores: await kit.table(scores(0.2)) } }, 0.2);
  const ask = (
    rule: Partial<BetterThanRule> = {},
    versions: { candidate?: ModelVersion; champion?: ModelVersion } = {},
  ) =>
    kit.ask({ ...RULE, ...rule }, versions.candidate ?? candidate, {
      champion: async () => versions.champion ?? champion,
    });
  return { ...kit, candidate, champion, test, ask };
}

test('the champion is scored on the rows of the candidate, and its scores are evidence', async (t) => {
  const { ask, stores } = await twoVersions(t);
  const answer = await ask();
  assert.equal(answer.status, 'passed', answer.reason);
  const [difference, ours, theirs] = answer.figures;
  assert.ok(Math.abs(difference!.value - (theirs!.value - ours!.value)) < 1e-12, 'less loss is more');
  assert.ok(difference!.low! > 0 && difference!.low! < difference!.value && difference!.value < difference!.high!);
  assert.deepEqual([difference?.unit, difference?.rows, difference?.min], ['difference', 1500, 0]);
  const [, , kept] = answer.evidence;
  assert.ok(kept?.kind === 'object' && (await stores.artifacts.has(kept.sha256)));
  assert.deepEqual(await ask(), answer, 'the same again');
});

test('worse is not better, unless the margin allows it', async (t) => {
  const { ask, candidate, champion, test } = await twoVersions(t);
  const worse = { ...champion, version: 3, evidence: { ...champion.evidence, test } };
  const turned = { candidate: worse, champion: candidate };
  const failed = await ask({}, turned);
  assert.deepEqual([failed.status, failed.code], ['failed', 'not-better']);
  assert.ok(failed.figures[0]!.high! < 0);
  const allowed = await ask({ margin: 1 }, turned);
  assert.deepEqual([allowed.status, allowed.figures[0]?.min], ['passed', -1]);
  const same = await ask({ metric: 'roc_auc' });
  assert.deepEqual([same.status, same.figures[0]?.value], ['failed', 0], 'as good is not better');
});

test('metrics of classes take each version at the threshold that it was measured with', async (t) => {
  const { ask } = await twoVersions(t);
  const answer = await ask({ metric: 'accuracy', margin: 0.001 });
  assert.deepEqual([answer.status, answer.figures[0]?.value], ['passed', 0]);
  assert.deepEqual([shortest(0.1999, 0.2003), shortest(0.3, 0.7), shortest(0.49999, 0.49999)], [0.2, 0.5, 0.49999]);
});

test('where nothing holds the alias, or this very model does, there is nothing to be better than', async (t) => {
  const { ask, candidate, version } = await twoVersions(t);
  const again = { ...(await version(9)), sha256: candidate.sha256 };
  assert.equal((await ask({}, { champion: again })).code, 'no-champion');
});

test('where rows cannot be held against each other the answer is unknown', async (t) => {
  const kit = await twoVersions(t);
  const { ask, candidate, champion, table } = kit;
  const codeOf = async (versions: Parameters<typeof ask>[1], rule: Partial<BetterThanRule> = {}): Promise<string> => {
    const { status, code, next } = await ask(rule, versions);
    assert.ok(next, code);
    return `${status} ${code}`;
  };
  const without = (evidence: ModelVersion['evidence']) => ({ candidate: { ...candidate, evidence } });
  assert.equal(await codeOf(without({})), 'unknown scores-missing');
  assert.equal(await codeOf(without({ scores: candidate.evidence.scores! })), 'unknown test-rows-missing');
  assert.equal(await codeOf({}, { metric: 'minutes_lost' }), 'unknown metric-without-direction');
  const outputs = { price: { task: 'regression', label: 'float' } } as const;
  const priced = { ...champion, signature: { ...champion.signature, outputs } };
  assert.equal(await codeOf({ champion: priced }), 'unknown task-differs');

  const test = await table(`select * exclude x from (${ROWS})`);
  const narrow = { ...candidate, evidence: { ...candidate.evidence, test } };
  assert.equal((await ask({}, { candidate: narrow })).status, 'passed', 'the rows that both were measured on');
  const few = { ...champion, evidence: { scores: await table(`${scores(0.2)} limit 900`) } };
  assert.equal(await codeOf({ candidate: narrow, champion: few }), 'unknown too-few-shared-rows');
  const lied = {
    ...champion,
    evidence: { scores: await table(`select * replace (not label as label) from (${scores(0.2)})`) },
  };
  assert.equal(await codeOf({ candidate: narrow, champion: lied }), 'unknown labels-differ');
  const numbered = {
    ...candidate,
    evidence: { ...candidate.evidence, test: await table(`select late from (${ROWS})`) },
  };
  assert.equal(await codeOf({ candidate: numbered }), 'unknown missing-input');
  const twice = await table(`${scores(1)} union all ${scores(1)}`);
  assert.equal(
    await codeOf({ candidate: { ...narrow, evidence: { ...narrow.evidence, scores: twice } } }),
    'unknown row-ids-not-unique',
  );
});

test('a champion whose bytes are gone is refused by name', async (t) => {
  const { ask, champion } = await twoVersions(t);
  await assert.rejects(ask({}, { champion: { ...champion, sha256: 'a'.repeat(64) } }), /late:1/);
});
