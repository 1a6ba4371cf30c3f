import assert from 'node:assert/strict';
import { test } from 'node:test';
import { datasetLook, dataVersionLook, featureViewLook, fieldLook } from '../../../client/src/views/rows/dataItems.ts';
import { branchLook, experimentLook } from '../../../client/src/views/rows/experimentItem.ts';
import { moreLook, nothingLeftLook, refusalLook } from '../../../client/src/views/rows/messageItem.ts';
import { cardLook, modelLook, versionLook } from '../../../client/src/views/rows/modelItems.ts';
import { shortIds } from '../../../client/src/views/rows/shortIds.ts';
import { artifactLook, artifactsLook, metricLook, stepLook } from '../../../client/src/views/rows/stepItem.ts';
import type { StepRow } from '../../../engine/src/operations/runs/page/runPage.ts';
import type { DatasetRow } from '../../../server/src/views/data.ts';
import type { VersionRow } from '../../../server/src/views/models.ts';
import { against, experimentRow, LONG, liveRun, metricRow, NOW, stepOf } from './samples.ts';

test('experiments and branches count their runs', () => {
  const flights = experimentLook(experimentRow());
  assert.deepEqual(
    [flights.label, flights.description, flights.context],
    ['flight-delay', '214 runs, 1 live', 'experiment.placed'],
  );
  const foreign = experimentLook(experimentRow({ place: null, runs: 1, live: 0, name: LONG }));
  assert.deepEqual([foreign.description, foreign.context], ['1 run', 'experiment']);
  assert.equal(foreign.label.length, 200);
  const nowhere = branchLook({ branch: null, runs: 12_480, live: 0, isCurrent: false });
  assert.deepEqual(
    [nowhere.label, nowhere.description, nowhere.aria],
    ['no branch', '12,480 runs', 'No branch, 12,480 runs.'],
  );
});

test('each state of a step has its icon and says what there is to say', () => {
  const states: readonly (readonly [Partial<StepRow>, string, string])[] = [
    [{}, 'pass', '12 s'],
    [{ metrics: [metricRow({ against: against(0.0081, 'better') })] }, 'pass', '0.713 ↑ 0.008'],
    [{ status: 'cached' }, 'history', 'cached'],
    [{ status: 'failed', reason: '1 class only' }, 'error', '1 class only'],
    [{ status: 'skipped', reason: 'its condition is false' }, 'dash', 'its condition is false'],
    [{ status: 'waiting', seconds: null }, 'circle-outline', 'not yet'],
    [{ status: 'cancelled' }, 'circle-slash', 'cancelled'],
    [{ status: 'interrupted' }, 'warning', 'interrupted'],
  ];
  for (const [given, icon, description] of states) {
    const made = stepLook(stepOf(given), null);
    assert.deepEqual([made.icon?.id, made.description], [icon, description]);
    assert.match(made.aria, /^Step train, [^.]+.*\.$/);
    assert.equal(made.context, `step.${given.status ?? 'done'}.placed`);
  }
  const running = stepLook(stepOf({ status: 'running', place: null }), liveRun());
  assert.deepEqual([running.description, running.context], ['63%, 27 s left', 'step.running']);
});

test('metrics and artifacts say their figure', () => {
  const metric = metricLook(metricRow({ against: against(0.0081, 'better') }));
  assert.deepEqual([metric.label, metric.description], ['roc_auc ↑', '0.713 ↑ 0.008']);
  assert.ok(metric.tooltip.includes('better by 0\\.008 than production, v7'), metric.tooltip);
  const here = { path: 'models/a b.onnx', size: 9_100_000, sha256: 'ab', isHere: true };
  assert.deepEqual([artifactLook(here).description, artifactLook(here).context], ['9.1 MB', 'artifact.here']);
  assert.equal(artifactLook({ ...here, isHere: false }).description, '9.1 MB, not on this machine');
  assert.equal(artifactsLook([here, here]).description, '2 files, 18 MB');
});

const VERSION: VersionRow = {
  version: 8,
  semver: '2.1.0',
  aliases: [],
  created: '2026-11-20T09:58:00Z',
  by: 'ada',
  run: '9b1f'.padEnd(32, '0'),
  hasRun: true,
  metric: metricRow(),
  metrics: { roc_auc: { value: 0.713 }, brier: { value: 'NaN' } },
  sha256: 'abcdef0123456789',
  size: 9_100_000,
  format: 'onnx',
  isHere: true,
  place: { file: 'registry/flight-delay/8.version.yaml', line: 0 },
};

test('a version shows its aliases and its figure', () => {
  const text = (given: Partial<VersionRow>) => versionLook({ ...VERSION, ...given }, 'flight-delay', NOW);
  assert.deepEqual([text({}).label, text({}).description, text({}).context], ['v8', '2.1.0, 0.713', 'version.run']);
  assert.equal(text({ aliases: ['production', 'eu'] }).description, 'production, eu, 0.713');
  const bare = text({ metric: null, isHere: false, hasRun: false, aliases: ['production'] });
  assert.deepEqual([bare.description, bare.context], ['production, not on this machine', 'version']);
  assert.equal(text({ format: 'files' }).context, 'version.run.files');
  assert.equal(text({ format: 'mlflow' }).context, 'version.run.mlflow');
  assert.ok(text({}).tooltip.includes('| brier | NaN |'), text({}).tooltip);
  assert.match(text({}).aria, /^Version 8 of flight-delay, roc_auc 0\.713\. Made 20 Nov \d\d:58\.$/);
});

