import { posix as path } from 'node:path';
import { Failure } from '../failure.ts';
import type { Memo } from '../ports/memo.ts';
import type { ModelVersion } from '../ports/modelRegistry.ts';
import { blobIdOf, isBlob } from '../project/blobId.ts';
import type { HistoryFact } from '../project/facts.ts';
import { versionFile } from '../project/models.ts';
import { policiesFor } from '../project/policies.ts';
import type { Project } from '../project/project.ts';
import { numberAt, textAt } from '../project/read.ts';
import type { SpecFile } from '../project/specFile.ts';
import { countApprovals } from '../registry/approvals/countApprovals.ts';
import { firstVersions, type LatestMoves, latestMoves } from '../registry/audit/latestMoves.ts';
import { type AuditAround, placeInRepository, registryChanges } from '../registry/audit/registryHistory.ts';
import type { ReportedApprovals } from '../registry/decisions/gateReport.ts';
import type { RulesOfMove } from '../registry/policies/aliasRules.ts';
import { rulesOfMove } from '../registry/policies/rulesOfMove.ts';
import { parseVersionFile } from '../registry/versionFile.ts';

/** What git says against a file of the registry; it counts only while the file says what it said then. */
export interface GatheredHistory {
  /** Id of the text's blob. */
  readonly of: string;
  readonly found: readonly HistoryFact[];
}

/** Another when the same history is judged otherwise. */
const JUDGED_AS = 2;

interface Past {
  /** `[blob, commit]` by path of the version file. */
  readonly first: Readonly<Record<string, readonly [string, string]>>;
  readonly moves: LatestMoves;
}

/** Looks at the history of the registry: once for each commit, and at approvals that nothing rests on yet. */
export class RegistryFacts {
  readonly #around: Omit<AuditAround, 'memo'>;
  readonly #openMemo: () => Promise<Memo | undefined>;
  #past: { readonly key: string; readonly past: Past } | undefined;
  #begun: Promise<Past | undefined> | undefined;

  constructor(around: Omit<AuditAround, 'memo'>, openMemo: () => Promise<Memo | undefined>) {
    this.#around = around;
    this.#openMemo = openMemo;
  }

  /** Asks git already, which works while specs are read; the next `gather` waits for it. */
  begin(): void {
    this.#begun ??= this.#readPast();
    this.#begun.catch(() => undefined);
  }

