import { usage } from '../../failure.ts';
import type { ModelAlias, ModelVersion } from '../../ports/modelRegistry.ts';
import type { GateReport } from '../../registry/decisions/gateReport.ts';
import { gateReportFile } from '../../registry/decisions/gateReportFile.ts';
import { checkAlias } from '../../registry/modelName.ts';
import type { RulesOfMove } from '../../registry/policies/aliasRules.ts';
import { rulesOfMove } from '../../registry/policies/rulesOfMove.ts';
import { type ArgumentsOf, type Observer, operation } from '../operation.ts';
import { openStores } from '../project.ts';
import { gateResult } from '../promotion/gateResult.ts';
import { type GateEvent, judgeMove } from '../promotion/judgeMove.ts';
import { filesOfDecision } from './move/decision.ts';
import { moveAlias } from './move/moveAlias.ts';
import { type MovedAlias, NOTHING_MOVED } from './move/movedAlias.ts';
import { hostApproves, withdrawnVersion } from './move/moveFailures.ts';
import { promotionMessage } from './move/moveMessage.ts';
import { inRepository, type MovePlace, movePlace } from './move/movePlace.ts';
import { checkMayMove, signs, timeOfMove } from './move/preflight.ts';
import { finishMove, undoMove } from './move/settle.ts';
import { sendVersion } from './publish/sendVersion.ts';

const ARGUMENTS = {
  model: { type: 'string', description: 'NAME, NAME:VERSION or NAME@ALIAS.', positional: true, required: true },
  alias: {
    type: 'string',
    description: 'The alias that moves, such as `production`.',
    required: true,
    placeholder: 'A',
  },
  pr: { type: 'boolean', description: 'On a branch of its own, for review; the working tree stays as it is.' },
  finish: { type: 'boolean', description: 'Commit a move that was begun and not committed.' },
  undo: { type: 'boolean', description: 'Take such a move back.' },
  'policy-from': {
    type: 'string',
    description: 'Branch, tag or commit whose policy decides; default as `gate` has it.',
    placeholder: 'REF',
  },
} as const;

/** `models promote`: moves an alias where the policy lets it, as one commit of exactly the files that the decision rests on. */
export const promoteModel = operation({
  name: 'models promote',
  title: 'Move an alias to a version, where the policy lets it',
  examples: [
    {
      command: 'modelyard models promote flight-delay:8 --alias production',
      does: 'Asks every gate and, where all pass, commits the move with its gate report; else nothing is written and the exit code is 1.',
    },
    {
      command: 'modelyard models promote flight-delay:8 --alias production --pr',
      does: 'The same as a pull request: a branch is pushed, your working tree stays as it is.',
    },
    {
      command: 'modelyard models promote flight-delay --alias production --undo',
      does: 'Takes back a move that was begun and not committed; `--finish` commits it.',
    },
  ],
  arguments: ARGUMENTS,
  result: 'models-promote',
  async run(host, args, observer): Promise<MovedAlias> {
    checkAlias(args.alias);
    checkFlags(args);
    const place = await movePlace(host, await openStores(host));
    const { registry, locks } = place.stores;
    if (args.undo || args.finish) {
      const [model = ''] = args.model.split(/[:@]/);
      const settle = args.undo ? undoMove : finishMove;
      return locks.exclusively(`alias ${model}`, () => settle(place, model, args.alias), observer.signal);
    }
    const candidate = await registry.resolve(args.model);
    await refuseWithdrawn(place, candidate);
    const rules = await rulesOfMove(
      { files: host.files, git: host.git(place.root), root: place.root },
      { model: candidate.name, alias: args.alias },
      args['policy-from'] === undefined ? {} : { policyFrom: args['policy-from'] },
    );
    if (rules.base === undefined && rules.tree === undefined) return moveFree(place, candidate, args.alias, args.pr);
    return promote({ place, candidate, rules, args, observer });
  },
  verdict: ({ allowed }) => (allowed ? 0 : 1),
});

interface Promoting {
  readonly place: MovePlace;
  readonly candidate: ModelVersion;
  readonly rules: RulesOfMove;
  readonly args: ArgumentsOf<typeof ARGUMENTS>;
  readonly observer: Observer;
}

