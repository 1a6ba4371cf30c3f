import type { ModelAlias } from '../../../ports/modelRegistry.ts';
import type { RulesOfMove } from '../../../registry/policies/aliasRules.ts';
import { aliasPath } from '../../../registry/registryFolder.ts';
import {
  clockSetBack,
  detached,
  noCommitYet,
  noIdentity,
  noSigningKey,
  pendingMove,
  stagedOtherwise,
  underWay,
} from './moveFailures.ts';
import { inRepository, type MovePlace } from './movePlace.ts';

/** Milliseconds by which clocks of a team may differ. */
const SKEW = 10 * 60_000;

export interface Preflight {
  readonly model: string;
  readonly alias: string;
  /** Files of the project that the commit will have, the alias file aside. */
  readonly files: readonly string[];
  /** Whether the move goes to a branch of its own and leaves the working tree alone. */
  readonly aside: boolean;
}

/**
 * Refuses before anything is written where the move could not be committed as it is.
 * @throws Failure `git-under-way`, `detached-head`, `no-commit`, `no-identity`, `staged-otherwise`, `alias-pending`
 */
export async function checkMayMove(place: MovePlace, { model, alias, files, aside }: Preflight): Promise<void> {
  const { repository } = place;
  if (repository === undefined) return;
  const { commits } = repository.git;
  const work = await commits.underWay();
  if (work !== undefined) throw underWay(work);
  if (repository.commit === undefined) throw noCommitYet();
  if (repository.branch === undefined && !aside) throw detached();
  if ((await repository.git.identity()) === undefined) throw noIdentity();
  const paths = inRepository(repository, [aliasPath(model, alias), ...files]);
  const staged = aside ? [] : await commits.stagedOtherwise(paths);
  if (staged.length > 0) throw stagedOtherwise(staged);
  await refusePending(place, model, alias);
}

async function refusePending({ stores }: MovePlace, model: string, alias: string): Promise<void> {
  const { pending = [] } = await stores.registry.model(model);
  const found = pending.find((one) => one.alias === alias);
  if (found !== undefined) throw pendingMove(model, alias, found.version);
}

/**
 * Whether the commit is signed: always where people approve, for who moves the alias must not be one of them.
 * @throws Failure `no-signing-key` where it must be and cannot
 */
export async function signs({ repository }: MovePlace, alias: string, { base, tree }: RulesOfMove): Promise<boolean> {
  const asked = [base?.approvals, tree?.approvals].filter((one) => one?.kind === 'people');
  if (repository === undefined || asked.length === 0) return false;
  const key = (await repository.git.identity())?.key;
  if (key === undefined && asked.some((one) => one?.kind === 'people' && one.unsigned !== true))
    throw noSigningKey(alias);
  return key !== undefined;
}

/**
 * When a move is, ISO 8601 UTC: never before the move that it follows.
 * @throws Failure `clock-set-back` where this clock is far behind
 */
export function timeOfMove(now: number, before: ModelAlias | undefined): string {
  const text = isoSeconds(now);
  const last = before === undefined ? Number.NaN : Date.parse(before.since);
  if (!(last > now)) return text;
  if (last - now > SKEW) throw clockSetBack(text, before!.since, `${before!.model}@${before!.alias}`);
  return isoSeconds(last);
}

function isoSeconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
