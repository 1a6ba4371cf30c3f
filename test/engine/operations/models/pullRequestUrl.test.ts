import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostedRepository, pullRequestUrl } from '../../../../engine/src/operations/models/move/pullRequestUrl.ts';

const TO = { branch: 'promote/größe-v8-production', base: 'main' };
const BRANCH = 'promote%2Fgr%C3%B6%C3%9Fe-v8-production';

test('the page of a pull request follows from the address of the remote', () => {
  const page = (remote: string): string | undefined => {
    const hosted = hostedRepository(remote);
    return hosted && pullRequestUrl(hosted, TO);
  };
  const github = `https://github.com/acme/flights/compare/main...${BRANCH.replaceAll('%2F', '/')}?expand=1`;
  for (const remote of [
    'git@github.com:acme/flights.git',
    'https://github.com/acme/flights',
    'https://token:x-oauth@github.com/acme/flights.git/',
    'ssh://git@github.com:22/acme/flights.git',
  ])
    assert.equal(page(remote), github, remote);
  assert.equal(
    page('git@gitlab.example.org:group/sub/flights.git'),
    `https://gitlab.example.org/group/sub/flights/-/merge_requests/new?merge_request%5Bsource_branch%5D=${BRANCH}&merge_request%5Btarget_branch%5D=main`,
  );
  assert.equal(
    page('https://ada@bitbucket.org/acme/flights.git'),
    `https://bitbucket.org/acme/flights/pull-requests/new?source=${BRANCH}&dest=main`,
  );
  const azure = `https://dev.azure.com/acme/ml/_git/flights/pullrequestcreate?sourceRef=${BRANCH}&targetRef=main`;
  assert.equal(page('git@ssh.dev.azure.com:v3/acme/ml/flights'), azure);
  assert.equal(page('https://acme@dev.azure.com/acme/ml/_git/flights'), azure);
});

test('folders and hosts that are not known have none', () => {
  for (const remote of [
    '/srv/git/flights.git',
    '../flights',
    'C:\\git\\flights',
    'C:/git/flights',
    'file:///srv/flights.git',
    'https://git.example.org/a/b',
    '',
  ])
    assert.equal(hostedRepository(remote), undefined, remote);
});
