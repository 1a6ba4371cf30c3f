import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTree } from '../../../engine/src/language/tree.ts';
import { readRemote, remoteMistakes } from '../../../engine/src/project/remote.ts';
import { problems } from '../../kit/problems.ts';

const project = (remote: string, code?: string) =>
  `#- modelyard.yaml\nproject: flights\nremote: ${remote}${code === undefined ? '' : ` #~ ${code}`}\n`;

test('addresses of folders and of S3 are good', () => {
  for (const remote of [
    'file:///mnt/share/models',
    'file://server/share/models',
    's3://models',
    's3://models.example/flights/all',
    '{url: s3://models/flights, endpoint: https://minio.example.org, region: eu-central-1, profile: research}',
    '{url: s3://models/flights, instance_credentials: true}',
  ])
    assert.deepEqual(problems(project(remote)), [], remote);
});

test('what is no address says how one is written', () => {
  for (const remote of [
    '/mnt/share',
    'https://example.org/models',
    's3://',
    's3:///models',
    'file:///',
    's3://b/x?region=1',
    's3://Bad_Bucket/x',
  ])
    assert.equal(problems(project(remote, 'remote-url')).length, 1, remote);
});

test('credentials never stand in an address', () => {
  for (const remote of [
    's3://AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI@models/flights',
    's3://user@models/flights',
    's3://models/flights?X-Amz-Signature=abc',
    '{url: s3://models, endpoint: "https://user:password@minio.example.org"}',
  ])
    assert.equal(problems(project(remote, 'remote-credentials')).length, 1, remote);
  const [mistake] = remoteMistakes(parseTree('remote: s3://KEY:SECRET@models/flights'));
  assert.equal(mistake?.replacement, 's3://models/flights');
  assert.equal(readRemote(parseTree('remote: s3://KEY:SECRET@models/flights')), undefined);
});

test('an address is read with its parts', () => {
  const { kind, ...rest } = readRemote(parseTree('remote: {url: s3://models/a/b/, region: eu-central-1}'))!;
  assert.equal(kind, 's3');
  assert.deepEqual(rest, {
    url: 's3://models/a/b/',
    bucket: 'models',
    prefix: 'a/b',
    endpoint: undefined,
    region: 'eu-central-1',
    profile: undefined,
    instanceCredentials: false,
  });
});
