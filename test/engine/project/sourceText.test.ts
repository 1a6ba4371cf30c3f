import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../../../engine/src/language/expressions/secret.ts';
import { sourceContexts, sourceText } from '../../../engine/src/project/sourceText.ts';

const contexts = sourceContexts(new Set(['ROOT', 'GONE']), { ROOT: 'data', OTHER: 'secret place' });

function textOf(text: string): string {
  const found = sourceText(text, contexts);
  return found.kind === 'text' ? found.text : `unset: ${found.why}`;
}

test('a source without expressions is its text', () => {
  assert.equal(textOf('data/*.csv'), 'data/*.csv');
});

test('variables that the project allows are put in', () => {
  assert.equal(textOf('${{ env.ROOT }}/a.csv'), 'data/a.csv');
  assert.equal(textOf("${{ if(env.GONE == null, 'here', 'there') }}.csv"), 'here.csv');
});

test('without its variable a path is no other path', () => {
  assert.equal(textOf('${{ env.GONE }}/a.csv'), 'unset: `env.GONE` is not set');
  assert.match(textOf('${{ env.OTHER }}/a.csv'), /^unset: /);
  assert.match(textOf('${{ env. }}'), /^unset: /);
});

test('a secret is told, so that it can be hidden', () => {
  const found = sourceText('user:${{ secrets.KEY }}', { secrets: { KEY: new Secret('hush') } });
  assert.deepEqual(found, { kind: 'text', text: 'user:hush', secret: true });
});
