import { posix as path } from 'node:path';
import { isEqual } from '../../checks/isEqual.ts';
import { Cancelled, Failure } from '../../failure.ts';
import { judge } from '../../gates/all.ts';
import { unknown } from '../../gates/answers.ts';
import type { DataSource } from '../../ports/dataSource.ts';
import type { GateAnswer, GateContext, GateRule } from '../../ports/gate.ts';
import type { Host, Stores } from '../../ports/host.ts';
import type { ModelVersion } from '../../ports/modelRegistry.ts';
import { loadProject } from '../../project/load.ts';
import { countApprovals } from '../../registry/approvals/countApprovals.ts';
import type { GateReport, ReportedGate, ReportedPolicy } from '../../registry/decisions/gateReport.ts';
import type { AliasRules, RulesOfMove } from '../../registry/policies/aliasRules.ts';
import { filesOfRules } from '../../registry/policies/rulesOfMove.ts';
import type { FindDataset } from '../data/datasetRequest.ts';
import { datasetFinder } from '../data/findDataset.ts';
import { temporaryFolder } from '../dataFile.ts';
import type { Observer, OperationEvent } from '../operation.ts';

/** Where a move is judged: the project with its stores. */
export interface JudgeAround {
  readonly host: Host;
  readonly stores: Stores;
  /** Absolute root of the project. */
  readonly root: string;
}

export interface JudgedMove {
  readonly candidate: ModelVersion;
  /** The alias that is to move. */
  readonly alias: string;
  readonly rules: RulesOfMove;
  readonly signal: AbortSignal;
  readonly observer: Pick<Observer<GateEvent>, 'event'>;
}

export type GateEvent = GateStarted | GateProgress | GateJudged;

export interface GateStarted extends OperationEvent {
  readonly type: 'gate.started';
  readonly name: string;
  readonly rule: GateRule;
}

export interface GateProgress extends OperationEvent {
  readonly type: 'gate.progress';
  readonly name: string;
  /** 0 to 1. */
  readonly share: number;
  readonly message: string;
}

export type GateJudged = { readonly type: 'gate.judged' } & ReportedGate;

/**
 * Asks every gate of the rules, one after another, and counts approvals: the report that a decision rests on. Writes nothing
 * but objects that the report names. Rejects with `Cancelled` when the signal fires.
 */
export async function judgeMove(around: JudgeAround, move: JudgedMove): Promise<GateReport> {
  const { host, stores, root } = around;
  const { candidate, alias, rules } = move;
  const opened = openOnce(host, stores, root);
  const champion = championOf(around, candidate.name);
  try {
    const fileOfRules = await filesOfRules({ files: host.files, git: host.git(root), root }, rules);
    const dataset = opened.dataset(move.signal);
    const { tmpFolder } = opened;
    const context = {
      host,
      stores,
      root,
      candidate,
      alias,
      champion,
      fileOfRules,
      data: opened.data,
      dataset,
      tmpFolder,
      signal: move.signal,
    };
    const gates: ReportedGate[] = [];
    for (const rule of rulesToMeet(rules)) gates.push(await judgeOne(rule, context, move));
    const approvals = await countApprovals({ host, root }, { rules, candidate, alias });
    const identity = await host.git(root).identity();
    const before = await champion(alias);
    return {
      gate_report: candidate.name,
      version: candidate.version,
      alias,
      sha256: candidate.sha256,
      at: new Date(host.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
      by: identity?.key ?? identity?.email ?? 'unknown',
      allowed: gates.every(({ status }) => status === 'passed') && approvals?.status !== 'waiting',
      champion: before === undefined ? null : { version: before.version, sha256: before.sha256 },
      policies: [rules.base, rules.tree].flatMap((one) => (one === undefined ? [] : [reportedPolicy(one)])),
      gates,
      approvals,
      machine: { modelyard: host.machine.modelyard, node: host.machine.node, platform: host.machine.platform },
    };
  } finally {
    await opened.close();
  }
}

/** Gates of the deciding state first, then those that the working tree has otherwise. */
export function rulesToMeet({ base, tree }: RulesOfMove): readonly GateRule[] {
  const first = base?.gates ?? [];
  const more = (tree?.gates ?? []).filter((rule) => !first.some((one) => isEqual(one, rule)));
  return [...first, ...more];
}

async function judgeOne(
  rule: GateRule,
  context: Omit<GateContext, 'progress'>,
  { observer, signal }: JudgedMove,
): Promise<ReportedGate> {
  const { name } = rule;
  const started = context.host.clock.now();
  observer.event({ type: 'gate.started', name, rule });
  const progress = (share: number, message: string) => observer.event({ type: 'gate.progress', name, share, message });
  const answer = await judge(rule, { ...context, progress }).catch((error: unknown) => refusedAnswer(error));
  if (signal.aborted) throw new Cancelled();
  const gate = { name, rule, seconds: Math.max(0, context.host.clock.now() - started) / 1000, ...answer };
  observer.event({ type: 'gate.judged', ...gate });
  return gate;
}

/** What cannot be read or run leaves the gate unknown, with its reason; bugs go on. */
function refusedAnswer(error: unknown): GateAnswer {
  if (!(error instanceof Failure)) throw error;
  return unknown(error.reason, error.message, error.next ?? 'Mend it and ask again.');
}

function reportedPolicy({ policy, file, at, hash }: AliasRules): ReportedPolicy {
  return { name: policy, file, commit: at?.commit ?? null, ref: at?.ref ?? null, rules: hash };
}

function championOf({ stores }: JudgeAround, name: string): GateContext['champion'] {
  const known = new Map<string, Promise<ModelVersion | undefined>>();
  const resolve = async (alias: string) => {
    try {
      return await stores.registry.resolve(`${name}@${alias}`);
    } catch (error) {
      if (error instanceof Failure && error.reason === 'alias-not-found') return undefined;
      throw error;
    }
  };
  return (alias) => {
    const found = known.get(alias) ?? resolve(alias);
    known.set(alias, found);
    return found;
  };
}

/** A data source for all gates, opened when the first of them asks, datasets as they ask, and a folder for what they make. */
function openOnce(host: Host, stores: Stores, root: string) {
  const tmpFolder = temporaryFolder(host);
  let source: Promise<DataSource> | undefined;
  let finder: Promise<FindDataset> | undefined;
  return {
    tmpFolder,
    data: () => {
      source ??= host.openData({ tmpFolder, readable: [stores.folder, root, tmpFolder] });
      return source;
    },
    dataset: (signal: AbortSignal) => async (name: string) => {
      finder ??= finderOf(host, stores, { root, tmpFolder: path.join(tmpFolder, 'datasets') });
      return (await finder)(name, signal);
    },
    async close() {
      await (await source?.catch(() => undefined))?.close();
      await host.files.remove(tmpFolder);
    },
  };
}

async function finderOf(
  host: Host,
  stores: Stores,
  { root, tmpFolder }: { readonly root: string; readonly tmpFolder: string },
): Promise<FindDataset> {
  const project = await loadProject(host.files, root);
  const { datasets, locks } = project;
  const { variables } = host.machine;
  const named = [...project.variables].map((name) => [name, variables[name] ?? null]);
  return datasetFinder({ host, stores, root, datasets, locks, tmpFolder, variables: Object.fromEntries(named) });
}
