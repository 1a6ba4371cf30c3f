// Compiles the AssemblyScript kernels into a checked-in TypeScript file that holds the WebAssembly bytes as base64 text.
//   node bin/node.mjs tools/kernels.mjs [--check]     --check: fail where the checked-in file differs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = fileURLToPath(new URL('../engine/src/learning/kernels/', import.meta.url));
const target = join(folder, 'gbdt.wasm.generated.ts');
const flags =
  '-O3 --converge --noAssert --runtime stub --importMemory --sharedMemory --maximumMemory 65536 --enable simd --enable threads';

const files = { 'gbdt.as.ts': readFileSync(join(folder, 'gbdt.as.ts'), 'utf8') };
let bytes;
const { error, stderr } = await asc.main(['gbdt.as.ts', '--outFile', 'gbdt.wasm', ...flags.split(' ')], {
  readFile: (name) => files[name] ?? null,
  writeFile: (_name, contents) => {
    bytes = contents;
  },
  listFiles: () => [],
});
if (error) {
  console.error(stderr.toString());
  process.exit(1);
}
const text = [
  '// Written by tools/kernels.mjs from gbdt.as.ts; do not edit.',
  `export const GBDT_WASM =\n  '${Buffer.from(bytes).toString('base64')}';`,
  '',
].join('\n');
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error(
      'gbdt.wasm.generated.ts is not what gbdt.as.ts compiles to: run `node bin/node.mjs tools/kernels.mjs`',
    );
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
  console.log(`${target}: ${bytes.length} bytes of WebAssembly`);
}
