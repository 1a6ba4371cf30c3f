import { duckDbPackage, ONNX_RUNTIME, type Target } from './targets.ts';

/** A package that stays outside of the bundles, and which of its files it needs to run on one target. */
export interface NativePackage {
  readonly name: string;
  readonly needs: (path: string) => boolean;
}

/** Everything that the bundles load by name, with what those load in turn. Sources, types and other platforms stay behind. */
export function nativePackages(target: Target): readonly NativePackage[] {
  const runtime = ONNX_RUNTIME[target].map((file) => `bin/napi-v6/${target.replace('-', '/')}/${file}`);
  return [
    scripts('@duckdb/node-api'),
    scripts('@duckdb/node-bindings'),
    scripts('detect-libc'),
    { name: duckDbPackage(target), needs: (path) => isAbout(path) || /\.(node|so|dylib|dll)$/.test(path) },
    scripts('better-sqlite3', [`prebuilds/${target}.node`]),
    ...(runtime.length === 0 ? [] : [scripts('onnxruntime-node', runtime), scripts('onnxruntime-common')]),
  ];
}

/** The scripts that `require` reaches, and the files that are named. */
function scripts(name: string, files: readonly string[] = []): NativePackage {
  return { name, needs: (path) => isAbout(path) || isScript(path) || files.includes(path) };
}

function isScript(path: string): boolean {
  return path.endsWith('.js') && /^([^/]+|(lib|dist)\/.+)$/.test(path) && !path.includes('/esm/');
}

function isAbout(path: string): boolean {
  if (path.endsWith('package.json')) return !path.includes('/esm/');
  return /^licen[cs]e[^/]*$/i.test(path);
}
