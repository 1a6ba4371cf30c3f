import { posix as path } from 'node:path';
import { Failure, usage } from '../../failure.ts';
import type { ModelAlias, ModelVersion } from '../../ports/modelRegistry.ts';
import { writeAliasFile } from '../../registry/aliasFile.ts';
import { gateReportFile } from '../../registry/decisions/gateReportFile.ts';
import { checkAlias } from '../../registry/modelName.ts';
import type { RulesOfMove } from '../../registry/policies/aliasRules.ts';
import { rulesOfMove } from '../../registry/policies/rulesOfMove.ts';
import { aliasNotFound, versionNotFound } from '../../registry/registryFailures.ts';
import { aliasPath } from '../../registry/registryFolder.ts';
import { type Observer, operation } from '../operation.ts';
import { openStores } from '../project.ts';
import { gateResult } from '../promotion/gateResult.ts';
import { type GateEvent, judgeMove } from '../promotion/judgeMove.ts';
import { statesThatHeld } from './move/aliasHistory.ts';
import { filesOfDecision } from './move/decision.ts';
import { moveAlias } from './move/moveAlias.ts';
import { type MovedAlias, NOTHING_MOVED } from './move/movedAlias.ts';
import { hostApproves, withdrawnVersion } from './move/moveFailures.ts';
import { rollbackMessage } from './move/moveMessage.ts';
import { type MovePlace, movePlace } from './move/movePlace.ts';
import { checkMayMove, signs, timeOfMove } from './move/preflight.ts';

/** `models rollback`: an alias goes back to what it stood for before, as the policy lets it. */
export const rollbackModel = operation({
  name: 'models rollback',
  title: 'Take an alias back to a version that held it before',
  examples: [
    {
      command: 'modelyard models rollback flight-delay --alias production --reason "refuses rows without an origin"',
      does: 'Back to the version before, in one step where the policy says `rollback: {gates: none}`; else its gates are asked.',
    },
    {
      command: 'modelyard models rollback flight-delay --alias production --to 5 --reason "v6 and v7 leak"',
      does: 'Further back, to a version that held the alias.',
    },
  ],
  arguments: {
    model: { type: 'string', description: 'Name of the model.', positional: true, required: true, placeholder: 'NAME' },
    alias: { type: 'string', description: 'The alias that goes back.', required: true, placeholder: 'A' },
    to: { type: 'integer', description: 'A version that held it; default: the one before.', placeholder: 'V' },
    reason: { type: 'string', description: 'Why; it stands in the alias file and in the commit.', required: true },
    pr: { type: 'boolean', description: 'On a branch of its own, for review; the working tree stays as it is.' },
  },
  result: 'models-promote',
  async run(host, args, observer): Promise<MovedAlias> {
    const { model, alias } = args;
    checkAlias(alias);
    if (args.reason.trim() === '') throw usage('`--reason` says nothing.', 'Say why the alias goes back.');
    const place = await movePlace(host, await openStores(host));
    const found = await place.stores.registry.model(model);
    const around = { files: host.files, git: host.git(place.root), root: place.root };
    const rules = await rulesOfMove(around, { model, alias });
    const before = found.aliases.find((one) => one.alias === alias);
    if (before === undefined) {
      await checkMayMove(place, { model, alias, files: [], aside: args.pr });
      throw aliasNotFound(
        model,
        alias,
        found.aliases.map((one) => one.alias),
      );
    }
    const version = await target(place, before, args.to);
    const reason = args.reason.replaceAll(/\s+/g, ' ').trim();
    if (rules.base === undefined && rules.tree === undefined)
      return moveFree(place, before, { ...version, reason }, args.pr);
    return rollBack({ place, before, target: version, reason, rules, aside: args.pr, observer });
  },
  verdict: ({ allowed }) => (allowed ? 0 : 1),
});

interface Target {
  /** What the alias file said when it held this version. */
  readonly state: ModelAlias;
  readonly version: ModelVersion;
}

