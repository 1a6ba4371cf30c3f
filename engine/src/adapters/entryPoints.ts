/** Files that run in a thread or process of their own, by name: in source, and bundled as NAME.js beside the bundle that starts them. */
export const ENTRY_POINTS = {
  evaluator: 'evaluator/worker.ts',
  trainer: 'trainer/main.ts',
  'trainer-worker': 'trainer/worker.ts',
  'onnx-worker': 'onnx/worker.ts',
} as const;

export type EntryPoint = keyof typeof ENTRY_POINTS;

/** The file to start, from source or from the bundle this code is part of. */
export function entryPoint(name: EntryPoint): URL {
  return new URL(import.meta.url.endsWith('.ts') ? `./${ENTRY_POINTS[name]}` : `./${name}.js`, import.meta.url);
}
