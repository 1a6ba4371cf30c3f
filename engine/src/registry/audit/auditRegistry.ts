import { Failure } from '../../failure.ts';
import type { FileChange } from '../../ports/gitHistory.ts';
import type { ModelAlias } from '../../ports/modelRegistry.ts';
import type { Signatures } from '../../ports/signatures.ts';
import { parseAliasFile } from '../aliasFile.ts';
import { ALLOWED_SIGNERS } from '../approvals/allowedSigners.ts';
import { parseNotesFile } from '../notesFile.ts';
import type { RulesOfMove } from '../policies/aliasRules.ts';
import type { Audit, AuditEntry, AuditProblem } from './audit.ts';
import { judgeAliasMove } from './judgeAliasMove.ts';
import { type AuditAround, type RegistryHistory, registryHistory } from './registryHistory.ts';
import { type RegistryPath, registryPath } from './registryPath.ts';
import { type AliasPast, NO_PAST, pastAfter, type Replayed, replay } from './replay.ts';
import { RulesOfThen } from './rulesOfThen.ts';

/** Another when the same history is judged otherwise. */
const JUDGED_AS = 1;

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

interface Along {
  readonly history: RegistryHistory;
  readonly rules: RulesOfThen;
  /** By path of the alias file. */
  readonly pasts: Map<string, AliasPast>;
  /** `allowed_signers` before the commit. */
  readonly signers: string | undefined;
  readonly git: {
    readonly history: { signerOf(commit: string): Promise<string | undefined> };
    readonly signatures: Signatures;
  };
}

type RulesThen = Pick<RulesOfMove, 'base' | 'tree'> | { readonly refused: string };

/** What one commit did to the registry. */
class CommitAudit {
  readonly #replayed: Replayed;
  readonly #along: Along;

  constructor(replayed: Replayed, along: Along) {
    this.#replayed = replayed;
    this.#along = along;
  }

  /** Undefined for what goes with another entry: a report that appears. */
  async entryOf(file: FileChange): Promise<AuditEntry | undefined> {
    const is = registryPath(file.path);
    if (is?.kind === 'version') return this.#version(file, is);
    if (is?.kind === 'report') return this.#report(file, is.model);
    if (is?.kind === 'alias') return this.#alias(file, is);
    if (is?.kind === 'approval')
      return this.#entry({
        ...{ model: is.model, version: is.version, alias: is.alias },
        what: file.after === undefined ? 'approval taken away' : 'approved',
      });
    if (is?.kind === 'notes') return this.#notes(file, is);
    return is?.kind === 'signers' ? this.#entry({ what: 'signers changed' }) : undefined;
  }

  #version({ path, before, after }: FileChange, { model, version }: RegistryPath & { kind: 'version' }): AuditEntry {
    const first = this.#replayed.first.get(path);
    const said = { model, version };
    if (after === undefined)
      return this.#entry({
        ...said,
        what: 'changed',
        problems: [problem('version-deleted', path, 'the file of the version was deleted')],
      });
    if (first === undefined) return this.#entry({ ...said, what: 'registered' });
    if (after === first && before === undefined) return this.#entry({ ...said, what: 'changed' });
    const edited =
      after === first ? [] : [problem('version-edited', path, 'its facts are not those that were registered')];
    return this.#entry({ ...said, what: 'changed', problems: edited });
  }

  #report({ path, after }: FileChange, model: string): AuditEntry | undefined {
    const first = this.#replayed.first.get(path);
    if (first === undefined) return undefined;
    const problems =
      after === undefined
        ? [problem('report-missing', path, 'the gate report was deleted')]
        : after === first
          ? []
          : [problem('report-changed', path, 'its bytes are not those that were written')];
    return this.#entry({ model, what: 'changed', report: path, problems });
  }

  #notes({ path, before, after }: FileChange, { model, version }: RegistryPath & { kind: 'notes' }): AuditEntry {
    const isWithdrawn = (blob: string | undefined): boolean => {
      const text = this.#along.history.text(blob);
      try {
        return (
          text !== undefined &&
          parseNotesFile(text, path, { model, ...(version === null ? {} : { version }) }).withdrawn !== undefined
        );
      } catch (error) {
        if (error instanceof Failure) return false;
        throw error;
      }
    };
    return this.#entry({ model, version, what: isWithdrawn(after) && !isWithdrawn(before) ? 'withdrawn' : 'noted' });
  }

  async #alias({ path, after }: FileChange, { model, alias }: RegistryPath & { kind: 'alias' }): Promise<AuditEntry> {
    const past = this.#along.pasts.get(path) ?? NO_PAST;
    const said = { model, alias, from: past.now?.version ?? null };
    const rules = await this.#rulesOf(model, alias);
    const isGuarded = 'refused' in rules || rules.base !== undefined || rules.tree !== undefined;
    const now = this.#aliasOf(path, after, { model, alias });
    if (now === undefined) {
      this.#along.pasts.set(path, { ...past, now: undefined });
      const what = after === undefined ? 'taken away' : 'changed';
      const why =
        after === undefined
          ? problem('alias-without-gates', path, `${alias} is guarded, and was taken away by hand`)
          : problem('alias-unreadable', path, 'nobody can tell which version it stands for');
      return this.#entry({ ...said, what, problems: isGuarded ? [why] : [] });
    }
    const isBack = now.reason !== undefined;
    const judged = await this.#judge(now, past, rules, isGuarded, path);
    this.#along.pasts.set(path, pastAfter(past, now));
    const what = !isGuarded ? 'pointed' : isBack ? 'rolled back' : 'promoted';
    return this.#entry({ ...said, what, version: now.version, reason: now.reason ?? null, ...judged });
  }

  async #judge(
    now: ModelAlias,
    past: AliasPast,
    rules: RulesThen,
    isGuarded: boolean,
    path: string,
  ): Promise<Partial<AuditEntry>> {
    if ('refused' in rules) return { problems: [problem('rules-unreadable', path, rules.refused)] };
    if (!isGuarded) return {};
    const { signers, git } = this.#along;
    const signer = await git.history.signerOf(this.#replayed.change.commit);
    const text = (file: string) => this.#text(file);
    const move = { replayed: this.#replayed, past, now, rules, text, signersBefore: signers, signer };
    return judgeAliasMove(move, git.signatures);
  }

  async #rulesOf(model: string, alias: string): Promise<RulesThen> {
    const { change, policiesBefore, policies } = this.#replayed;
    const before = { commit: change.parent, texts: policiesBefore };
    try {
      return await this.#along.rules.ofMove({ model, alias }, before, { commit: change.commit, texts: policies });
    } catch (error) {
      if (error instanceof Failure) return { refused: error.message };
      throw error;
    }
  }

  #aliasOf(path: string, blob: string | undefined, said: { model: string; alias: string }): ModelAlias | undefined {
    const text = this.#along.history.text(blob);
    if (text === undefined) return undefined;
    try {
      const found = parseAliasFile(text, path);
      return found.model === said.model && found.alias === said.alias ? found : undefined;
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  }

  #text(path: string): string | undefined {
    return this.#along.history.text(this.#replayed.files.get(path));
  }

  #entry(said: Pick<AuditEntry, 'what'> & Partial<AuditEntry>): AuditEntry {
    const { commit, at, author, subject } = this.#replayed.change;
    const nothing = { model: null, version: null, alias: null, from: null, report: null, approvals: [], reason: null };
    return { commit, at, author, subject, ...nothing, problems: [], ...said };
  }
}

function problem(code: AuditProblem['code'], file: string, message: string): AuditProblem {
  return { code, file, message };
}