async function promote({ place, candidate, rules, args, observer }: Promoting): Promise<MovedAlias> {
  const { name: model, version, sha256 } = candidate;
  const { alias, pr: aside } = args;
  if (!aside && leftToHost(rules)) throw hostApproves(alias);
  const ask = { model, alias, aside };
  await checkMayMove(place, { ...ask, files: await filesOfDecision(place, { model, version }) });
  const sign = await signs(place, alias, rules);
  const before = await heldBy(place, model, alias);
  const since = timeOfMove(place.host.clock.now(), before);
  const moved = { model, version, alias, guarded: true, previous: before?.version ?? null, sha256 };
  if (before?.version === version && before.sha256 === sha256 && before.gates !== undefined)
    return { ...NOTHING_MOVED, ...moved, previous: before.previous ?? null, allowed: true, moved: false };
  const told = observer as unknown as Observer<GateEvent>;
  const report = await judgeMove(place, { candidate, alias, rules, signal: observer.signal, observer: told });
  const gates = gateResult(report);
  if (!report.allowed) return { ...NOTHING_MOVED, ...moved, allowed: false, moved: false, gates };
  // Whoever sees the move can have the bytes.
  await sendVersion(place, candidate, observer, objectsOfReport(report));
  const file = gateReportFile(report);
  const next = nextState(before, { model, alias, version, sha256, since, gates: file.sha256 });
  const done = await moveAlias(place, {
    next,
    before,
    report: file,
    files: await filesOfDecision(place, next, report.approvals),
    message: promotionMessage(next, report, file),
    sign,
    aside,
    branch: `promote/${model}-v${version}-${alias}`,
    signal: observer.signal,
  });
  const uncommitted = await readUncommitted(place, report);
  return { ...NOTHING_MOVED, ...moved, allowed: true, moved: true, gates, report: file.path, uncommitted, ...done };
}

/** What gates have read of the working tree, such as the model card, and that the move did not commit. */
async function readUncommitted({ repository }: MovePlace, { gates }: GateReport): Promise<readonly string[]> {
  const files = gates.flatMap(({ evidence }) => evidence.flatMap((one) => (one.kind === 'file' ? one.file : [])));
  if (repository === undefined || files.length === 0) return [];
  return repository.git.commits.uncommitted(inRepository(repository, [...new Set(files)]));
}

function objectsOfReport({ gates }: GateReport): ReadonlyMap<string, string> {
  const objects = gates.flatMap(({ evidence }) => evidence.flatMap((one) => (one.kind === 'object' ? one : [])));
  return new Map(objects.map(({ sha256, what }) => [sha256, what]));
}

/** Where the same version is judged anew, what was before stays before. */
function nextState(before: ModelAlias | undefined, state: Omit<ModelAlias, 'previous'>): ModelAlias {
  const isSame = before?.version === state.version && before.sha256 === state.sha256;
  return { ...state, previous: isSame ? before.previous : before?.version };
}

/** What an alias stands for, by what is committed. */
async function heldBy({ stores }: MovePlace, model: string, alias: string): Promise<ModelAlias | undefined> {
  return (await stores.registry.model(model)).aliases.find((one) => one.alias === alias);
}

async function moveFree(
  place: MovePlace,
  { name, version }: ModelVersion,
  alias: string,
  pr: boolean,
): Promise<MovedAlias> {
  if (pr)
    throw usage(
      `\`${alias}\` of ${name} is a free alias: no policy guards it.`,
      'Move it without `--pr`, and commit its file.',
    );
  const { previous = null, sha256 } = await place.stores.registry.setAlias(name, alias, version);
  const moved = { model: name, version, alias, guarded: false, previous, sha256 };
  return { ...NOTHING_MOVED, ...moved, allowed: true, moved: true };
}

function leftToHost({ base, tree }: RulesOfMove): boolean {
  return [base, tree].some((rules) => rules?.approvals?.kind === 'code_owners');
}

async function refuseWithdrawn({ stores }: MovePlace, { name, version }: ModelVersion): Promise<void> {
  const withdrawn = (await stores.registry.notes(name)).versions.get(version)?.withdrawn;
  if (withdrawn !== undefined) throw withdrawnVersion(`${name}:${version}`, withdrawn.reason);
}

function checkFlags({
  finish,
  undo,
  pr,
}: {
  readonly finish: boolean;
  readonly undo: boolean;
  readonly pr: boolean;
}): void {
  if (finish && undo) throw usage('`--finish` and `--undo` exclude each other.');
  if (pr && (finish || undo)) throw usage('`--pr` leaves no pending move: nothing is to be finished or undone.');
}
