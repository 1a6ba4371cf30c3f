/** One thing that was looked at. */
export interface Check {
  readonly name: CheckName;
  readonly ok: boolean;
  /** What was found, or what does not work without it. */
  readonly detail: string;
  /** How to mend it. */
  readonly fix?: string;
}

/** In the order in which they are told. */
export const CHECK_NAMES = [
  'node',
  'duckdb',
  'sqlite',
  'onnx',
  'git',
  'python',
  'project',
  'store',
  'writable',
  'space',
  'network',
  'remote',
  'leftovers',
  'telemetry',
] as const;

export type CheckName = (typeof CHECK_NAMES)[number];

/** Without these nothing is trained or kept. */
export const ESSENTIAL: readonly CheckName[] = ['node', 'duckdb', 'sqlite', 'onnx', 'store', 'writable'];

export function good(name: CheckName, detail: string): Check {
  return { name, ok: true, detail };
}

export function bad(name: CheckName, detail: string, fix: string | undefined): Check {
  return { name, ok: false, detail, ...(fix === undefined ? {} : { fix }) };
}
