import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trackingToken } from '../../../engine/src/operations/mlflow/sourcePlace.ts';

const OURS = 'http://127.0.0.1:5000';
const THEIRS = 'https://mlflow.example.com/team';

test('a secret goes to the server that it is of, and to no other', () => {
  const set = { MLFLOW_TRACKING_URI: OURS, MLFLOW_TRACKING_TOKEN: 'ours' };
  assert.equal(trackingToken(OURS, set), 'ours');
  assert.equal(trackingToken(`${OURS}/`, set), 'ours');
  assert.equal(trackingToken('http://127.0.0.1:5001', set), undefined);
  assert.equal(trackingToken(THEIRS, set), undefined);
  assert.equal(trackingToken('/home/ada/mlruns', set), undefined);
  assert.equal(trackingToken(THEIRS, { ...set, MLFLOW_TRACKING_URI: 'mlruns' }), undefined);
});

test('where no server is named, the secret is for the one that is read', () => {
  assert.equal(trackingToken(THEIRS, { MLFLOW_TRACKING_TOKEN: 'theirs' }), 'theirs');
  const pair = { MLFLOW_TRACKING_USERNAME: 'ada', MLFLOW_TRACKING_PASSWORD: 'secret' };
  assert.equal(trackingToken(THEIRS, pair), 'ada:secret');
  assert.equal(trackingToken(THEIRS, {}), undefined);
});
