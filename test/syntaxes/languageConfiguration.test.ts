import assert from 'node:assert/strict';
import { test } from 'node:test';
import configuration from '../../syntaxes/language-configuration.json' with { type: 'json' };

const { indentationRules, onEnterRules, wordPattern } = configuration;

test('a line that opens a block indents the next one', () => {
  const opens = new RegExp(indentationRules.increaseIndentPattern);
  for (const line of ['steps:', '  - rows: |', '"a b": # c', "  'x': >-"]) assert.match(line, opens);
  for (const line of ['a: 1', '# steps:', '- a', 'a: "b: |"']) assert.doesNotMatch(line, opens);
});

test('a new line goes on with the list it is in', () => {
  const append = (line: string) =>
    onEnterRules.find(({ beforeText }) => new RegExp(beforeText).test(line))?.action.appendText;
  assert.equal(append('  - origin'), '- ');
  assert.equal(append('  - name: x'), '  ');
  assert.equal(append('  - {a: 1}'), undefined);
  assert.equal(append('a: 1'), undefined);
});

test('a name with dashes is one word', () => {
  assert.deepEqual('model: flight-delay:3'.match(new RegExp(wordPattern, 'gu')), ['model', 'flight-delay', '3']);
});
