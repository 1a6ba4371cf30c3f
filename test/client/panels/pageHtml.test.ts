import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentPolicy, pageHtml } from '../../../client/src/panels/pageHtml.ts';

test('a page loads its own script and sheet, and nothing else', () => {
  const policy = contentPolicy({ source: 'https://frame', nonce: 'ab12' });
  assert.equal(policy, "default-src 'none'; script-src 'nonce-ab12'; style-src https://frame");
});

test('what stands in a page is text', () => {
  const html = pageHtml({
    title: '<b>"a" & b',
    script: 'https://frame/run.js?a&b',
    style: 'https://frame/run.css',
    source: 'https://frame',
    nonce: 'ab12',
  });
  assert.match(html, /<title>&lt;b>&quot;a&quot; &amp; b<\/title>/);
  assert.match(html, /<script nonce="ab12" src="https:\/\/frame\/run\.js\?a&amp;b"><\/script>/);
  assert.doesNotMatch(html, /style=|unsafe|onload/);
});