async function target(place: MovePlace, held: ModelAlias, to: number | undefined): Promise<Target> {
  const { model, alias } = held;
  const states = await statesThatHeld(place, model, alias);
  const state = to === undefined ? states[0] : states.find(({ version }) => version === to);
  const { versions } = await place.stores.registry.model(model);
  if (to !== undefined && !versions.some((one) => one.version === to))
    throw versionNotFound(
      model,
      to,
      versions.map((one) => one.version),
    );
  if (state === undefined) throw notHeld(held, to, states);
  const version = versions.find((one) => one.version === state.version)!;
  const { withdrawn } = (await place.stores.registry.notes(model)).versions.get(version.version) ?? {};
  if (withdrawn !== undefined) throw withdrawnVersion(`${model}:${version.version}`, withdrawn.reason);
  return { state, version };
}

interface RollingBack {
  readonly place: MovePlace;
  readonly before: ModelAlias;
  readonly target: Target;
  readonly reason: string;
  readonly rules: RulesOfMove;
  readonly aside: boolean;
  readonly observer: Observer;
}

async function rollBack({ place, before, target, reason, rules, aside, observer }: RollingBack): Promise<MovedAlias> {
  const { model, alias } = before;
  const { name, version, sha256 } = target.version;
  const files = await filesOfDecision(place, { model, version });
  await checkMayMove(place, { model, alias, files, aside });
  const asksGates = [rules.base, rules.tree].some((one) => one?.rollback === 'gates');
  const byHost = [rules.base, rules.tree].some((one) => one?.approvals?.kind === 'code_owners');
  if (asksGates && byHost && !aside) throw hostApproves(alias);
  const sign = await signs(place, alias, rules);
  const since = timeOfMove(place.host.clock.now(), before);
  const moved = { ...NOTHING_MOVED, model, version, alias, guarded: true, previous: before.version, sha256, reason };
  const told = observer as unknown as Observer<GateEvent>;
  const move = { candidate: target.version, alias, rules, signal: observer.signal, observer: told };
  const report = asksGates ? await judgeMove(place, move) : undefined;
  const gates = report === undefined ? null : gateResult(report);
  if (report?.allowed === false) return { ...moved, allowed: false, moved: false, gates };
  const judged = report === undefined ? undefined : { report, file: gateReportFile(report) };
  const { gates: _, ...state } = target.state;
  const restsOn = judged?.file.sha256 ?? target.state.gates;
  const next = { ...state, model: name, version, sha256, since, reason };
  const done = await moveAlias(place, {
    next: restsOn === undefined ? next : { ...next, gates: restsOn },
    before,
    report: judged?.file,
    files: report === undefined ? files : await filesOfDecision(place, next, report.approvals),
    message: rollbackMessage(next, before.version, judged),
    sign,
    aside,
    branch: `rollback/${model}-v${version}-${alias}`,
    signal: observer.signal,
  });
  return { ...moved, allowed: true, moved: true, gates, report: judged?.file.path ?? null, ...done };
}

async function moveFree(
  place: MovePlace,
  before: ModelAlias,
  { state, version: target, reason }: Target & { readonly reason: string },
  pr: boolean,
): Promise<MovedAlias> {
  const { model, alias } = before;
  if (pr) throw usage(`\`${alias}\` of ${model} is a free alias: no policy guards it.`, 'Move it without `--pr`.');
  const { version, sha256 } = target;
  const since = timeOfMove(place.host.clock.now(), before);
  const next = { model, alias, version, sha256, previous: state.previous, since, reason };
  await place.host.files.write(path.join(place.root, aliasPath(model, alias)), writeAliasFile(next));
  const moved = { model, version, alias, guarded: false, previous: before.version, sha256, reason };
  return { ...NOTHING_MOVED, ...moved, allowed: true, moved: true };
}

function notHeld(
  { model, alias, version }: ModelAlias,
  to: number | undefined,
  states: readonly ModelAlias[],
): Failure {
  const held = [...new Set(states.map((state) => state.version))];
  const list = held.length === 0 ? 'there is none' : `there is ${held.join(', ')}`;
  const next =
    to === undefined || to === version
      ? `\`modelyard models show ${model}\` shows its versions.`
      : `A version that never held the alias, or was rolled back from, passes its gates: \`modelyard models promote ${model}:${to} --alias ${alias}\`.`;
  const what =
    to === undefined
      ? `${model}@${alias} stands for version ${version}, and no version before it can be told`
      : to === version
        ? `${model}@${alias} stands for version ${to} already`
        : `${model}@${alias} cannot go back to version ${to}: of versions that it may go back to ${list}`;
  return new Failure('not-held', `${what}.`, { next });
}
