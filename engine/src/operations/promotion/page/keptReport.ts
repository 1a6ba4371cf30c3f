import { posix as path } from 'node:path';
import type { Files } from '../../../ports/files.ts';
import type { GateReport } from '../../../registry/decisions/gateReport.ts';
import { REGISTRY } from '../../../registry/registryFolder.ts';

/** What a report is looked for by. */
export interface ReportedMove {
  readonly model: string;
  readonly version: number;
  readonly alias: string;
}

/** The newest report in the registry on a version and an alias; what is no report is passed over. */
export async function keptReport(
  files: Files,
  root: string,
  { model, version, alias }: ReportedMove,
): Promise<GateReport | null> {
  const folder = path.join(root, REGISTRY, model, 'gates');
  if ((await files.stat(folder))?.kind !== 'folder') return null;
  const begins = `v${version}-${alias}-`;
  const names = (await files.list(folder)).filter((name) => name.startsWith(begins) && name.endsWith('.json'));
  const texts = await Promise.all(names.map((name) => files.read(path.join(folder, name))));
  const reports = texts
    .flatMap((text) => readReport(text) ?? [])
    .filter((report) => isOf(report, { model, version, alias }));
  return reports.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null;
}

function readReport(text: string | undefined): GateReport | undefined {
  if (text === undefined) return undefined;
  try {
    const report = JSON.parse(text) as Partial<GateReport> | null;
    return isReport(report) ? report : undefined;
  } catch {
    return undefined;
  }
}

function isReport(report: Partial<GateReport> | null): report is GateReport {
  return typeof report?.at === 'string' && Array.isArray(report.gates) && Array.isArray(report.policies);
}

function isOf(report: GateReport, { model, version, alias }: ReportedMove): boolean {
  return report.gate_report === model && report.version === version && report.alias === alias;
}
