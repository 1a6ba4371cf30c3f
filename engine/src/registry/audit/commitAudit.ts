import { Failure } from '../../failure.ts';
import type { FileChange } from '../../ports/gitHistory.ts';
import type { ModelAlias } from '../../ports/modelRegistry.ts';
import type { Signatures } from '../../ports/signatures.ts';
import { parseAliasFile } from '../aliasFile.ts';
import { parseNotesFile } from '../notesFile.ts';
import type { RulesOfMove } from '../policies/aliasRules.ts';
import type { AuditEntry, AuditProblem } from './audit.ts';
import { judgeAliasMove } from './judgeAliasMove.ts';
import type { RegistryHistory } from './registryHistory.ts';
import { type RegistryPath, registryPath } from './registryPath.ts';
import { type AliasPast, NO_PAST, pastAfter, type Replayed } from './replay.ts';
import type { RulesOfThen } from './rulesOfThen.ts';

export interface Along {
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

type AliasIs = RegistryPath & { readonly kind: 'alias' };
type RulesThen = Pick<RulesOfMove, 'base' | 'tree'> | { readonly refused: string };

/** What one commit did to the registry. */
export class CommitAudit {
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
    const now = this.passOver({ path, after }, { model, alias });
    if (now === undefined) {
      const what = after === undefined ? 'taken away' : 'changed';
      const why =
        after === undefined
          ? problem('alias-without-gates', path, `${alias} is guarded, and was taken away by hand`)
          : problem('alias-unreadable', path, 'nobody can tell which version it stands for');
      return this.#entry({ ...said, what, problems: isGuarded ? [why] : [] });
    }
    const isBack = now.reason !== undefined;
    const judged = await this.#judge(now, past, rules, isGuarded, path);
    const what = !isGuarded ? 'pointed' : isBack ? 'rolled back' : 'promoted';
    return this.#entry({ ...said, what, version: now.version, reason: now.reason ?? null, ...judged });
  }

  /** Goes on to what an alias stands for now, unjudged; undefined where nobody can tell. */
  passOver(
    { path, after }: Pick<FileChange, 'path' | 'after'>,
    said: Pick<AliasIs, 'model' | 'alias'>,
  ): ModelAlias | undefined {
    const { pasts, history } = this.#along;
    const past = pasts.get(path) ?? NO_PAST;
    const now = aliasOf(history.text(after), path, said);
    pasts.set(path, now === undefined ? { ...past, now } : pastAfter(past, now));
    return now;
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
    const signer = () => git.history.signerOf(this.#replayed.change.commit);
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

  #text(path: string): string | undefined {
    return this.#along.history.text(this.#replayed.files.get(path));
  }

  #entry(said: Pick<AuditEntry, 'what'> & Partial<AuditEntry>): AuditEntry {
    const { commit, at, author, subject } = this.#replayed.change;
    const nothing = { model: null, version: null, alias: null, from: null, report: null, approvals: [], reason: null };
    return { commit, at, author, subject, ...nothing, problems: [], ...said };
  }
}

/** What an alias file says; undefined where nobody can tell. */
export function aliasOf(
  text: string | undefined,
  path: string,
  said: Pick<AliasIs, 'model' | 'alias'>,
): ModelAlias | undefined {
  if (text === undefined) return undefined;
  try {
    const found = parseAliasFile(text, path);
    return found.model === said.model && found.alias === said.alias ? found : undefined;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function problem(code: AuditProblem['code'], file: string, message: string): AuditProblem {
  return { code, file, message };
}