  /** By path. Empty where there is no repository, no registry or a cut-off history: then nothing is wrong. */
  async gather(project: Project): Promise<Readonly<Record<string, GatheredHistory>>> {
    if (project.models.size === 0) return {};
    const begun = this.#begun;
    this.#begun = undefined;
    const past = await (begun ?? this.#readPast());
    if (past === undefined) return {};
    const gathered: Record<string, GatheredHistory> = {};
    const add = (file: SpecFile, found: readonly HistoryFact[]) => {
      if (found.length > 0) gathered[file.path] = { of: blobIdOf(file), found };
    };
    for (const file of project.index.files('model_version')) add(file, editedSince(file, past));
    for (const file of project.index.files('model_alias')) add(file, pastItsGates(file, past, project));
    for (const [file, why] of await this.#voidApprovals(project, past))
      add(file, [{ code: 'approval-void', message: `This approval does not count: ${why}` }]);
    return gathered;
  }

  /** Undefined where nobody can tell. */
  async #readPast(): Promise<Past | undefined> {
    const { history } = this.#around.git;
    // The first time all is asked at once: each question is a process, and who asks waits for the slowest alone.
    const begun = this.#past === undefined ? this.#place() : undefined;
    begun?.catch(() => undefined);
    const [head, branch] = await Promise.all([history.commitOf('HEAD'), history.defaultBranch()]);
    if (head === undefined) return undefined;
    const deciding = branch?.commit ?? head;
    const key = JSON.stringify([JUDGED_AS, head, deciding]);
    if (this.#past?.key === key) return this.#past.past;
    const inside = await (begun ?? this.#place());
    if (inside === undefined) return undefined;
    const memo = await this.#openMemo();
    const known = (await memo?.get('registry-past', `${inside} ${key}`)) as Past | undefined;
    const past = known ?? (await this.#lookBack(inside, head, deciding));
    if (known === undefined) await memo?.set('registry-past', `${inside} ${key}`, past);
    this.#past = { key, past };
    return past;
  }

  /** The folder of the project in its repository; undefined where there is none, or a part of its past alone. */
  async #place(): Promise<string | undefined> {
    const { history } = this.#around.git;
    const [inside, isShallow] = await Promise.all([placeInRepository(this.#around), history.isShallow()]);
    return isShallow ? undefined : inside;
  }

  async #lookBack(inside: string, head: string, deciding: string): Promise<Past> {
    const { git } = this.#around;
    const changes = await registryChanges(git, inside, head);
    const first = firstVersions(deciding === head ? changes : await registryChanges(git, inside, deciding));
    const moves = await latestMoves(this.#around, { inside, tip: head, changes });
    return { first: Object.fromEntries([...first].map(([file, { blob, commit }]) => [file, [blob, commit]])), moves };
  }

  /** Of those that no move rests on yet. */
  async #voidApprovals(project: Project, { moves }: Past): Promise<readonly (readonly [SpecFile, string])[]> {
    const counted = new Map<string, Promise<ReportedApprovals | null | undefined>>();
    const found: (readonly [SpecFile, string])[] = [];
    for (const file of project.index.files('approval')) {
      const asked = askedBy(file, project);
      if (asked === undefined || isSettled(asked, project, moves)) continue;
      const key = JSON.stringify([asked.model, asked.version, asked.alias]);
      const count = counted.get(key) ?? this.#count(asked, project);
      counted.set(key, count);
      const why = (await count)?.void.find((one) => one.file === file.path)?.why;
      if (why !== undefined && !why.startsWith('nobody can tell')) found.push([file, why]);
    }
    return found;
  }

  async #count(
    { model, version, alias }: AskedApproval,
    project: Project,
  ): Promise<ReportedApprovals | null | undefined> {
    const { files, git, root } = this.#around;
    try {
      const rules: RulesOfMove = await rulesOfMove({ files, git, root }, { model, alias });
      const candidate: ModelVersion = parseVersionFile(
        project.files.get(versionFile(model, version))?.text ?? '',
        versionFile(model, version),
      );
      return await countApprovals({ host: { files, git: () => git }, root }, { rules, candidate, alias, mover: {} });
    } catch (error) {
      if (error instanceof Failure) return undefined;
      throw error;
    }
  }
}

function editedSince(file: SpecFile, { first }: Past): readonly HistoryFact[] {
  const [blob, commit] = first[file.path] ?? [];
  if (blob === undefined || commit === undefined || isBlob(file, blob)) return [];
  return [
    {
      code: 'registry-edited',
      message: `Its facts are not those that commit ${commit.slice(0, 8)} registered; \`git checkout ${commit.slice(0, 8)} -- ${file.path}\` brings them back, and other facts are another version`,
    },
  ];
}

function pastItsGates(file: SpecFile, { moves }: Past, project: Project): readonly HistoryFact[] {
  const alias = textAt(file.tree, ['alias']);
  const model = file.name;
  if (alias === undefined || model === undefined || !isGuarded(project, model, alias)) return [];
  const version = numberAt(file.tree, ['version']);
  const again = `promote again with \`modelyard models promote ${model}:${version ?? 'VERSION'} --alias ${alias}\``;
  const move = moves[file.path];
  if (move === undefined || !isBlob(file, move.blob)) {
    const rests = textAt(file.tree, ['gates']) !== undefined || textAt(file.tree, ['reason']) !== undefined;
    const message = `\`${alias}\` is guarded, and was moved by hand and not committed; take it back, or ${again}`;
    return rests ? [] : [{ code: 'alias-without-gates', message }];
  }
  const at = `commit ${move.commit.slice(0, 8)}`;
  const [problem] = move.problems;
  if (problem !== undefined)
    return [{ code: 'alias-without-gates', message: `What ${at} did does not hold: ${problem.message}; ${again}` }];
  if (move.what !== 'pointed') return [];
  const message = `No policy guarded \`${alias}\` when ${at} moved it; ${again}`;
  return [{ code: 'alias-without-gates', severity: 'warning', message }];
}

function isGuarded(project: Project, model: string, alias: string): boolean {
  return policiesFor(project, model).some(({ aliases }) => aliases.has(alias));
}

interface AskedApproval {
  readonly model: string;
  readonly version: number;
  readonly alias: string;
}

/** Undefined where it is of nothing that there is; other rules say so. */
function askedBy({ name: model, tree, path: file }: SpecFile, project: Project): AskedApproval | undefined {
  const version = numberAt(tree, ['version']);
  const alias = textAt(tree, ['alias']);
  if (model === undefined || version === undefined || alias === undefined) return undefined;
  const isThere =
    project.models.get(model)?.versions.has(version) && path.dirname(file).endsWith(`/${model}/approvals`);
  return isThere && isGuarded(project, model, alias) ? { model, version, alias } : undefined;
}

/** Whether the move was made: what was agreed then holds for then. */
function isSettled({ model, version, alias }: AskedApproval, project: Project, moves: LatestMoves): boolean {
  const now = project.models.get(model)?.aliases.get(alias);
  const move = now === undefined ? undefined : moves[now.file];
  return now?.version === version || (move?.version ?? 0) > version;
}
