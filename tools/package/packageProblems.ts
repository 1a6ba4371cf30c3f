import { duckDbPackage, ONNX_RUNTIME, type Target } from './targets.ts';

/** What a gallery and a user must never get. */
const NEVER =
  /\.(map|ts|as|tsbuildinfo|vsix|pem|key)$|(^|\/)(\.env|\.npmrc|\.git|test|tests|src|coverage)(\/|$)|(^|\/)\.[^/]*$/;
const NATIVE = /\.(node|so|dylib|dll)(\.[\d.]+)?$/;
const NEEDED = ['package.json', 'README.md', 'LICENSE', 'ThirdPartyNotices.txt', 'bin/modelyard.mjs', 'dist/cli.js'];

/** vsce gives some files other names. */
const RENAMED: Readonly<Record<string, string>> = { 'readme.md': 'README.md', 'LICENSE.txt': 'LICENSE' };

/** What is wrong with a package's list of files, which must have those that its manifest names: nothing, when it may be shipped. */
export function packageProblems(
  target: Target,
  packed: readonly string[],
  named: readonly string[] = [],
): readonly string[] {
  const files = packed.map((file) => RENAMED[file] ?? file);
  const natives = nativeFiles(target);
  return [
    ...files.filter((file) => NEVER.test(file)).map((file) => `${file} does not belong into a package`),
    ...files
      .filter((file) => NATIVE.test(file) && !natives.some((allowed) => allowed.test(file)))
      .map((file) => `${file} is not of ${target}`),
    ...natives
      .filter((wanted) => files.filter((file) => wanted.test(file)).length !== 1)
      .map((wanted) => `not exactly one file is ${wanted.source}`),
    ...[...NEEDED, ...named].filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
  ];
}

/** The native files of a target; each stands once in its package. */
function nativeFiles(target: Target): readonly RegExp[] {
  const at = (path: string) => new RegExp(`^dist/node_modules/${path}$`);
  return [
    at(`${duckDbPackage(target)}/duckdb\\.node`),
    at(`${duckDbPackage(target)}/(lib)?duckdb\\.(so|dylib|dll)`),
    at(`better-sqlite3/prebuilds/${target}\\.node`),
    ...ONNX_RUNTIME[target].map((file) =>
      at(`onnxruntime-node/bin/napi-v6/${target.replace('-', '/')}/${file.replaceAll('.', '\\.')}`),
    ),
  ];
}
