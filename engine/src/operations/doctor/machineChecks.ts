import type { Host } from '../../ports/host.ts';
import type { NativeLibrary } from '../../ports/inspection.ts';
import { bad, type Check, good } from './check.ts';

const LEAST_NODE = 22;

/** What does not depend on a project: programs and libraries. */
export async function machineChecks(host: Host): Promise<readonly Check[]> {
  const libraries: Check[] = [];
  // One after the other: each is large, and an error of one must not be that of another.
  for (const name of ['duckdb', 'sqlite', 'onnx'] as const) libraries.push(await library(name, host));
  return [node(host), ...libraries, await git(host), telemetry(host)];
}

function node({ machine }: Host): Check {
  const detail = `Node ${machine.node} on ${machine.platform}, Modelyard ${machine.modelyard}`;
  if (Number.parseInt(machine.node, 10) >= LEAST_NODE) return good('node', detail);
  return bad('node', detail, `Update: Node ${LEAST_NODE} or newer is needed, or the VS Code that brings it.`);
}

const LIBRARIES: Readonly<Record<NativeLibrary, { readonly title: string; readonly without: string }>> = {
  duckdb: { title: 'DuckDB', without: 'no data is read: specs are checked without columns, nothing is run' },
  sqlite: { title: 'SQLite', without: 'no run is kept or shown: specs and data are still checked' },
  onnx: { title: 'ONNX Runtime', without: 'no model is trained or used: specs, data and features are still checked' },
};

async function library(name: NativeLibrary, { inspection }: Host): Promise<Check> {
  const { title, without } = LIBRARIES[name];
  const found = await inspection.library(name);
  if (found.kind === 'found') return good(name, `${title} ${found.detail}`);
  const fix = found.next ?? 'Install the package that is made for this system; docs/installing.md says what it needs.';
  return bad(name, `${title} does not load, so ${without}. ${found.why}`, fix);
}

async function git({ inspection }: Host): Promise<Check> {
  const found = await inspection.program('git', ['--version']);
  if (found.kind === 'found') return good('git', found.detail);
  return bad(
    'git',
    `git: ${found.why}. All works without it, but runs and versions know no commit and decisions no history`,
    'Install git from https://git-scm.com and make it part of PATH.',
  );
}

function telemetry({ machine }: Host): Check {
  const { ORT_DISABLE_TELEMETRY: off } = machine.variables;
  if (off === '1') return good('telemetry', 'Off: Modelyard sends nothing, ONNX Runtime’s own is switched off');
  return bad('telemetry', 'ONNX Runtime’s telemetry is not switched off', 'Set ORT_DISABLE_TELEMETRY=1.');
}
