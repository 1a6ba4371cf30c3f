import { Failure } from '../../failure.ts';
import { BY_MAKER, BY_MOVER } from '../../language/selfApproval.ts';
import type { ModelVersion } from '../../ports/modelRegistry.ts';
import type { Signatures } from '../../ports/signatures.ts';
import type { ReportedApprovals, ReportedPerson } from '../decisions/gateReport.ts';
import type { AliasRules, ApprovalRule } from '../policies/aliasRules.ts';
import { type AllowedSigner, nameOfKey, namesOf, readAllowedSigners } from './allowedSigners.ts';
import { type Approval, parseApprovalFile, signedText } from './approvalFile.ts';
import { justPerson } from './personText.ts';

/** What approvals are held against. */
export interface ApprovalsAsked {
  readonly candidate: Pick<ModelVersion, 'name' | 'version' | 'sha256' | 'evidence' | 'by'>;
  readonly alias: string;
  /** `hashOfRules`. */
  readonly rules: string;
  /** Each must be met. */
  readonly asked: readonly (Pick<AliasRules, 'roles'> & { readonly approvals: ApprovalRule })[];
  readonly allowedSigners: AllowedSigners;
  /** Key id and e-mail of who moves the alias. */
  readonly mover: readonly string[];
  /** ISO 8601 UTC: when keys must have been allowed; default: now. */
  readonly at?: string;
}

export interface AllowedSigners {
  readonly text: string;
  /** Whether the state that decides has it: else a branch could give a name to a key of its own, and only key ids have roles. */
  readonly decides: boolean;
}

type Given = ReportedApprovals['given'][number] & {
  /** All that names the person. */
  readonly names: ReadonlySet<string>;
  /** What roles may be looked up by. */
  readonly ids: readonly string[];
};
type Void = ReportedApprovals['void'][number];

/**
 * Which approvals count, and why others do not.
 * @param texts of the approvals of the model, by path
 */
export async function judgeApprovals(
  texts: ReadonlyMap<string, string>,
  asked: ApprovalsAsked,
  signatures: Signatures,
): Promise<ReportedApprovals> {
  const signers = readAllowedSigners(asked.allowedSigners.text);
  const standing: Given[] = [];
  const voids: Void[] = [];
  for (const [file, text] of texts) {
    const approval = read(text, file, asked, voids);
    if (approval === undefined) continue;
    const why =
      bound(approval, asked) ?? own(namesOf(approval.by, signers), asked, signers) ?? ofNobody(approval, asked);
    const judged = why ?? (await signed(approval, asked, signers, signatures));
    const person = personOf(approval.by, asked.allowedSigners, signers);
    if (typeof judged === 'string') voids.push({ ...person, file, why: judged });
    else standing.push({ ...person, at: approval.at, file, signed: approval.signature !== undefined, ...judged });
  }
  return summed(standing, voids, asked);
}

function personOf(by: string, { decides }: AllowedSigners, signers: readonly AllowedSigner[]): ReportedPerson {
  const name = decides ? nameOfKey(by, signers) : undefined;
  return justPerson({ by, name });
}

/** Of the version and alias in question; undefined for others. */
function read(text: string, file: string, { candidate, alias }: ApprovalsAsked, voids: Void[]): Approval | undefined {
  try {
    const approval = parseApprovalFile(text, file);
    const isMeant = approval.model === candidate.name && approval.version === candidate.version;
    return isMeant && approval.alias === alias ? approval : undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const name = file.slice(file.lastIndexOf('/') + 1);
    const prefix = `v${candidate.version}-${alias}-`;
    if (name.startsWith(prefix))
      voids.push({ by: name.slice(prefix.length).replace(/\.approval\.yaml$/, ''), file, why: error.message });
    return undefined;
  }
}

/** Void when anything it is bound to has changed. */
function bound(approval: Approval, { candidate, alias, rules }: ApprovalsAsked): string | undefined {
  if (approval.sha256 !== candidate.sha256) return `${candidate.name}:${candidate.version} is another model since`;
  if (approval.rules !== rules) return `what the policy asks of ${alias} is something else since`;
  const kinds = new Set([...Object.keys(approval.evidence), ...Object.keys(candidate.evidence)]);
  const [given, now]: Readonly<Record<string, string>>[] = [approval.evidence, candidate.evidence];
  const changed = [...kinds].find((kind) => given?.[kind] !== now?.[kind]);
  return changed === undefined ? undefined : `the evidence (${changed}) is another since`;
}

