import { posix as path } from 'node:path';
import { Failure } from '../../../failure.ts';
import type { FileChange, FolderChange } from '../../../ports/gitHistory.ts';
import type { ModelAlias, ModelVersion } from '../../../ports/modelRegistry.ts';
import { parseAliasFile } from '../../../registry/aliasFile.ts';
import { ALLOWED_SIGNERS } from '../../../registry/approvals/allowedSigners.ts';
import { countApprovals } from '../../../registry/approvals/countApprovals.ts';
import { judgeAliasMove } from '../../../registry/audit/judgeAliasMove.ts';
import { registryPath } from '../../../registry/audit/registryPath.ts';
import { type AliasPast, NO_PAST, pastAfter } from '../../../registry/audit/replay.ts';
import type { GateReport } from '../../../registry/decisions/gateReport.ts';
import { readGateReport } from '../../../registry/decisions/gateReportFile.ts';
import { parseNotesFile } from '../../../registry/notesFile.ts';
import type { RulesOfMove } from '../../../registry/policies/aliasRules.ts';
import { rulesOfMove } from '../../../registry/policies/rulesOfMove.ts';
import { aliasPath, notesPath } from '../../../registry/registryFolder.ts';
import type { Observer } from '../../operation.ts';
import type { GateEvent, JudgeAround } from '../judgeMove.ts';
import type { JudgedAlias, JudgedProblem } from './changedResult.ts';
import type { ChangedState } from './changedState.ts';
import { type RegistryTexts, readVersion } from './changedVersions.ts';
import { rejudge } from './rejudge.ts';

export interface JudgedBranch {
  readonly around: JudgeAround;
  readonly state: ChangedState;
  /** Of HEAD. */
  readonly text: RegistryTexts;
  /** Of where the branch began. */
  readonly textBefore: RegistryTexts;
  readonly policyFrom: string | undefined;
  readonly observer: Observer<GateEvent>;
}

/**
 * Whether the move of an alias that a branch brings rests on what the policy asks for: all that the branch did counts as one move,
 * as it will when it is merged, and every gate that can be is asked again.
 */
export async function judgeAlias(branch: JudgedBranch, change: FileChange, said: Said): Promise<JudgedAlias> {
  const { around, textBefore, text, policyFrom } = branch;
  const { model, alias } = said;
  const file = aliasPath(model, alias);
  const before = readAlias(textBefore(file), said);
  const now = readAlias(text(file), said);
  const moved = { ...NOTHING, model, alias, file, from: before?.version ?? null, to: now?.version ?? null };
  const refused = (code: string, message: string): JudgedAlias => ({
    ...moved,
    guarded: true,
    allowed: false,
    problems: [{ code, file, message }],
  });
  let rules: RulesOfMove;
  try {
    const place = { files: around.host.files, git: around.host.git(around.root), root: around.root };
    rules = await rulesOfMove(place, said, policyFrom === undefined ? {} : { policyFrom });
  } catch (error) {
    if (error instanceof Failure && error.reason.startsWith('policy-')) return refused(error.reason, error.message);
    throw error;
  }
  if (rules.base === undefined && rules.tree === undefined) return moved;
  if (change.after === undefined)
    return refused('alias-without-gates', `${alias} is guarded, and is taken away by hand`);
  if (now === undefined) return refused('alias-unreadable', 'nobody can tell which version it stands for');
  return judgeGuarded(branch, { moved: { ...moved, reason: now.reason ?? null }, now, rules });
}

interface Said {
  readonly model: string;
  readonly alias: string;
}

interface Guarded {
  readonly moved: JudgedAlias;
  readonly now: ModelAlias;
  readonly rules: RulesOfMove;
}

const NOTHING = {
  ...{ reason: null, guarded: false, allowed: true, report: null, approvals: null },
  ...{ policies: [], gates: [], problems: [] },
} as const;

