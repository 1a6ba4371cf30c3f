import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitWords } from '../../../engine/src/language/words.ts';

const words = (text: string) => {
  const cut = splitWords(text);
  return cut.kind === 'words' ? cut.words : cut.message;
};

test('a command is cut at blanks, quotes and backslashes as a POSIX shell does', () => {
  assert.deepEqual(words('python train.py --out model.onnx'), ['python', 'train.py', '--out', 'model.onnx']);
  assert.deepEqual(words(`a 'b c' "d \\"e\\" \\n" f\\ g ''`), ['a', 'b c', 'd "e" \\n', 'f g', '']);
  assert.deepEqual(words('a \\\n  b'), ['a', 'b']);
});

test('one expression is one argument, whatever it holds', () => {
  assert.deepEqual(words('x --data ${{ inputs.data }} --n=${{ a + 1 }}!'), [
    'x',
    '--data',
    '${{ inputs.data }}',
    '--n=${{ a + 1 }}!',
  ]);
  assert.deepEqual(words(`x ${'${{ if(a, "}}", \'\') }}'} y`), ['x', `${'${{ if(a, "}}", \'\') }}'}`, 'y']);
});

test('nothing that a shell would expand is expanded', () => {
  assert.deepEqual(words('echo $HOME `id` *.py ~ a;b && c'), ['echo', '$HOME', '`id`', '*.py', '~', 'a;b', '&&', 'c']);
});

test('a quote that is never closed is a problem where it opens', () => {
  assert.deepEqual(splitWords(`a 'b`), { kind: 'problem', message: "The quote ' is never closed.", offset: 2 });
});

test('quoting a word gives the word back', () => {
  const plain = fc.string().filter((text) => !text.includes('${{'));
  fc.assert(
    fc.property(fc.array(plain), (list) => {
      const line = list.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
      assert.deepEqual(words(line), list);
    }),
  );
});
