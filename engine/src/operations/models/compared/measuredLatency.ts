import { posix as path } from 'node:path';
import { Failure } from '../../../failure.ts';
import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import type { GateReport } from '../../../registry/decisions/gateReport.ts';
import { gateReportsFolder, readGateReport } from '../../../registry/decisions/gateReportFile.ts';
import type { ComparingAround } from './comparingAround.ts';

/** Seconds, of the newest gate report on the version that measured it; null where none did. */
export async function measuredLatency(
  { host, root }: Pick<ComparingAround, 'host' | 'root'>,
  { name, version, sha256 }: ModelVersion,
): Promise<number | null> {
  const folder = gateReportsFolder(name);
  const reports: GateReport[] = [];
  for (const file of await host.files.list(path.join(root, folder))) {
    if (!file.startsWith(`v${version}-`) || !file.endsWith('.json')) continue;
    const text = await host.files.read(path.join(root, folder, file));
    if (text !== undefined) reports.push(...readable(text, `${folder}/${file}`));
  }
  const [newest] = reports
    .filter((report) => report.sha256 === sha256)
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .flatMap(({ gates }) => gates.flatMap(({ figures }) => figures.filter((one) => one.name === 'latency_p95')));
  return newest?.value ?? null;
}

function readable(text: string, file: string): readonly GateReport[] {
  try {
    return [readGateReport(text, file)];
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}
