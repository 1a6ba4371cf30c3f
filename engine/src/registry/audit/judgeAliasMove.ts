import { Failure } from '../../failure.ts';
import { canonicalJson } from '../../language/canonicalJson.ts';
import type { ModelAlias, ModelVersion } from '../../ports/modelRegistry.ts';
import type { Signatures } from '../../ports/signatures.ts';
import { ALLOWED_SIGNERS } from '../approvals/allowedSigners.ts';
import { approvalsFolder } from '../approvals/approvalFile.ts';
import { askedOf } from '../approvals/countApprovals.ts';
import { hashOfBoth, hashOfRules } from '../approvals/hashOfRules.ts';
import { judgeApprovals } from '../approvals/judgeApprovals.ts';
import { justPerson, personText } from '../approvals/personText.ts';
import type { GateReport, ReportedPerson } from '../decisions/gateReport.ts';
import { gateReportPath, gateReportsFolder, hashOfReport, readGateReport } from '../decisions/gateReportFile.ts';
import type { RulesOfMove } from '../policies/aliasRules.ts';
import { aliasPath, versionPath } from '../registryFolder.ts';
import { parseVersionFile } from '../versionFile.ts';
import type { AuditCode, AuditProblem } from './audit.ts';
import type { AliasPast, Replayed } from './replay.ts';

/** A commit that moved a guarded alias. */
export interface AliasMove {
  readonly replayed: Replayed;
  readonly past: AliasPast;
  readonly now: ModelAlias;
  readonly rules: Pick<RulesOfMove, 'base' | 'tree'>;
  /** Text of a file of the registry as the commit has it. */
  readonly text: (path: string) => string | undefined;
  /** `allowed_signers` as the state that decides had it. */
  readonly signersBefore: string | undefined;
  /** Id of the key that the commit is signed with. */
  readonly signer: () => Promise<string | undefined>;
}

export interface JudgedMove {
  readonly report: string | null;
  readonly approvals: readonly ReportedPerson[];
  readonly problems: readonly AuditProblem[];
}

/** Whether a move rests on what the policy of its time asked for. */
export async function judgeAliasMove(move: AliasMove, signatures: Signatures): Promise<JudgedMove> {
  const { now, rules, past } = move;
  const file = aliasPath(now.model, now.alias);
  const problems: AuditProblem[] = [];
  const add = (code: AuditCode, message: string, at = file) => void problems.push({ code, file: at, message });
  const candidate = versionOf(move, add);
  const isBack = now.reason !== undefined;
  if (isBack) judgeWayBack(move, add);
  if (isBack && mayGoBack(rules) && namesFormerReport(move)) return { report: null, approvals: [], problems };
  const found = reportOf(move, now.gates, add);
  if (found === undefined || candidate === undefined) return { report: null, approvals: [], problems };
  const wrong = (code: AuditCode, message: string) => add(code, message, found.path);
  judgeReport(found.report, now, rules, wrong);
  if (found.report.champion?.version !== (isBack ? past.now?.version : now.previous))
    wrong(
      'champion-differs',
      `the report holds version ${now.version} against ${held(found.report.champion?.version)}, and the alias says ${held(now.previous)}`,
    );
  if (!isBack) judgeChain(move, found.report, add);
  const approvals = await judgeAgreement(move, found.report, candidate, signatures, add);
  return { report: found.path, approvals, problems };
}

type Add = (code: AuditCode, message: string, at?: string) => void;

function mayGoBack({ base, tree }: AliasMove['rules']): boolean {
  return [base, tree].every((rules) => rules === undefined || rules.rollback === 'none');
}

/** Where no gate is asked again the alias names the report that it had, judged against the champion of that time, or none. */
function namesFormerReport({ past, now }: AliasMove): boolean {
  const isFormer = past.states.some(({ version, sha256, gates }) => {
    return version === now.version && sha256 === now.sha256 && gates === now.gates;
  });
  return now.gates === undefined || isFormer;
}

function held(version: number | undefined): string {
  return version === undefined ? 'nothing' : `version ${version}`;
}

