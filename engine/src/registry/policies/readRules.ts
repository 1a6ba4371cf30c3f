import { createHash } from 'node:crypto';
import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import { canonicalJson } from '../../language/canonicalJson.ts';
import { isRecord } from '../../language/isRecord.ts';
import { parseDuration, parseShare } from '../../language/values.ts';
import type { GateRule } from '../../ports/gate.ts';
import { type Gate, type Policy, readPolicy, specificityOf } from '../../project/policies.ts';
import { gateFiles } from '../../project/programFiles.ts';
import { entriesAt, type JsonMap, numberAt, textAt, textsAt, valueAt } from '../../project/read.ts';
import { SpecFile } from '../../project/specFile.ts';
import type { AliasRules, ApprovalRule } from './aliasRules.ts';
import type { RulesPlace } from './rulesPlace.ts';

/** What rules are asked of. */
export interface GuardedAlias {
  readonly model: string;
  readonly alias: string;
}

/** Files and roles that win over those of the place. */
export interface Prevailing {
  readonly bytes: (file: string) => Promise<Uint8Array | undefined>;
  readonly roles: AliasRules['roles'];
}

/**
 * What the policies of a place ask of an alias; undefined where none guards it.
 * @param prevailing what the deciding state has already; the place's own where it has not
 * @throws Failure `policy-broken` where the policy that applies cannot be read, `policy-ambiguous` where several apply equally
 */
export async function readRules(
  place: RulesPlace,
  { model, alias }: GuardedAlias,
  prevailing?: Prevailing,
): Promise<AliasRules | undefined> {
  const policy = thePolicy([...(await place.policies())], model, place);
  const gates = policy?.aliases.get(alias);
  if (policy === undefined || gates === undefined) return undefined;
  const rules = gates.map((gate) => readGate(gate, policy, place));
  const approvals = readApprovals(policy, alias);
  const roles = { ...rolesOf(policy), ...prevailing?.roles };
  const rollback = textAt(policy.tree, ['aliases', alias, 'rollback', 'gates']) === 'none' ? 'none' : 'gates';
  const asked = {
    policy: policy.name,
    file: policy.file,
    at: place.at,
    gates: rules,
    approvals,
    rollback,
    roles,
  } as const;
  const files = await hashesOf(gates.flatMap(filesOf), place, prevailing);
  return {
    ...asked,
    hash: hashOf({ alias, gates: rules, approvals, rollback, roles: rolesThatDecide(approvals, roles), files }),
  };
}

/** Files, relative to the project, that the program of a gate needs. */
function filesOf(gate: Gate): readonly string[] {
  return gateFiles(gate).map(({ path: file }) => path.normalize(file));
}

function thePolicy(
  texts: readonly (readonly [string, string])[],
  model: string,
  place: RulesPlace,
): Policy | undefined {
  let best = -1;
  let found: { readonly file: SpecFile; readonly policy: Policy }[] = [];
  for (const [name, text] of texts) {
    const file = policyFile(name, text);
    const policy = readPolicy(file);
    if (policy === undefined) {
      if (file.kind === 'policy') throw broken(file, place);
      continue;
    }
    const specificity = Math.max(-1, ...policy.appliesTo.map((pattern) => specificityOf(pattern.text, model)));
    if (specificity < 0 || specificity < best) continue;
    found = specificity > best ? [{ file, policy }] : [...found, { file, policy }];
    best = specificity;
  }
  const [first, second] = found;
  if (first === undefined) return undefined;
  if (second !== undefined) throw ambiguous(first.policy, second.policy, model, place);
  if (first.file.problems.some(({ severity }) => severity === 'error')) throw broken(first.file, place);
  return first.policy;
}

/** The same policy is asked for each model and, by an audit, for each commit. */
function policyFile(name: string, text: string): SpecFile {
  const known = READ.get(name);
  if (known?.text === text) return known;
  const file = new SpecFile(name, text);
  if (READ.size >= MOST_READ) READ.clear();
  READ.set(name, file);
  return file;
}

const READ = new Map<string, SpecFile>();
const MOST_READ = 50;

function readGate({ values, name = '' }: Gate, policy: Policy, place: RulesPlace): GateRule {
  const rule = ruleOf(values, name);
  if (rule !== undefined) return rule;
  throw refused(policy.file, `gate \`${name}\` cannot be read`, place);
}

function ruleOf(values: JsonMap, name: string): GateRule | undefined {
  const text = (key: string) => (typeof values[key] === 'string' ? values[key] : undefined);
  const number = (key: string) => (typeof values[key] === 'number' ? values[key] : undefined);
  const size = bytesOf(text('size'));
  if (values['threshold'] !== undefined) return threshold(values, name);
  if (values['better_than'] !== undefined) {
    const confidence = parseShare(values['confidence'] ?? 0.95);
    const [alias, metric] = [text('better_than'), text('metric')];
    if (alias === undefined || metric === undefined || confidence === undefined) return undefined;
    return { kind: 'better_than', name, alias, metric, margin: number('margin') ?? 0, confidence };
  }
  if (values['card'] === 'complete') return { kind: 'card', name };
  if (values['checks'] === 'passed') return { kind: 'checks', name };
  if (values['latency_p95'] !== undefined) {
    const p95 = parseDuration(values['latency_p95']);
    if (p95 === undefined) return undefined;
    return { kind: 'latency', name, p95: p95 / 1000, ...(size === undefined ? {} : { size }) };
  }
  if (size !== undefined) return { kind: 'size', name, size };
  const age = parseDuration(values['age']);
  if (age !== undefined) return { kind: 'age', name, age: age / 1000 };
  if (values['drift'] !== undefined) {
    const share = isRecord(values['drift']) ? parseShare(values['drift']['max_share']) : undefined;
    return share === undefined ? undefined : { kind: 'drift', name, share };
  }
  const run = text('run');
  const inputs = Array.isArray(values['inputs']) ? values['inputs'].filter((one) => typeof one === 'string') : [];
  return run === undefined ? undefined : { kind: 'run', name, run, inputs };
}

