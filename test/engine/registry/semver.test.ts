import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SignatureOutput } from '../../../engine/src/ports/learner.ts';
import { nextSemver } from '../../../engine/src/registry/semver.ts';

const late: SignatureOutput = { task: 'binary', label: 'boolean', probability: 'float' };
const before = {
  semver: '2.3.4',
  signature: { inputs: { distance: 'float', origin: 'string' }, outputs: { late } },
  pipeline: 'flight-delay',
  params: { rounds: 300, seed: 7 },
  features: { airport: '91aa' },
} as const;

const CASES: readonly [change: string, next: Partial<typeof before> | object, semver: string][] = [
  ['only the data', {}, '2.3.5'],
  ['the order of keys', { params: { seed: 7, rounds: 300 } }, '2.3.5'],
  ['a parameter', { params: { rounds: 301, seed: 7 } }, '2.4.0'],
  ['the pipeline', { pipeline: 'other' }, '2.4.0'],
  ['a feature view', { features: { airport: '92aa' } }, '2.4.0'],
  ['an input removed', { signature: { inputs: { distance: 'float' }, outputs: { late } } }, '3.0.0'],
  ['an input retyped', { signature: { inputs: { distance: 'string', origin: 'string' }, outputs: { late } } }, '3.0.0'],
  [
    'an input more',
    { signature: { inputs: { ...before.signature.inputs, hour: 'float' }, outputs: { late } } },
    '3.0.0',
  ],
  [
    'an output changed',
    { signature: { ...before.signature, outputs: { late: { ...late, label: 'string' } } } },
    '3.0.0',
  ],
];

for (const [change, next, semver] of CASES)
  test(`${change} makes 2.3.4 into ${semver}`, () => assert.equal(nextSemver(before, { ...before, ...next }), semver));

test('the first version is 1.0.0', () => assert.equal(nextSemver(undefined, before), '1.0.0'));
