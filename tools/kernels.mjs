// Compiles the AssemblyScript kernels into checked-in TypeScript files that hold the WebAssembly bytes as base64 text.
//   node bin/node.mjs tools/kernels.mjs [--check]     --check: fail where a checked-in file differs
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('../', import.meta.url));
const COMMON = '-O3 --converge --noAssert --runtime stub --importMemory --enable simd';
const KERNELS = [
  {
    source: 'engine/src/learning/kernels/gbdt.as.ts',
    flags: `${COMMON} --sharedMemory --maximumMemory 65536 --enable threads`,
  },
  { source: 'engine/src/math/kernels/ranking.as.ts', flags: COMMON },
  { source: 'engine/src/math/kernels/resampling.as.ts', flags: COMMON },
];

for (const { source, flags } of KERNELS) {
  const file = basename(source);
  const name = file.replace('.as.ts', '');
  const target = join(root, dirname(source), `${name}.wasm.generated.ts`);
  const bytes = await compile(file, readFileSync(join(root, source), 'utf8'), flags);
  const text = [
    `// Written by tools/kernels.mjs from ${file}; do not edit.`,
    `export const ${name.toUpperCase()}_WASM =\n  '${Buffer.from(bytes).toString('base64')}';`,
    '',
  ].join('\n');
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text);
    console.log(`${target}: ${bytes.length} bytes of WebAssembly`);
  } else if (readFileSync(target, 'utf8') !== text) {
    console.error(`${basename(target)} is not what ${file} compiles to: run \`node bin/node.mjs tools/kernels.mjs\``);
    process.exit(1);
  }
}

async function compile(file, text, flags) {
  let bytes;
  const { error, stderr } = await asc.main([file, '--outFile', 'kernels.wasm', ...flags.split(' ')], {
    readFile: (name) => (name === file ? text : null),
    writeFile: (_name, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
  });
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
  return bytes;
}
