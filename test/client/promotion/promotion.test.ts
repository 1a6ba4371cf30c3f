import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditText, commitsIn, filesIn } from '../../../client/src/promotion/auditText.ts';
import { decorationOf } from '../../../client/src/promotion/decorationOf.ts';
import { readMove } from '../../../client/src/promotion/move.ts';
import { notAllowed } from '../../../client/src/promotion/notAllowed.ts';
import { policyText } from '../../../client/src/promotion/policyText.ts';
import { rules } from '../../../engine/src/checks/all.ts';
import { SpecFile } from '../../../engine/src/project/specFile.ts';
import type { AuditEntry } from '../../../engine/src/registry/audit/audit.ts';

const ENTRY: AuditEntry = {
  commit: '7d02e1a'.padEnd(40, '0'),
  at: '2026-11-21T08:00:00Z',
  author: { name: 'Ana', email: 'ana@example.org' },
  subject: 'Promote',
  model: 'flight-delay',
  what: 'promoted',
  version: 8,
  alias: 'production',
  from: 7,
  report: 'registry/flight-delay/gates/v8-production-0a77.json',
  approvals: [{ by: '5d41402abc4b2a76', name: 'ben@example.org' }],
  reason: null,
  problems: [],
};

test('an audit says whether all of it holds, then what happened, the newest first, with commits that can be found', () => {
  const older: AuditEntry = {
    ...ENTRY,
    commit: '51c2aa0'.padEnd(40, '0'),
    what: 'registered',
    alias: null,
    from: null,
    report: null,
    approvals: [],
  };
  const text = auditText({ entries: [older, ENTRY], valid: true, tip: ENTRY.commit }, 'flights');
  assert.match(text, /^# Audit of flights\n\nValid: 2 entries up to 7d02e1a, each as its policy asked\.\n/);
  assert.match(
    text,
    /7d02e1a {2}flight-delay v8 promoted to production, before v7, .* Ana\n- Gates: .*0a77\.json\n- Approvals: ben@example\.org\n/,
  );
  assert.deepEqual(
    filesIn(text).map(({ at, file }) => [text.slice(at, at + file.length), file]),
    [[ENTRY.report, ENTRY.report]],
  );
  assert.deepEqual(
    commitsIn(text).map(({ at, commit }) => [text.slice(at, at + 7), commit]),
    [
      ['7d02e1a', '7d02e1a'],
      ['51c2aa0', '51c2aa0'],
    ],
  );
});

test('what does not hold stands first, with the file and the reason', () => {
  const file = 'registry/flight-delay/production.alias.yaml';
  const problems = [{ code: 'alias-without-gates', file, message: 'no gate let it move' }] as const;
  const text = auditText(
    { entries: [{ ...ENTRY, problems }], valid: false, tip: ENTRY.commit, brokenAt: ENTRY.commit },
    'flights',
  );
  assert.match(text, /Broken: 1 of 1 entry up to 7d02e1a does not hold\.\n\n## What does not hold\n\n7d02e1a/);
  assert.match(
    text,
    /Broken \(alias-without-gates\): no gate let it move, registry\/flight-delay\/production\.alias\.yaml/,
  );
  assert.match(
    auditText({ entries: [], valid: true, tip: ENTRY.commit }, 'p'),
    /Nothing is registered in a commit yet/,
  );
});

test('a move is words of a command line, and nothing that would be read as a flag', () => {
  const move = { model: 'flight-delay', version: 8, alias: 'production' };
  assert.deepEqual(readMove({ ...move, root: 'file:///p' }), move);
  for (const wrong of [
    { model: '--pr' },
    { alias: '-x' },
    { model: 'a b' },
    { version: 0 },
    { version: '8' },
    { alias: 'a/b' },
  ])
    assert.throws(() => readMove({ ...move, ...wrong }), /is no move of an alias/);
});

test('a move that the policy did not let happen says which gate stood in its way', () => {
  const gate = { name: 'small airports', status: 'failed', next: 'Train longer.' };
  const gates = { gates: [gate, { ...gate, name: 'ours' }], approvals: null } as never;
  assert.deepEqual(notAllowed({ model: 'm', version: 8, alias: 'production', gates }), {
    message: 'production of m did not move to v8: small airports failed, and 1 more. Nothing was written.',
    next: 'Train longer.',
  });
});

test('files are marked by problems that there are, the worst first', () => {
  assert.equal(decorationOf(['card-behind', 'card-metric-differs'])?.badge, '≠');
  assert.equal(decorationOf(['yaml', 'unknown-key']), undefined);
  for (const code of [
    'registry-edited',
    'alias-without-gates',
    'approval-void',
    'card-metric-differs',
    'card-behind',
    'alias-hash-differs',
  ]) {
    assert.ok(
      rules.some((rule) => rule.code === code),
      code,
    );
    assert.ok(decorationOf([code]), code);
  }
});

test('a policy that is written for an alias has no problem of its own', () => {
  for (const [model, alias] of [
    ['flight-delay', 'production'],
    ['Ünlü Modell', 'prod-2'],
  ] as const) {
    const file = new SpecFile('a.policy.yaml', policyText(model, alias));
    assert.deepEqual(file.problems, [], model);
  }
});
