import { usage } from '../../../failure.ts';
import { PROJECT_FILE } from '../../../language/kinds.ts';
import { parseTree } from '../../../language/tree.ts';
import type { FileChange } from '../../../ports/gitHistory.ts';
import type { Host } from '../../../ports/host.ts';
import { textAt } from '../../../project/read.ts';
import { registryPath } from '../../../registry/audit/registryPath.ts';
import { versionOfPath } from '../../../registry/registryFolder.ts';
import type { Observer } from '../../operation.ts';
import { openStores } from '../../project.ts';
import type { GateEvent } from '../judgeMove.ts';
import type { ChangedResult, JudgedAlias, JudgedProblem } from './changedResult.ts';
import { changedCards, changedData, changedFeatures, changedPolicies } from './changedSpecs.ts';
import { type ChangedState, changedState } from './changedState.ts';
import { changedVersions } from './changedVersions.ts';
import { commentBody, markerOf } from './comment.ts';
import { judgeAlias } from './judgeAlias.ts';

export interface ChangedArguments {
  /** Branch, tag or commit whose policy decides. */
  readonly policyFrom: string | undefined;
  /** What is compared with; each of the two is the other where it is not given. */
  readonly against: string | undefined;
}

/**
 * What a branch changes, and whether the aliases that it moves may move: from git and the objects that gate reports name, without
 * data, models or runs, and without running anything of the branch.
 * @throws Failure `history-cut-off`, `no-history`, `unknown-ref`
 */
export async function gateChanged(
  host: Host,
  { policyFrom = undefined, against = undefined }: ChangedArguments,
  observer: Observer<GateEvent>,
): Promise<ChangedResult> {
  const { root, ...stores } = await openStores(host);
  const state = await changedState(host, root, against ?? policyFrom);
  const { changes } = state;
  const texts = await state.texts(blobsOf(state));
  const text = (path: string) => texts(state.after.get(path));
  const textBefore = (path: string) => texts(state.before.get(path));
  const around = { host, stores, root };
  const branch = { around, state, text, textBefore, policyFrom: policyFrom ?? against, observer };
  const aliases: JudgedAlias[] = [];
  for (const change of changes) {
    const is = registryPath(change.path);
    if (is?.kind === 'alias') aliases.push(await judgeAlias(branch, change, is));
  }
  const numbers = (model: string) => numbersOf(state, model);
  const said = {
    aliases,
    versions: changedVersions(changes, aliases, text, numbers),
    data: changedData(changes, texts),
    features: changedFeatures(changes, texts),
    cards: changedCards(changes, texts),
    policies: changedPolicies(changes, texts),
    problems: changes.flatMap(edited),
  };
  const result = {
    allowed: aliases.every(({ allowed }) => allowed) && said.problems.length === 0,
    changed: Object.values(said).some((part) => part.length > 0),
    project: textAt(parseTree(text(PROJECT_FILE) ?? ''), ['project']) ?? '',
    base: state.base,
    head: state.head,
    modelyard: host.machine.modelyard,
    ...said,
    uncommitted: state.uncommitted,
  };
  const marker = markerOf(state.inside);
  const whole = { ...result, comment: { marker, body: commentBody(marker, result) } };
  observer.event({ type: 'gate.changed', result: whole } as unknown as GateEvent);
  return whole;
}

/** @throws Failure `usage` where a reference is named beside */
export function refuseReference(model: string | undefined, alias: string | undefined): void {
  if (model !== undefined || alias !== undefined)
    throw usage('`--changed` judges every alias that moves; it takes no model and no `--alias`.', 'Leave them out.');
}

/** Of changed files on both sides, and of all that their models' registry holds. */
function blobsOf({ changes, before, after }: ChangedState): readonly (string | undefined)[] {
  const models = new Set(
    changes.flatMap(({ path }) => (path.startsWith('registry/') ? path.split('/').slice(1, 2) : [])),
  );
  const isNear = (path: string) =>
    path.startsWith('registry/') && (path.split('/').length === 2 || models.has(path.split('/')[1]!));
  const near = [...before, ...after].flatMap(([path, blob]) => (isNear(path) || path === PROJECT_FILE ? [blob] : []));
  const looked = changes.filter(({ path }) => /\.(?:lock|features|modelcard|policy)\.yaml$/.test(path));
  return [...near, ...looked.flatMap((change) => [change.before, change.after])];
}

function numbersOf({ after }: ChangedState, model: string): readonly number[] {
  const found = [...after.keys()].flatMap((path) =>
    path.startsWith(`registry/${model}/`) ? (versionOfPath(path) ?? []) : [],
  );
  return found.map(({ version }) => version).sort((a, b) => a - b);
}

/** Facts are written once. */
function edited({ path, before, after }: FileChange): readonly JudgedProblem[] {
  const is = registryPath(path);
  if (before === undefined || (is?.kind !== 'version' && is?.kind !== 'report')) return [];
  const gone = after === undefined;
  if (is.kind === 'version')
    return [
      gone
        ? {
            code: 'version-deleted',
            file: path,
            message: 'the file of the version was deleted; `models withdraw` says that it must not be used',
          }
        : { code: 'version-edited', file: path, message: 'its facts are not those that were registered' },
    ];
  return [
    gone
      ? { code: 'report-missing', file: path, message: 'the gate report was deleted' }
      : { code: 'report-changed', file: path, message: 'its bytes are not those that were written' },
  ];
}