test('a model counts its versions; a card whose claim is not true warns', () => {
  const model = modelLook({
    source: null,
    name: 'flight-delay',
    versions: [{ ...VERSION, aliases: ['production'] }],
    card: null,
  });
  assert.deepEqual([model.description, model.aria], ['1 version', 'Model flight-delay, 1 version, production is v8.']);
  const place = { file: 'a.modelcard.yaml', line: 0 };
  const wrong = cardLook({ place, problem: 'says 0.72, v7 measured 0.705' }, 'flight-delay');
  assert.deepEqual([wrong.icon?.id, wrong.description], ['warning', 'says 0.72, v7 measured 0.705']);
  assert.equal(cardLook({ place, problem: null }, 'flight-delay').icon?.id, 'note');
});

const DATASET: DatasetRow = {
  name: 'flights',
  place: { file: 'flights.dataset.yaml', line: 0 },
  data: 'known',
  rows: 3_000_000,
  columns: 9,
  version: 'a81c0000',
  lock: { place: { file: 'flights.dataset.lock.yaml', line: 0 }, version: 'a81c0000', isCurrent: true },
  freshness: null,
  versions: [],
  versionsInAll: 0,
};

test('a dataset says its rows and how its lock stands, and warns where it is stale', () => {
  const text = (given: Partial<DatasetRow>) => datasetLook({ ...DATASET, ...given });
  assert.equal(text({}).description, '3,000,000 rows, locked');
  assert.equal(text({ lock: { ...DATASET.lock!, isCurrent: false } }).description, '3,000,000 rows, lock differs');
  assert.equal(text({ lock: null }).description, '3,000,000 rows, not locked');
  assert.equal(text({ data: 'absent', rows: null }).description, 'no data here, locked');
  assert.equal(text({ data: 'unknown', rows: null, lock: null }).description, 'rows not counted, not locked');
  const stale = text({ freshness: { newest: '2026-11-20T10:00:00Z', seconds: 93_600, limit: 86_400 } });
  assert.deepEqual([stale.description, stale.icon?.id], ['stale: 26 h, at most 24 h', 'warning']);
  assert.equal(stale.aria, 'Dataset flights, stale: 26 h, at most 24 h, 3,000,000 rows, locked.');
  assert.equal(text({ name: LONG }).label.length, 200);
});

test('versions of data say what came, feature views how fresh they are', () => {
  const version = { version: 'a81c0000', at: '2026-11-21T10:00:00Z', rows: 10, added: null, isKept: false };
  assert.equal(dataVersionLook(version, 'a81c', NOW).description, '2 h ago, 10 rows');
  assert.equal(dataVersionLook({ ...version, added: 1 }, 'a81c', NOW).description, '2 h ago, 1 row added');
  const gone = dataVersionLook({ ...version, added: -14_201, isKept: true }, 'a81c', NOW);
  assert.deepEqual([gone.description, gone.context], ['2 h ago, 14,201 rows gone', 'dataVersion.kept']);
  const place = { file: 'airport.features.yaml', line: 3 };
  const field = { name: 'late_share', type: 'float', place };
  const freshness = { newest: '2026-11-21T06:00:00Z', seconds: 21_600, limit: null };
  const view = { name: 'airport', place, entity: ['airport'], fields: [field], dataset: 'flights', freshness };
  assert.equal(featureViewLook(view, NOW).description, '1 field, fresh 6 h ago');
  const old = { newest: '2001-07-01T00:00:00Z', seconds: 8e8, limit: null };
  assert.match(featureViewLook({ ...view, freshness: old }, NOW).description!, /^1 field, newest \d+ \w+ 2001$/);
  assert.equal(featureViewLook({ ...view, freshness: { ...freshness, limit: 60 } }, NOW).icon?.id, 'warning');
  assert.deepEqual([fieldLook(field).label, fieldLook({ ...field, type: null }).description], ['late_share', '']);
});

test('messages say the sentence, and the next step to those who ask', () => {
  const refused = refusalLook({ message: 'runs.db is from a newer Modelyard', next: 'Update Modelyard.' });
  assert.deepEqual([refused.label, refused.icon?.id], ['runs.db is from a newer Modelyard', 'warning']);
  assert.equal(refused.aria, 'Warning: runs.db is from a newer Modelyard. Update Modelyard.');
  assert.deepEqual([moreLook(1_163, 50).label, moreLook(1_163, 50).description], ['1,163 more', 'show 50 more']);
  assert.equal(moreLook(13, 50).description, 'show them');
  assert.equal(nothingLeftLook('metrics.roc_auc > 0.72').label, 'metrics.roc_auc > 0.72 leaves none');
});

test('ids are cut where they still differ from those beside them', () => {
  const ids = shortIds(['9b1f0000', '9b1f0100', 'e2d70000', '9b1', '9b1f0000']);
  assert.deepEqual(Object.fromEntries(ids), {
    '9b1f0000': '9b1f00',
    '9b1f0100': '9b1f01',
    e2d70000: 'e2d7',
    '9b1': '9b1',
  });
});
