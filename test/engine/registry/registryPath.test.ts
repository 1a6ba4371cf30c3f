import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registryPath } from '../../../engine/src/registry/audit/registryPath.ts';

test('a path below the registry tells what lies there', () => {
  const paths = {
    'registry/late/v12.version.yaml': { kind: 'version', model: 'late', version: 12 },
    'registry/late/v12.notes.yaml': { kind: 'notes', model: 'late', version: 12 },
    'registry/late/model.notes.yaml': { kind: 'notes', model: 'late', version: null },
    'registry/late/blue-green.alias.yaml': { kind: 'alias', model: 'late', alias: 'blue-green' },
    'registry/late/gates/v2-production-0a77.json': { kind: 'report', model: 'late' },
    'registry/late/approvals/v2-blue-green-5d41.approval.yaml': {
      kind: 'approval',
      model: 'late',
      version: 2,
      alias: 'blue-green',
    },
    'registry/allowed_signers': { kind: 'signers' },
  } as const;
  for (const [path, is] of Object.entries(paths)) assert.deepEqual(registryPath(path), is, path);
});

test('what lies elsewhere, or is called otherwise, is none of the registry', () => {
  for (const path of [
    'registry',
    'registry/late',
    'registry/readme.md',
    'registry2/late/v1.version.yaml',
    'ml/registry/late/v1.version.yaml',
    'registry/late/v0.version.yaml',
    'registry/late/v1.version.yml',
    'registry/late/old/v1.version.yaml',
    'registry/late/old/production.alias.yaml',
    'registry/late/v1.json',
    'registry/late/gates/old/v1.json',
    'registry/late/approvals/production.approval.yaml',
  ])
    assert.equal(registryPath(path), undefined, path);
});
