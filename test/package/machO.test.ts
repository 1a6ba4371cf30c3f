import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partFor } from '../../tools/package/machO.ts';

test('of a universal macOS library one processor gets its own part, and other files stay whole', () => {
  const universal = Buffer.alloc(64);
  const header = [0xcafebabe, 2, 0x01000007, 3, 48, 3, 14, 0x0100000c, 0, 56, 5, 14];
  for (const [i, word] of header.entries()) universal.writeUInt32BE(word, i * 4);
  universal.write('x64', 48);
  universal.write('arm64', 56);
  assert.equal(partFor('x64', universal).toString(), 'x64');
  assert.equal(partFor('arm64', universal).toString(), 'arm64');
  assert.throws(() => partFor('riscv64', universal), /without a part for riscv64/);
  const thin = Buffer.from('cffaedfe0c000001', 'hex');
  assert.equal(partFor('arm64', thin), thin);
  assert.equal(partFor('arm64', Buffer.alloc(0)).length, 0);
});