function threshold(values: JsonMap, name: string): GateRule | undefined {
  const { threshold: metric, min, max, slice, bound = 'value' } = values;
  if (typeof metric !== 'string' || (bound !== 'value' && bound !== 'low' && bound !== 'high')) return undefined;
  if (typeof min !== 'number' && typeof max !== 'number') return undefined;
  return {
    kind: 'threshold',
    name,
    metric,
    ...(typeof min === 'number' ? { min } : {}),
    ...(typeof max === 'number' ? { max } : {}),
    ...(isRecord(slice) ? { slice: slice as Readonly<Record<string, boolean | number | string>> } : {}),
    bound,
  };
}

const UNITS: Readonly<Record<string, number>> = { B: 1, kB: 1e3, KB: 1024, MB: 1e6, GB: 1e9 };

/** `50MB` in bytes. */
function bytesOf(text: string | undefined): number | undefined {
  const [, amount, unit] = /^([1-9]\d{0,8}(?:\.\d+)?)(B|kB|KB|MB|GB)$/.exec(text ?? '') ?? [];
  return amount === undefined ? undefined : Number(amount) * UNITS[unit!]!;
}

function readApprovals({ tree }: Policy, alias: string): ApprovalRule | undefined {
  const at = ['aliases', alias, 'approvals'];
  if (valueAt(tree, [...at, 'code_owners']) === true) return { kind: 'code_owners' };
  const [count, role] = [numberAt(tree, [...at, 'count']), textAt(tree, [...at, 'role'])];
  const unsigned = valueAt(tree, [...at, 'unsigned']) === true ? { unsigned: true as const } : {};
  return count === undefined || role === undefined ? undefined : { kind: 'people', count, role, ...unsigned };
}

function rolesOf({ tree }: Policy): AliasRules['roles'] {
  return Object.fromEntries(
    entriesAt(tree, ['roles']).map(([role]) => [role, textsAt(tree, ['roles', role]).map(({ text }) => text)]),
  );
}

/** Of a policy's roles only those that the approvals ask for. */
function rolesThatDecide(approvals: ApprovalRule | undefined, roles: AliasRules['roles']): AliasRules['roles'] {
  return approvals?.kind === 'people' ? { [approvals.role]: [...(roles[approvals.role] ?? [])].sort() } : {};
}

async function hashesOf(
  files: readonly string[],
  place: RulesPlace,
  prevailing: Prevailing | undefined,
): Promise<Readonly<Record<string, string | null>>> {
  const hashes: [string, string | null][] = [];
  for (const file of [...new Set(files)].sort()) {
    const bytes = (await prevailing?.bytes(file)) ?? (await place.bytes(file));
    hashes.push([file, bytes === undefined ? null : createHash('sha256').update(withUnixLines(bytes)).digest('hex')]);
  }
  return Object.fromEntries(hashes);
}

/** A checkout on Windows is to have the same rules: texts are hashed with LF for CRLF. */
function withUnixLines(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(13) || bytes.includes(0)) return bytes;
  return bytes.filter((byte, index) => byte !== 13 || bytes[index + 1] !== 10);
}

function hashOf(rules: unknown): string {
  return createHash('sha256').update(canonicalJson(rules)).digest('hex');
}

function ambiguous(a: Policy, b: Policy, model: string, place: RulesPlace): Failure {
  return new Failure(
    'policy-ambiguous',
    `Policies \`${a.name}\` (${a.file}) and \`${b.name}\` (${b.file})${at(place)} apply to ${model} equally closely: nobody can tell which one holds.`,
    { next: 'Name the model in one of them, or write one glob more closely.', place: { file: b.file } },
  );
}

function broken(file: SpecFile, place: RulesPlace): Failure {
  const problem = file.problems.find(({ severity }) => severity === 'error');
  return refused(file.path, problem?.message ?? 'its first key names no policy', place, problem?.range.start.line);
}

function refused(file: string, why: string, place: RulesPlace, line?: number): Failure {
  return new Failure('policy-broken', `${file}${at(place)} cannot be read as a policy: ${why}`, {
    next: '`modelyard validate` shows what is wrong; nothing moves before it is right.',
    place: { file, ...(line === undefined ? {} : { line: line + 1 }) },
  });
}

function at({ at: commit }: RulesPlace): string {
  return commit === undefined ? '' : ` at ${commit.ref} (${commit.commit.slice(0, 8)})`;
}