function own(
  names: ReadonlySet<string>,
  { candidate, mover }: ApprovalsAsked,
  signers: readonly AllowedSigner[],
): string | undefined {
  const isOne = (ids: Iterable<string>) => [...ids].some((id) => names.has(id));
  if (isOne(namesOf(candidate.by, signers))) return BY_MAKER;
  if (mover.some((id) => isOne(namesOf(id, signers)))) return BY_MOVER;
  return undefined;
}

function ofNobody(approval: Approval, { asked }: ApprovalsAsked): string | undefined {
  if (approval.signature !== undefined) return undefined;
  const counts = asked.some(({ approvals }) => approvals.kind === 'people' && approvals.unsigned);
  return counts ? undefined : 'it is not signed';
}

async function signed(
  approval: Approval,
  { allowedSigners, at }: ApprovalsAsked,
  signers: readonly AllowedSigner[],
  signatures: Signatures,
): Promise<string | Pick<Given, 'names' | 'ids'>> {
  const { by, signature } = approval;
  if (signature === undefined) return { names: namesOf(by, signers), ids: [by.toLowerCase()] };
  const text = signedText(approval);
  const request = { text, signature, allowedSigners: allowedSigners.text };
  const verdict = await signatures.verify({ ...request, ...(at === undefined ? {} : { at }) });
  if (verdict.kind === 'bad') return verdict.why;
  if (verdict.kind === 'unknown') return `nobody can tell whether it is signed: ${verdict.why}`;
  if (verdict.key !== by) return `it says that ${by} signed, and ${verdict.key} did`;
  const principals = verdict.principals.map((principal) => principal.toLowerCase());
  return { names: namesOf(verdict.key, signers), ids: [verdict.key, ...(allowedSigners.decides ? principals : [])] };
}

function summed(standing: readonly Given[], voids: Void[], { asked }: ApprovalsAsked): ReportedApprovals {
  const people = asked.flatMap(({ approvals, roles }) =>
    approvals.kind === 'people' ? [{ ...approvals, roles }] : [],
  );
  const isLeft = asked.some(({ approvals }) => approvals.kind === 'code_owners');
  const counted = people.map((rule) => ({ rule, given: distinct(standing.filter((one) => counts(one, rule))) }));
  const all = new Set(counted.flatMap(({ given }) => given));
  for (const one of standing)
    if (!all.has(one)) voids.push({ ...justPerson(one), file: one.file, why: whyNot(one, [...all], people) });
  const asks = people.map(({ count, role }) => `${count} of role ${role}`);
  if (isLeft) asks.push('a review by the code owners');
  // Of two rules the one that is further from being met.
  const worst = counted.toSorted((a, b) => b.rule.count - b.given.length - (a.rule.count - a.given.length))[0];
  const isMet = counted.every(({ rule, given }) => given.length >= rule.count);
  return {
    status: isMet ? (isLeft ? 'left to the host' : 'passed') : 'waiting',
    asks: asks.join(' and '),
    count: worst?.given.length ?? 0,
    needed: worst?.rule.count ?? 0,
    given: [...all].map((one) => ({ ...justPerson(one), at: one.at, file: one.file, signed: one.signed })),
    void: voids,
  };
}

type PeopleRule = Extract<ApprovalRule, { kind: 'people' }> & Pick<AliasRules, 'roles'>;

function counts(one: Given, rule: PeopleRule): boolean {
  const members = (rule.roles[rule.role] ?? []).map((member) => member.toLowerCase());
  return (one.signed || rule.unsigned === true) && one.ids.some((id) => members.includes(id));
}

/** Each person once, whatever keys they have. */
function distinct(given: readonly Given[]): readonly Given[] {
  const kept: Given[] = [];
  for (const one of given) if (!kept.some(({ names }) => shares(names, one.names))) kept.push(one);
  return kept;
}

function shares(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((name) => b.has(name));
}

function whyNot(one: Given, given: readonly Given[], people: readonly PeopleRule[]): string {
  const same = given.find(({ names }) => shares(names, one.names));
  if (same !== undefined) return `the same person as ${same.name ?? same.by}, who is counted`;
  const roles = [...new Set(people.map(({ role }) => role))].join(' or ');
  return one.signed || people.some(({ unsigned }) => unsigned) ? `they do not have role ${roles}` : 'it is not signed';
}
