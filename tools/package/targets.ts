/** What a package is made for, as VS Code names it. */
export const TARGETS = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'win32-x64'] as const;

export type Target = (typeof TARGETS)[number];

/** The libraries of ONNX Runtime that a target loads; none is made for Intel Macs. DirectML's are loaded only where it is asked for. */
export const ONNX_RUNTIME: Readonly<Record<Target, readonly string[]>> = {
  'linux-x64': ['onnxruntime_binding.node', 'libonnxruntime.so.1'],
  'linux-arm64': ['onnxruntime_binding.node', 'libonnxruntime.so.1'],
  'darwin-arm64': ['onnxruntime_binding.node', 'libonnxruntime.1.dylib'],
  'darwin-x64': [],
  'win32-x64': ['onnxruntime_binding.node', 'onnxruntime.dll'],
};

export function isTarget(name: string): name is Target {
  return (TARGETS as readonly string[]).includes(name);
}

/** Package that holds DuckDB for a target. */
export function duckDbPackage(target: Target): string {
  return `@duckdb/node-bindings-${target}`;
}
