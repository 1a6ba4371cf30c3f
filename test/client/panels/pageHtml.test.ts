import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentPolicy, pageHtml } from '../../../client/src/panels/pageHtml.ts';

test('a page runs and wears what stands in it, and loads nothing', () => {
  assert.equal(contentPolicy('ab12'), "default-src 'none'; script-src 'nonce-ab12'; style-src 'nonce-ab12'");
  const html = pageHtml({ title: 'Run', script: 'begin()', style: 'p { margin: 0 }', nonce: 'ab12' });
  assert.match(html, /<style nonce="ab12">p \{ margin: 0 \}<\/style>/);
  assert.match(html, /<script nonce="ab12">begin\(\)<\/script>/);
  assert.doesNotMatch(html, /src=|href=|style=|unsafe|onload/);
});

test('nothing that stands in a page ends its element', () => {
  const html = pageHtml({
    title: '<b>"a" & b',
    script: 'a("</script><!--<script>")',
    style: 'p::after { content: "</style>" }',
    nonce: 'ab12',
  });
  assert.match(html, /<title>&lt;b>&quot;a&quot; &amp; b<\/title>/);
  assert.match(html, /a\("<\\\/script><\\!--<script>"\)<\/script>/);
  assert.match(html, /content: "<\\\/style>" \}<\/style>/);
});