function versionOf({ now, text }: AliasMove, add: Add): ModelVersion | undefined {
  const file = versionPath(now.model, now.version);
  const content = text(file);
  if (content === undefined) {
    add('version-missing', `it points at version ${now.version}, which is not there`);
    return undefined;
  }
  try {
    const version = parseVersionFile(content, file);
    if (version.sha256 === now.sha256) return version;
    add('version-missing', `it was decided for a model of another sha256 than version ${now.version} has`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    add('version-missing', error.message);
  }
  return undefined;
}

/** The way back leads to a version that held the alias, and not to one that was gone back from. */
function judgeWayBack({ past, now }: AliasMove, add: Add): void {
  const earlier = past.states.filter((state) => state.version === now.version && state.sha256 === now.sha256);
  if (earlier.length === 0) add('rollback-refused', `version ${now.version} never held ${now.alias} before`);
  else if (past.barred.has(now.version))
    add('rollback-refused', `version ${now.version} was rolled back from, and did not pass the gates since`);
  else if (!earlier.some(({ previous }) => previous === now.previous))
    add(
      'previous-differs',
      `when version ${now.version} held ${now.alias}, the one before was not ${held(now.previous)}`,
    );
}

function reportOf(
  { now, text }: Pick<AliasMove, 'now' | 'text'>,
  gates: string | undefined,
  add: Add,
): { readonly path: string; readonly report: GateReport } | undefined {
  if (gates === undefined) {
    add('alias-without-gates', `${now.alias} is guarded, and was moved to version ${now.version} past its gates`);
    return undefined;
  }
  const path = gateReportPath(now.model, now, gates);
  const content = text(path);
  if (content === undefined) add('report-missing', 'the gate report that the alias names is not there', path);
  else if (hashOfReport(content) !== gates) add('report-changed', 'its bytes are not those that the alias names', path);
  else
    try {
      return { path, report: readGateReport(content, path) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      add('report-changed', error.message, path);
    }
  return undefined;
}

function judgeReport(report: GateReport, now: ModelAlias, rules: AliasMove['rules'], wrong: Add): void {
  const isOther = report.gate_report !== now.model || report.version !== now.version || report.alias !== now.alias;
  if (isOther || report.sha256 !== now.sha256) wrong('report-of-another', 'it judges another version, alias or model');
  if (!report.allowed) wrong('report-not-allowed', 'it says that the alias may not move');
  const judged = new Set(report.policies.map((policy) => policy.rules));
  const asked = [rules.base, rules.tree].filter((one) => one !== undefined);
  const unjudged = asked.find(({ hash }) => !judged.has(hash));
  if (unjudged !== undefined)
    wrong(
      'rules-differ',
      `policy \`${unjudged.policy}\` asked for something else at this commit than what was judged; promote again`,
    );
  const passed = new Set(
    report.gates.flatMap(({ rule, status }) => (status === 'passed' ? [canonicalJson(rule)] : [])),
  );
  for (const rule of unjudged === undefined ? asked.flatMap(({ gates }) => gates) : [])
    if (!passed.has(canonicalJson(rule))) wrong('gate-not-passed', `gate \`${rule.name}\` did not pass`);
}

/**
 * `previous` is what the alias stood for. A squash brings several moves at once: each then has its report in the same commit.
 */
function judgeChain({ past, now, replayed, text, rules }: AliasMove, report: GateReport, add: Add): void {
  const before = past.now;
  const reports = replayed.changed
    .filter(({ path, after }) => after !== undefined && path.startsWith(`${gateReportsFolder(now.model)}/`))
    .flatMap(({ path }) => read(text(path), path) ?? []);
  let champion = report.champion;
  for (const one of reports.toReversed().concat(reports)) {
    if (champion?.version === before?.version) break;
    const isStep = one.alias === now.alias && one.version === champion?.version && one.sha256 === champion.sha256;
    if (!isStep || !one.allowed) continue;
    judgeReport(one, { ...now, version: one.version, sha256: one.sha256 }, rules, (code, message) =>
      add(code, message),
    );
    champion = one.champion;
  }
  if (champion?.version !== before?.version)
    add(
      'previous-differs',
      `it stood for ${held(before?.version)} before, and the report says ${held(champion?.version)}`,
    );
  else if (before !== undefined && champion?.sha256 !== before.sha256)
    add('champion-differs', `version ${before.version} had another sha256 when it held ${now.alias}`);
}

function read(text: string | undefined, path: string): GateReport | undefined {
  try {
    return text === undefined ? undefined : readGateReport(text, path);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** Counts the approvals of the commit anew. */
async function judgeAgreement(
  move: AliasMove,
  report: GateReport,
  candidate: ModelVersion,
  signatures: Signatures,
  add: Add,
): Promise<readonly ReportedPerson[]> {
  const { replayed, now, rules, text, signersBefore } = move;
  const asked = askedOf(rules);
  const hash = hashJudged(report) ?? hashOfRules(rules);
  if (asked.length === 0 || hash === undefined) return [];
  const prefix = `${approvalsFolder(now.model)}/`;
  const texts = [...replayed.files.keys()]
    .filter((path) => path.startsWith(prefix))
    .map((path) => [path, text(path) ?? ''] as const);
  const signer = await move.signer();
  const { isMerge, author, at } = replayed.change;
  const found = await judgeApprovals(
    new Map(texts),
    {
      ...{ candidate, alias: now.alias, rules: hash, asked, at },
      allowedSigners: { text: signersBefore ?? text(ALLOWED_SIGNERS) ?? '', decides: signersBefore !== undefined },
      mover: [report.by, ...(signer === undefined ? [] : [signer]), ...(isMerge ? [] : [author.email])],
    },
    signatures,
  );
  const unknown = found.void.find(({ why }) => why.startsWith('nobody can tell'));
  const why = found.void.map((one) => `${personText(one)}: ${one.why}`).join('; ');
  if (found.status === 'waiting')
    add(
      unknown === undefined ? 'approvals-missing' : 'approvals-unknown',
      `${found.asks} had to agree, and ${found.count} did${why === '' ? '' : ` (${why})`}`,
    );
  for (const { by, file } of report.approvals?.given ?? [])
    if (unknown === undefined && !found.given.some((one) => one.by === by && one.file === file)) {
      const { why = 'it is not there', ...person } = found.void.find((one) => one.by === by) ?? { by };
      add('approval-forged', `the report counts ${personText(person)}, whose approval does not hold: ${why}`, file);
    }
  return found.given.map(justPerson);
}

/** What the approvals were bound to: the rules that the report was judged by. */
function hashJudged({ policies }: GateReport): string | undefined {
  const base = policies.find(({ commit }) => commit !== null);
  const tree = policies.find(({ commit }) => commit === null);
  return hashOfBoth(base?.rules, tree?.rules);
}
