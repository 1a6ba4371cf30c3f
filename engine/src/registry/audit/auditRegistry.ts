import { ALLOWED_SIGNERS } from '../approvals/allowedSigners.ts';
import type { Audit, AuditEntry } from './audit.ts';
import { CommitAudit } from './commitAudit.ts';
import { type AuditAround, type RegistryHistory, registryHistory } from './registryHistory.ts';
import { type AliasPast, replay } from './replay.ts';
import { RulesOfThen } from './rulesOfThen.ts';

/** Another when the same history is judged otherwise. */
const JUDGED_AS = 3;

/**
 * Everything that happened to the registry up to a commit, along first parents, each move of an alias held against the policy of its
 * time. Remembered by commit. Undefined where there is no repository.
 * @param tip a full hash
 */
export async function auditRegistry(around: AuditAround, tip: string): Promise<Audit | undefined> {
  const history = await registryHistory(around, tip);
  if (history === undefined) return undefined;
  return judged(around, history);
}

/** As `auditRegistry`, from what was remembered where it is the same commit. */
export async function rememberedAudit(around: AuditAround, tip: string, inside: string): Promise<Audit | undefined> {
  const key = JSON.stringify([JUDGED_AS, inside, tip]);
  const known = await around.memo?.get('audit', key);
  if (known !== undefined) return known as Audit;
  const audit = await auditRegistry(around, tip);
  const isKnown = audit?.entries.every(({ problems }) => problems.every(({ code }) => code !== 'approvals-unknown'));
  if (audit !== undefined && isKnown) await around.memo?.set('audit', key, audit);
  return audit;
}

async function judged({ git }: AuditAround, history: RegistryHistory): Promise<Audit> {
  const rules = new RulesOfThen(git, history.inside);
  const pasts = new Map<string, AliasPast>();
  const entries: AuditEntry[] = [];
  let signers: string | undefined;
  for (const replayed of replay(history)) {
    const commit = new CommitAudit(replayed, { history, rules, pasts, signers, git });
    for (const file of replayed.changed) {
      const entry = await commit.entryOf(file);
      if (entry !== undefined) entries.push(entry);
    }
    signers = history.text(replayed.files.get(ALLOWED_SIGNERS)) ?? undefined;
  }
  const brokenAt = entries.find(({ problems }) => problems.length > 0)?.commit;
  return { tip: history.tip, entries, valid: brokenAt === undefined, ...(brokenAt === undefined ? {} : { brokenAt }) };
}
