import assert from 'node:assert/strict';
import { test } from 'node:test';
import { consentOf, readLogRuns } from '../../../client/src/python/consent.ts';

test('Python is told where runs are logged after one yes, in trusted workspaces only', () => {
  const asked = { trusted: true, setting: 'ask', answer: undefined } as const;
  assert.equal(consentOf(asked), 'ask');
  assert.equal(consentOf({ ...asked, answer: 'yes' }), 'on');
  assert.equal(consentOf({ ...asked, answer: 'no' }), 'off');
  assert.equal(consentOf({ ...asked, trusted: false }), 'off');
  assert.equal(consentOf({ trusted: false, setting: 'always', answer: 'yes' }), 'off');
});

test('a setting that says never counts first, and what was said of the workspace before `always`', () => {
  const trusted = true;
  assert.equal(consentOf({ trusted, setting: 'never', answer: 'yes' }), 'off');
  assert.equal(consentOf({ trusted, setting: 'always', answer: undefined }), 'on');
  assert.equal(consentOf({ trusted, setting: 'always', answer: 'no' }), 'off');
});

test('a setting that is none of the three asks', () => {
  assert.deepEqual(['always', 'never', 'ask', 'Always', 1, null, undefined].map(readLogRuns), [
    'always',
    'never',
    ...Array(5).fill('ask'),
  ]);
});
