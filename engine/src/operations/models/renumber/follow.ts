import { posix as path } from 'node:path';
import { Failure } from '../../../failure.ts';
import type { Files } from '../../../ports/files.ts';
import { parseAliasFile } from '../../../registry/aliasFile.ts';
import { approvalsFolder, parseApprovalFile } from '../../../registry/approvals/approvalFile.ts';
import {
  gateReportPath,
  gateReportsFolder,
  hashOfReport,
  readGateReport,
} from '../../../registry/decisions/gateReportFile.ts';
import { aliasPath, type RegistryFolder } from '../../../registry/registryFolder.ts';

/** A model's files in the working tree, and where its versions are now. */
export interface Followed {
  readonly files: Files;
  readonly root: string;
  readonly folder: RegistryFolder;
  readonly model: string;
  /** Number of each version by the sha256 of its model. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Numbers that versions of this branch had, with their new ones. */
  readonly moved: ReadonlyMap<number, number>;
  /** Whether the branch that keeps its numbers has this file as it is here. */
  readonly isKept: (file: string, text: string) => Promise<boolean>;
}

interface Rewritten {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

/**
 * Makes what names a version by its number and its sha256 name the number that this model has now: approvals, gate reports and
 * aliases. What names a number alone follows where it is of this branch. Gives the paths that were written or are gone.
 */
export async function follow(around: Followed): Promise<readonly string[]> {
  const changed: string[] = [];
  const reports = new Map<string, string>();
  for (const one of await approvals(around)) changed.push(...(await rewrite(around, one)));
  for (const { old, sha256, ...one } of await gateReports(around)) {
    reports.set(old, sha256);
    changed.push(...(await rewrite(around, one)));
  }
  for (const one of await aliases(around, reports)) changed.push(...(await rewrite(around, one)));
  for (const one of await cards(around)) changed.push(...(await rewrite(around, one)));
  return changed;
}

async function approvals({ files, root, model, numbers }: Followed): Promise<readonly Rewritten[]> {
  const found: Rewritten[] = [];
  const folder = approvalsFolder(model);
  for (const name of await files.list(path.join(root, folder))) {
    const from = `${folder}/${name}`;
    const text = (await files.read(path.join(root, from))) ?? '';
    const approval = readable(() => parseApprovalFile(text, from));
    const number = approval && numbers.get(approval.sha256);
    if (approval === undefined || number === undefined || number === approval.version) continue;
    const to = `${folder}/${name.replace(/^v\d+-/, `v${number}-`)}`;
    found.push({ from, to, text: withNumber(text, number) });
  }
  return found;
}

async function gateReports({ files, root, model, numbers }: Followed) {
  const found: (Rewritten & { readonly old: string; readonly sha256: string })[] = [];
  const folder = gateReportsFolder(model);
  for (const name of await files.list(path.join(root, folder))) {
    const from = `${folder}/${name}`;
    const text = (await files.read(path.join(root, from)))?.replaceAll('\r\n', '\n') ?? '';
    const report = readable(() => readGateReport(text, from));
    if (report === undefined) continue;
    const number = numbers.get(report.sha256) ?? report.version;
    const { champion } = report;
    const before = champion === null ? undefined : numbers.get(champion.sha256);
    let next = text;
    if (number !== report.version)
      next = next
        .replace(/^ {2}"version": \d+,$/m, `  "version": ${number},`)
        .replaceAll(`/approvals/v${report.version}-`, `/approvals/v${number}-`);
    if (before !== undefined) next = next.replace(/("champion": \{\s*"version": )\d+/, `$1${before}`);
    if (next === text) continue;
    const sha256 = hashOfReport(next);
    const to = gateReportPath(model, { version: number, alias: report.alias }, sha256);
    found.push({ from, to, text: next, old: hashOfReport(text), sha256 });
  }
  return found;
}

async function aliases(around: Followed, reports: ReadonlyMap<string, string>): Promise<readonly Rewritten[]> {
  const { folder, model, numbers, moved, isKept } = around;
  const found: Rewritten[] = [];
  for (const name of await folder.aliases(model)) {
    const file = aliasPath(model, name);
    const text = (await folder.text(file)) ?? '';
    const alias = readable(() => parseAliasFile(text, file));
    if (alias === undefined || (await isKept(file, text))) continue;
    const number = numbers.get(alias.sha256);
    const previous = alias.previous === undefined ? undefined : moved.get(alias.previous);
    const gates = alias.gates === undefined ? undefined : reports.get(alias.gates);
    let next = number === undefined || number === alias.version ? text : withNumber(text, number);
    if (previous !== undefined) next = next.replace(/^previous: \d+/m, `previous: ${previous}`);
    if (gates !== undefined) next = next.replace(/^gates: \w+/m, `gates: ${gates}`);
    if (next !== text) found.push({ from: file, to: file, text: next });
  }
  return found;
}

async function cards({ files, root, model, moved, isKept }: Followed): Promise<readonly Rewritten[]> {
  const found: Rewritten[] = [];
  if (moved.size === 0) return found;
  const exclude = ['node_modules/**', '**/node_modules/**', '.modelyard/**', '.git/**'];
  for (const file of await files.glob(root, ['*.modelcard.yaml', '**/*.modelcard.yaml'], { exclude })) {
    const text = (await files.read(path.join(root, file))) ?? '';
    const next = text.replace(/^(model:\s*["']?)([^"'\s#]+):(\d+)/m, (whole, key, name, number) => {
      const now = name === model ? moved.get(Number(number)) : undefined;
      return now === undefined ? whole : `${key}${name}:${now}`;
    });
    if (next !== text && !(await isKept(file, text))) found.push({ from: file, to: file, text: next });
  }
  return found;
}

/** The new file is there before the old one goes. */
async function rewrite({ files, root }: Followed, { from, to, text }: Rewritten): Promise<readonly string[]> {
  await files.write(path.join(root, to), text);
  if (from === to) return [to];
  await files.remove(path.join(root, from));
  return [from, to];
}

/** The top key `version` of a file that we have written. */
export function withNumber(text: string, number: number): string {
  return text.replace(/^version: \d+/m, `version: ${number}`);
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
