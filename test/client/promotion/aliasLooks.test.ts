import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aliasLook, holdLook } from '../../../client/src/views/rows/aliasItems.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const HELD = {
  alias: 'production',
  version: 8,
  previous: 7,
  since: '2026-11-21T08:00:00Z',
  isGuarded: true,
  place: null,
} as const;

test('an alias says which version it stands for, and whether a policy guards it', () => {
  const held = aliasLook(HELD, 'flight-delay', NOW);
  assert.match(held.description ?? '', /^v8 since 21 Nov/);
  assert.deepEqual([held.icon?.id, held.context], ['lock', 'alias.back']);
  const empty = aliasLook({ ...HELD, version: null, previous: null, since: null, isGuarded: false }, 'm', NOW);
  assert.deepEqual([empty.description, empty.icon?.id, empty.context], ['holds nothing yet', 'bookmark', 'emptyAlias']);
});

test('a hold that was rolled back says so', () => {
  const hold = {
    version: 6,
    from: '2026-10-07T09:00:00Z',
    to: '2026-10-09T09:00:00Z',
    end: 'rolled back',
    commit: null,
    by: 'Ana',
    reason: null,
    metric: null,
  } as const;
  const look = holdLook(hold, NOW);
  assert.match(look.description ?? '', /7 Oct .* to 9 Oct .*, rolled back$/);
  assert.deepEqual([look.icon?.id, look.context], ['discard', 'hold']);
});

test('a move that is not committed is pending, and the alias still holds what it held', () => {
  const look = aliasLook({ ...HELD, pending: { version: 9 } }, 'flight-delay', NOW);
  assert.match(look.description ?? '', /^v8 since 21 Nov.*, v9 pending$/);
  assert.deepEqual([look.icon?.id, look.aria.includes('v9 pending')], ['git-commit', true]);
  const gone = aliasLook({ ...HELD, pending: { version: null } }, 'flight-delay', NOW);
  assert.match(gone.description ?? '', /, a change is pending$/);
});
