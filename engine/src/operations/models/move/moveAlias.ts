import { posix as path } from 'node:path';
import type { ModelAlias } from '../../../ports/modelRegistry.ts';
import { parseAliasFile, writeAliasFile } from '../../../registry/aliasFile.ts';
import type { GateReportFile } from '../../../registry/decisions/gateReportFile.ts';
import { aliasPath } from '../../../registry/registryFolder.ts';
import { commitDecision } from './decision.ts';
import { aliasMoved, otherAtRemote } from './moveFailures.ts';
import { type MovePlace, textAt } from './movePlace.ts';
import { checkMayMove } from './preflight.ts';
import { proposalBase, propose } from './propose.ts';

/** A move that may be made. */
export interface AllowedMove {
  readonly next: ModelAlias;
  /** What the alias stood for when the move was judged. */
  readonly before: ModelAlias | undefined;
  readonly report: GateReportFile | undefined;
  /** Files of the project that go with it where they are not committed. */
  readonly files: readonly string[];
  readonly message: string;
  readonly sign: boolean;
  /** By a pull request. */
  readonly aside: boolean;
  readonly branch: string;
  readonly signal: AbortSignal;
}

export interface Made {
  readonly commit: string | null;
  readonly branch: string | null;
  readonly url: string | null;
  readonly opened: boolean;
}

/** Commits a move here, or on a branch that waits for review. Nothing moves where the alias was moved in between. */
export async function moveAlias(place: MovePlace, move: AllowedMove): Promise<Made> {
  if (move.aside) return proposeMove(place, move);
  const { model, alias } = move.next;
  return place.stores.locks.exclusively(
    `alias ${model}`,
    async () => {
      await checkMayMove(place, { model, alias, files: move.files, aside: false });
      const now = (await place.stores.registry.model(model)).aliases.find((one) => one.alias === alias);
      if (!isSameState(now, move.before)) throw aliasMoved(model, alias, now?.version);
      const commit = await commitDecision(place, { ...move, alias: move.next });
      return { commit: commit ?? null, branch: null, url: null, opened: false };
    },
    move.signal,
  );
}

async function proposeMove(place: MovePlace, move: AllowedMove): Promise<Made> {
  const { next, before, report, message, sign, branch } = move;
  const base = await proposalBase(place, 'A pull request');
  const file = aliasPath(next.model, next.alias);
  const there = await textAt(base.repository, base.commit, file);
  const held = there === undefined ? undefined : parseAliasFile(there, file);
  if (!isSameState(held, before)) throw otherAtRemote(next.model, next.alias, base.ref, held?.version, before?.version);
  const texts = new Map<string, string | undefined>([[file, writeAliasFile(next)]]);
  if (report !== undefined) texts.set(report.path, report.text);
  for (const own of move.files) {
    const text = await place.host.files.read(path.join(place.root, own));
    if (text !== undefined) texts.set(own, text.replaceAll('\r\n', '\n'));
  }
  return propose(place, base, { branch, message, files: texts, sign });
}

function isSameState(a: ModelAlias | undefined, b: ModelAlias | undefined): boolean {
  return a?.version === b?.version && a?.sha256 === b?.sha256 && a?.since === b?.since;
}
