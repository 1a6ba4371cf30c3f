import { posix as path } from 'node:path';
import type { Host } from '../../ports/host.ts';
import type { ModelVersion } from '../../ports/modelRegistry.ts';
import type { ReportedApprovals } from '../decisions/gateReport.ts';
import type { RulesOfMove } from '../policies/aliasRules.ts';
import { stateAt } from '../policies/rulesPlace.ts';
import { ALLOWED_SIGNERS } from './allowedSigners.ts';
import { approvalsFolder } from './approvalFile.ts';
import { hashOfRules } from './hashOfRules.ts';
import { type AllowedSigners, type ApprovalsAsked, judgeApprovals } from './judgeApprovals.ts';
import { guardedFiles, readCodeOwners, unowned } from './ownedFiles.ts';

export interface ApprovalsAround {
  readonly host: Pick<Host, 'files' | 'git'>;
  /** Absolute root of the project. */
  readonly root: string;
}

/** The move that people are to agree with. */
export interface ApprovedMove {
  readonly rules: RulesOfMove;
  readonly candidate: ModelVersion;
  readonly alias: string;
  /** Who moves the alias, key id and e-mail, and so does not count as somebody else; default: git's user here. */
  readonly mover?: { readonly key?: string; readonly email?: string };
}

/** Who agrees that an alias moves, by the approvals in the working tree; null where the rules ask for nobody. */
export async function countApprovals(
  around: ApprovalsAround,
  { rules, candidate, alias, mover }: ApprovedMove,
): Promise<ReportedApprovals | null> {
  const asked = askedOf(rules);
  const hash = hashOfRules(rules);
  if (asked.length === 0 || hash === undefined) return null;
  const git = around.host.git(around.root);
  const { key, email } = mover ?? (await git.identity()) ?? {};
  const texts = await approvalTexts(around, candidate.name);
  const allowedSigners = await allowedSignersOf(around, rules);
  const movers = [key, email].filter((id) => id !== undefined);
  const given = { candidate, alias, rules: hash, asked, allowedSigners, mover: movers };
  const counted = await judgeApprovals(texts, given, git.signatures);
  const isLeft = asked.some(({ approvals }) => approvals.kind === 'code_owners');
  return isLeft ? withOwnersChecked(around, counted, { rules, candidate, alias }) : counted;
}

/** A review of what nobody owns would be nobody's. */
async function withOwnersChecked(
  around: ApprovalsAround,
  counted: ReportedApprovals,
  { rules, candidate, alias }: Pick<ApprovedMove, 'rules' | 'candidate' | 'alias'>,
): Promise<ReportedApprovals> {
  const owners = await readCodeOwners(around, rules.from);
  const free = unowned(owners, await guardedFiles(around, rules, candidate.name, alias));
  if (free.length === 0) return counted;
  const where = rules.from === undefined ? '' : ` on ${rules.from.ref}`;
  const why = `it names no owner of ${free.join(', ')}${where}; \`modelyard models owners ${candidate.name} --alias ${alias} --owner @TEAM\` writes the lines, to be merged first`;
  const file = owners.file ?? 'CODEOWNERS';
  return { ...counted, status: 'waiting', void: [...counted.void, { by: 'CODEOWNERS', file, why }] };
}

/** The rules that ask for approvals. */
export function askedOf({ base, tree }: Pick<RulesOfMove, 'base' | 'tree'>): ApprovalsAsked['asked'] {
  return [base, tree].flatMap((rules) =>
    rules?.approvals === undefined ? [] : [{ roles: rules.roles, approvals: rules.approvals }],
  );
}

/** The list of the state that decides, where it has one. */
export async function allowedSignersOf(
  { host, root }: ApprovalsAround,
  { from }: Pick<RulesOfMove, 'from'>,
): Promise<AllowedSigners> {
  const state = from && (await stateAt({ files: host.files, git: host.git(root), root }, from));
  const decided = await state?.bytes(ALLOWED_SIGNERS);
  if (decided !== undefined) return { text: new TextDecoder().decode(decided), decides: true };
  const text = (await host.files.read(path.join(root, ALLOWED_SIGNERS))) ?? '';
  return { text, decides: from === undefined };
}

async function approvalTexts({ host, root }: ApprovalsAround, model: string): Promise<ReadonlyMap<string, string>> {
  const folder = approvalsFolder(model);
  const names = (await host.files.list(path.join(root, folder))).filter((name) => name.endsWith('.approval.yaml'));
  const texts = new Map<string, string>();
  for (const name of names) {
    const text = await host.files.read(path.join(root, folder, name));
    if (text !== undefined) texts.set(`${folder}/${name}`, text);
  }
  return texts;
}
