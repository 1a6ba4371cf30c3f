import { Failure } from '../../failure.ts';
import type { Host } from '../../ports/host.ts';
import type { Audit, AuditEntry } from '../../registry/audit/audit.ts';
import { rememberedAudit } from '../../registry/audit/auditRegistry.ts';
import { placeInRepository } from '../../registry/audit/registryHistory.ts';
import { projectRoot } from '../project.ts';
import { storesThere } from '../storesThere.ts';

export interface AuditResult {
  readonly tip: string;
  readonly entries: readonly AuditEntry[];
  readonly valid: boolean;
  /** The first commit with a problem. */
  readonly brokenAt?: string;
}

export interface AuditWanted {
  /** Branch, tag or commit; default: HEAD. */
  readonly at?: string | undefined;
  /** Of one model only. */
  readonly model?: string | undefined;
}

/**
 * The history of the project's registry.
 * @throws Failure `no-history`, `history-cut-off`, `unknown-ref`
 */
export async function readAudit(host: Host, { at, model }: AuditWanted): Promise<AuditResult> {
  const root = await projectRoot(host);
  const git = host.git(root);
  const inside = await placeInRepository({ files: host.files, git, root });
  const tip = await git.history.commitOf(at ?? 'HEAD');
  if (inside === undefined || (tip === undefined && at === undefined)) throw noHistory();
  if (await git.history.isShallow()) throw cutOff();
  if (tip === undefined)
    throw new Failure('unknown-ref', `git knows no commit \`${at}\`.`, {
      next: 'Name a branch, a tag or a commit; `git fetch` brings those of others.',
    });
  const memo = (await storesThere(host, root))?.memo;
  const audit = await rememberedAudit({ files: host.files, git, root, memo }, tip, inside);
  if (audit === undefined) throw noHistory();
  return model === undefined ? audit : ofModel(audit, model);
}

function ofModel({ tip, entries }: Audit, model: string): AuditResult {
  const own = entries.filter((entry) => entry.model === model || entry.model === null);
  const brokenAt = own.find(({ problems }) => problems.length > 0)?.commit;
  return { tip, entries: own, valid: brokenAt === undefined, ...(brokenAt === undefined ? {} : { brokenAt }) };
}

function noHistory(): Failure {
  return new Failure('no-history', 'There is no history here: git keeps none of this project.', {
    next: 'Keep the project in git: `git init`, then commit it. Who changed what is known from then on.',
  });
}

function cutOff(): Failure {
  return new Failure('history-cut-off', 'This clone is shallow: what happened before its first commit is not there.', {
    next: 'Fetch it with `git fetch --unshallow`; in CI check out with `fetch-depth: 0` (GitHub) or `GIT_DEPTH: 0` (GitLab).',
  });
}
