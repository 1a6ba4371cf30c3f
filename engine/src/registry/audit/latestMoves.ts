import type { FileChange, FolderChange } from '../../ports/gitHistory.ts';
import type { Signatures } from '../../ports/signatures.ts';
import { ALLOWED_SIGNERS } from '../approvals/allowedSigners.ts';
import { gateReportPath, gateReportsFolder, hashOfReport } from '../decisions/gateReportFile.ts';
import { versionPath } from '../registryFolder.ts';
import type { AuditEntry, AuditProblem } from './audit.ts';
import { aliasOf, CommitAudit } from './commitAudit.ts';
import type { AuditAround } from './registryHistory.ts';
import { registryPath } from './registryPath.ts';
import { type AliasPast, decides, replay } from './replay.ts';
import { RulesOfThen } from './rulesOfThen.ts';

/** How an alias came to what it is at a commit, by the path of its file. */
export type LatestMoves = Readonly<Record<string, LatestMove>>;

export interface LatestMove extends Pick<AuditEntry, 'commit' | 'at' | 'what' | 'version' | 'report' | 'problems'> {
  /** Id of the file's blob. */
  readonly blob: string;
}

/** Whether approvals are signed is left to the audit: it takes a process each. */
const UNASKED: Signatures = {
  sign: () => Promise.reject(new Error('Nothing is signed here.')),
  verify: async () => ({ kind: 'unknown', why: 'not asked' }),
};

/** `registryChanges` up to a commit. */
export interface RegistryChanges {
  readonly inside: string;
  readonly tip: string;
  readonly changes: readonly FolderChange[];
}

/** The last move of each alias that is there at a commit, held against the policy of its time. */
export async function latestMoves({ git }: Pick<AuditAround, 'git'>, at: RegistryChanges): Promise<LatestMoves> {
  const { inside, tip, changes } = at;
  const last = lastOfAliases(changes);
  const texts = new Map<string, string>();
  const history = {
    inside,
    tip,
    changes,
    text: (blob: string | undefined) => (blob === undefined ? undefined : texts.get(blob)),
  };
  const read = async (blobs: readonly string[]) => {
    for (const [blob, text] of await git.history.texts(blobs.filter((one) => !texts.has(one)))) texts.set(blob, text);
  };
  await read(blobsOf(changes, (file) => isAlwaysRead(file.path)));
  await read(blobsOf(changes, wantedBy(last, history.text)));
  const rules = new RulesOfThen(git, inside);
  const pasts = new Map<string, AliasPast>();
  const moves: Record<string, LatestMove> = {};
  let signers: string | undefined;
  let files: ReadonlyMap<string, string> = new Map();
  for (const replayed of replay(history)) {
    files = replayed.files;
    const commit = new CommitAudit(replayed, {
      ...{ history, rules, pasts, signers },
      git: { history: git.history, signatures: UNASKED },
    });
    for (const file of replayed.changed) {
      const is = registryPath(file.path);
      if (is?.kind !== 'alias') continue;
      if (last.get(file.path)?.change !== replayed.change) commit.passOver(file, is);
      else if (file.after !== undefined) moves[file.path] = moveOf(await commit.entryOf(file), file.after);
    }
    signers = history.text(replayed.files.get(ALLOWED_SIGNERS));
  }
  for (const [file, { report, problems }] of Object.entries(moves))
    if (report !== null && problems.length === 0 && !isStanding(history.text(files.get(report)), report))
      moves[file] = { ...moves[file]!, problems: [gone(report)] };
  return moves;
}

/** Blobs with which version files first appeared, and the commits that brought them, by path. */
export function firstVersions(
  changes: readonly FolderChange[],
): ReadonlyMap<string, { readonly blob: string; readonly commit: string }> {
  const first = new Map<string, { readonly blob: string; readonly commit: string }>();
  for (const { commit, files } of changes)
    for (const { path: file, after } of files)
      if (after !== undefined && !first.has(file) && registryPath(file)?.kind === 'version')
        first.set(file, { blob: after, commit });
  return first;
}

interface LastChange {
  readonly change: FolderChange;
  readonly after: string | undefined;
}

function lastOfAliases(changes: readonly FolderChange[]): ReadonlyMap<string, LastChange> {
  const last = new Map<string, LastChange>();
  for (const change of changes)
    for (const file of change.files)
      if (registryPath(file.path)?.kind === 'alias') last.set(file.path, { change, after: file.after });
  return last;
}

function isAlwaysRead(file: string): boolean {
  const kind = registryPath(file)?.kind;
  return decides(file) || kind === 'alias' || kind === 'signers' || kind === 'approval';
}

/** Reports and versions that the last moves name. */
function wantedBy(
  last: ReadonlyMap<string, LastChange>,
  text: (blob: string | undefined) => string | undefined,
): (file: FileChange, change: FolderChange) => boolean {
  const paths = new Set<string>();
  const within = new Map<FolderChange, Set<string>>();
  for (const [file, { change, after }] of last) {
    const is = registryPath(file);
    const alias = is?.kind === 'alias' ? aliasOf(text(after), file, is) : undefined;
    if (alias === undefined) continue;
    paths.add(versionPath(alias.model, alias.version));
    if (alias.gates === undefined) continue;
    paths.add(gateReportPath(alias.model, alias, alias.gates));
    within.set(change, (within.get(change) ?? new Set()).add(`${gateReportsFolder(alias.model)}/`));
  }
  return (file, change) =>
    paths.has(file.path) || [...(within.get(change) ?? [])].some((folder) => file.path.startsWith(folder));
}

function blobsOf(
  changes: readonly FolderChange[],
  wants: (file: FileChange, change: FolderChange) => boolean,
): readonly string[] {
  return changes.flatMap((change) =>
    change.files.flatMap((file) => (file.after !== undefined && wants(file, change) ? [file.after] : [])),
  );
}

/** Whether a report still is what its name says. */
function isStanding(text: string | undefined, report: string): boolean {
  return text !== undefined && report.endsWith(`-${hashOfReport(text).slice(0, 12)}.json`);
}

function gone(report: string): AuditProblem {
  return { code: 'report-missing', file: report, message: 'the gate report was changed or deleted afterwards' };
}

function moveOf(entry: AuditEntry | undefined, blob: string): LatestMove {
  const { commit, at, what, version, report, problems } = entry!;
  return {
    commit,
    at,
    what,
    version,
    report,
    blob,
    problems: problems.filter(({ code }) => code !== 'approvals-unknown'),
  };
}
