import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { onnxModel } from '../kit/onnxModel.ts';
import { commandLine } from '../kit/project.ts';
import { temporaryFolder } from '../kit/temporaryFolder.ts';

/** Where no project is; what each says. */
const WRONG: readonly (readonly [string, RegExp])[] = [
  ['evaluate --data nope.csv --target t --score s', /^error: nope\.csv is not there/],
  ['evaluate --data rows.csv --target q --score s', /no column `q`.*`t`/s],
  ['evaluate --data rows.csv --target t', /nothing to measure/],
  ['evaluate --data rows.csv --target t --score g', /'a'.*column g/],
  ['evaluate --data rows.csv --target t --score s --metrics rmse', /rmse: no metric of a binary task/],
  ['evaluate --data rows.txt --target t --score s', /^error: \S+rows\.txt: the ending/],
  ['predict --model model.onnx --input nope.csv', /^error: nope\.csv is not there/],
  ['predict --model model.onnx --input rows.csv', /rows\.csv has no column `x`/],
  ['predict --model text.onnx --input rows.csv', /text\.onnx is not an ONNX model/],
  ['predict --model nope --input rows.csv', /no modelyard\.yaml/],
  ['predict --model model.onnx --input good.csv --output out.xyz', /^error: \S+out\.xyz: the ending/],
  ['predict --model model.onnx --input ragged.csv --output out.csv', /ragged\.csv:3/],
];

test('what is wrong with a bare file is said once, with exit code 2, and no half file is left', async (t) => {
  const folder = temporaryFolder(t);
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
  write('rows.csv', `t,s,g\n${Array.from({ length: 40 }, (_, i) => `${i % 2},0.${i % 7},a`).join('\n')}\n`);
  write('rows.txt', 'x');
  write('good.csv', 'x\n1\n');
  write('ragged.csv', 'x,y\n1,2\n1,2,3\n');
  write('text.onnx', 'text');
  write('model.onnx', onnxModel());
  for (const [line, says] of WRONG) {
    const { code, out, err } = await commandLine(folder, line);
    assert.deepEqual({ code, out }, { code: 2, out: '' }, `${line}: ${err}`);
    assert.match(err, says, line);
    assert.match(err, /^error: .+\nnext: .+\n$/, line);
  }
  for (const name of ['out.xyz', 'out.csv']) assert.ok(!existsSync(join(folder, name)));
});
