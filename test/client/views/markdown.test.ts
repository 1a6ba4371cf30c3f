import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prose } from '../../../client/src/views/rows/markdown.ts';

test('in a sentence commands are code, and nothing else is Markdown', () => {
  assert.equal(prose('Run `modelyard run --param a*b`.'), 'Run `modelyard run --param a*b`\\.');
  assert.equal(prose('a *b* is\n[here](x)'), 'a \\*b\\* is \\[here\\]\\(x\\)');
  assert.equal(prose('cut at `modelyard mo…'), 'cut at \\`modelyard mo…', 'half a command is text');
});
