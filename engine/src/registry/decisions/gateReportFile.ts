import { createHash } from 'node:crypto';
import { brokenFile } from '../registryFailures.ts';
import { REGISTRY } from '../registryFolder.ts';
import type { GateReport } from './gateReport.ts';
import { wrongShape } from './gateReportShape.ts';

/** A gate report as its file has it. */
export interface GateReportFile {
  /** Relative to the project: `registry/MODEL/gates/vN-ALIAS-HASH12.json`. */
  readonly path: string;
  readonly text: string;
  /** What the alias file names. */
  readonly sha256: string;
}

/** Figures that JSON has no words for stand as `"NaN"`, `"Infinity"` and `"-Infinity"`. */
export function gateReportFile(report: GateReport): GateReportFile {
  const text = `${JSON.stringify(report, inWords, 2)}\n`;
  const sha256 = hashOfReport(text);
  return { path: gateReportPath(report.gate_report, report, sha256), text, sha256 };
}

/** Hex sha256 of a report's bytes, with LF for CRLF: a checkout has the line ends of its machine. */
export function hashOfReport(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}

/** Relative to the project. */
export function gateReportPath(
  model: string,
  { version, alias }: Pick<GateReport, 'version' | 'alias'>,
  sha256: string,
): string {
  return `${gateReportsFolder(model)}/v${version}-${alias}-${sha256.slice(0, 12)}.json`;
}

export function gateReportsFolder(model: string): string {
  return `${REGISTRY}/${model}/gates`;
}

/** @throws Failure `registry-file` where it is none */
export function readGateReport(text: string, file: string): GateReport {
  const report = parsed(text, file);
  const wrong = wrongShape(report);
  if (wrong !== undefined) throw brokenFile(file, wrong);
  return report as GateReport;
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => (NUMBERS.has(value) ? NUMBERS.get(value) : value));
  } catch (error) {
    throw brokenFile(file, (error as Error).message);
  }
}

const NUMBERS = new Map<unknown, number>([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

function inWords(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
