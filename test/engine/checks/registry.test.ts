import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problems } from '../../kit/problems.ts';
import { aliasFile, hash, versionFile } from '../../kit/registryFiles.ts';

test('a registry as Modelyard writes it has no problem', () => {
  const found = problems(`
${versionFile('flight-delay', 1)}
${versionFile('flight-delay', 2)}
${aliasFile('flight-delay', 'production', 2, { previous: 1 })}
#- registry/flight-delay/v1.notes.yaml
model_notes: flight-delay
version: 1
description: The first one.
tags: {team: delays}
withdrawn: {at: 2026-11-21T08:00:00Z, by: ada@example.org, reason: The labels of January were wrong.}
#- registry/flight-delay/approvals/v2-production-5d41402abc4b2a76.approval.yaml
approval: flight-delay
version: 2
alias: production
sha256: ${hash(2)}
rules: ${hash(7)}
evidence: {scores: ${hash(8)}}
by: 5d41402abc4b2a76
at: 2026-11-21T08:00:00Z
`);
  assert.deepEqual(found, []);
});

test('files of several models may have one name, and versions one model', () => {
  const found = problems(`
${versionFile('flight-delay', 1)}
${versionFile('fare', 1)}
${versionFile('fare', 2)}
`);
  assert.deepEqual(found, []);
});

test('what a file says is where it lies', () => {
  const found = problems(`
${versionFile('flight-delay', 3).replace('v3.version', 'v4.version').replace('model_version: flight-delay', 'model_version: flight-delay #~ registry-place')}
${versionFile('fare', 1).replace('registry/fare', 'registry/fares').replace('model_version: fare', 'model_version: fare #~ registry-place')}
${versionFile('fare', 2)}
#- old/v2.notes.yaml
model_notes: fare #~ registry-place
version: 2
#- registry/fare/staging.alias.yaml
model_alias: fare #~ registry-place
alias: production
version: 2
sha256: ${hash(2)}
since: 2026-11-21T08:00:00Z
#- registry/fare/approvals/v1-production-5d41402abc4b2a76.approval.yaml
approval: fare #~ registry-place
version: 2
alias: production
sha256: ${hash(2)}
rules: ${hash(7)}
by: 5d41402abc4b2a76
at: 2026-11-21T08:00:00Z
`);
  const places = found.map(({ data }) => data?.candidates?.[0]);
  assert.ok(places.includes('registry/flight-delay/v3.version.yaml'));
  assert.ok(places.includes('registry/fare/production.alias.yaml'));
});

test('an alias points at a version that is there, and at its very model', () => {
  problems(`
${versionFile('fare', 1)}
#- registry/fare/production.alias.yaml
model_alias: fare
alias: production
version: 9 #~ registry-version-missing
sha256: ${hash(9)}
previous: 8 #~ registry-version-missing
since: 2026-11-21T08:00:00Z
#- registry/fare/staging.alias.yaml
model_alias: fare
alias: staging
version: 1
sha256: ${hash(5)} #~ alias-hash-differs
since: 2026-11-21T08:00:00Z
#- registry/fare/v2.notes.yaml
model_notes: fare
version: 2 #~ registry-version-missing
`);
});

test('how it is decided anew depends on whether a policy guards the alias', () => {
  const found = problems(`
${versionFile('fare', 1)}
${aliasFile('fare', 'production', 1).replace(/sha256: \w+/, `sha256: ${hash(5)} #~ alias-hash-differs`)}
${aliasFile('fare', 'staging', 1).replace(/sha256: \w+/, `sha256: ${hash(5)} #~ alias-hash-differs`)}
#- default.policy.yaml
policy: default
applies_to: ["*"]
aliases:
  production:
    gates:
      - {name: small, size: 50MB}
`);
  assert.match(found[0]?.message ?? '', /`modelyard models promote fare:1 --alias production`/);
  assert.match(found[1]?.message ?? '', /`modelyard models alias fare:1 staging`/);
});

test('an alias of a withdrawn version is said', () => {
  problems(`
${versionFile('fare', 1)}
${aliasFile('fare', 'production', 1).replace('version: 1', 'version: 1 #~ alias-withdrawn')}
#- registry/fare/v1.notes.yaml
model_notes: fare
version: 1
withdrawn: {at: 2026-11-21T08:00:00Z, by: ada@example.org, reason: Wrong labels.}
`);
});

test('an alias that the project does not list is a hint', () => {
  const found = problems(`
#- modelyard.yaml
project: test
aliases: [staging, production]
${versionFile('fare', 1)}
${aliasFile('fare', 'producton', 1).replace('alias: producton', 'alias: producton #~ unknown-alias')}
`);
  assert.deepEqual(
    found.map(({ severity, data }) => [severity, data?.candidates?.[0]]),
    [['hint', 'production']],
  );
});

test('of a registry that is excluded nothing is known', () => {
  problems(`
#- modelyard.yaml
project: test
exclude: [registry/old/**]
#- registry/fare/production.alias.yaml
model_alias: fare
alias: production
version: 9
sha256: ${hash(9)}
since: 2026-11-21T08:00:00Z
`);
});