async function judgeGuarded(branch: JudgedBranch, { moved, now, rules }: Guarded): Promise<JudgedAlias> {
  const { around, state, text, textBefore } = branch;
  const git = around.host.git(around.root);
  const last = await lastChange(branch, moved.file);
  const past = await pastOf(branch, moved);
  const replayed = {
    ...{ change: last, files: state.after, policies: new Map(), policiesBefore: new Map(), first: new Map() },
    changed: state.changes.filter((one) => registryPath(one.path) !== undefined),
  };
  const signer = () => git.history.signerOf(last.commit);
  const signersBefore = textBefore(ALLOWED_SIGNERS);
  const audited = await judgeAliasMove(
    { ...{ replayed, past, now, rules, text, signersBefore, signer } },
    git.signatures,
  );
  const problems: JudgedProblem[] = [...audited.problems, ...withdrawn(text, now)];
  const candidate = readVersion(text, now.model, now.version);
  const report = reportAt(audited.report, text);
  if (report === undefined || candidate === undefined)
    return { ...moved, guarded: true, allowed: problems.length === 0, problems };
  const again = await rejudge(around, {
    report,
    rules,
    candidate,
    champions: championsOf(branch),
    observer: branch.observer,
  });
  const approvals = await approvalsOf(branch, { report, rules, candidate, last });
  problems.push(...again.problems.map((problem) => ({ file: audited.report!, ...problem })));
  const isPassed = again.gates.every(({ status }) => status === 'passed') && approvals?.status !== 'waiting';
  return {
    ...moved,
    guarded: true,
    allowed: isPassed && problems.length === 0,
    report: audited.report,
    policies: report.policies,
    gates: again.gates,
    approvals,
    problems,
  };
}

interface Agreed {
  readonly report: GateReport;
  readonly rules: RulesOfMove;
  readonly candidate: ModelVersion;
  readonly last: FolderChange;
}

/** Who moves the alias is who had the gates judged, and who committed it. */
async function approvalsOf({ around: { host, root } }: JudgedBranch, { report, rules, candidate, last }: Agreed) {
  const isKey = /^[0-9a-f]{16}$/.test(report.by);
  const mover = isKey ? { key: report.by, email: last.author.email } : { email: report.by };
  return countApprovals({ host, root }, { rules, candidate, alias: report.alias, mover });
}

function reportAt(file: string | null, text: RegistryTexts): GateReport | undefined {
  const content = file === null ? undefined : text(file);
  return content === undefined ? undefined : readGateReport(content, file!);
}

function withdrawn(text: RegistryTexts, { model, version }: ModelAlias): readonly JudgedProblem[] {
  const of = { model, version };
  const file = notesPath(of);
  const notes = text(file);
  try {
    const said = notes === undefined ? undefined : parseNotesFile(notes, file, of).withdrawn;
    if (said === undefined) return [];
    return [{ code: 'version-withdrawn', file, message: `${model}:${version} is withdrawn: ${said.reason}` }];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [{ code: error.reason, file, message: error.message }];
  }
}

/** What aliases of the model stood for where the branch began. */
function championsOf({ text, textBefore }: JudgedBranch) {
  return (model: string, alias: string): ModelVersion | undefined => {
    const held = readAlias(textBefore(aliasPath(model, alias)), { model, alias });
    const version = held && readVersion(text, model, held.version);
    return version?.sha256 === held?.sha256 ? version : undefined;
  };
}

/** States of the alias up to where the branch began. */
async function pastOf(
  { around, state }: JudgedBranch,
  { file, ...said }: Said & { readonly file: string },
): Promise<AliasPast> {
  const { history } = around.host.git(around.root);
  const changes = await history.changesOf(path.join(state.inside, file), state.base.commit);
  const blobs = changes.map(({ files }) => files[0]?.after);
  const texts = await state.texts(blobs);
  let past: AliasPast = NO_PAST;
  for (const blob of blobs) {
    const then = readAlias(texts(blob), said);
    past = then === undefined ? { ...past, now: undefined } : pastAfter(past, then);
  }
  return past;
}

/** The last commit of the branch that changed the file; where HEAD is a merge with what the branch goes to, of the branch's own side. */
async function lastChange({ around, state }: JudgedBranch, file: string): Promise<FolderChange> {
  const { history } = around.host.git(around.root);
  const second =
    (await history.commitOf('HEAD^1')) === state.base.commit ? await history.commitOf('HEAD^2') : undefined;
  const changes = await history.changesOf(path.join(state.inside, file), second ?? state.head, {
    after: state.base.commit,
  });
  const nobody = { name: '', email: '' };
  const whole = {
    commit: state.head,
    parent: state.base.commit,
    isMerge: true,
    at: '',
    author: nobody,
    subject: '',
    files: [],
  };
  return changes.at(-1) ?? whole;
}

function readAlias(text: string | undefined, { model, alias }: Said): ModelAlias | undefined {
  try {
    const found = text === undefined ? undefined : parseAliasFile(text, aliasPath(model, alias));
    return found?.model === model && found.alias === alias ? found : undefined;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
