import { usage } from '../failure.ts';
import { checkAlias } from '../registry/modelName.ts';
import { rulesOfMove } from '../registry/policies/rulesOfMove.ts';
import { withdrawnVersion } from './models/move/moveFailures.ts';
import { type Observer, operation } from './operation.ts';
import { openStores } from './project.ts';
import type { ChangedResult } from './promotion/changed/changedResult.ts';
import { gateChanged, refuseReference } from './promotion/changed/gateChanged.ts';
import { type GateResult, gateResult } from './promotion/gateResult.ts';
import { type GateEvent, judgeMove } from './promotion/judgeMove.ts';

/** `gate`: whether an alias may move to a version, and why; moves nothing. */
export const gate = operation({
  name: 'gate',
  title: 'Say whether an alias may point at a version, and why',
  examples: [
    {
      command: 'modelyard gate flight-delay:3 --alias production',
      does: 'Asks every gate of the policy; exit code 1 where one has not passed. Nothing moves.',
    },
    {
      command: 'modelyard gate flight-delay:3 --alias production --policy-from origin/release --format junit',
      does: 'By the policy that another branch has, as a report for CI.',
    },
    {
      command: 'modelyard gate --changed --policy-from origin/main --format markdown',
      does: 'In a pull request: judges every alias that the branch moves, and says what else it changes, as one comment.',
    },
  ],
  arguments: {
    model: { type: 'string', description: 'NAME, NAME:VERSION or NAME@ALIAS.', positional: true },
    alias: { type: 'string', description: 'The alias that is to move.', placeholder: 'A' },
    changed: {
      type: 'boolean',
      description:
        'Instead of a version: every alias that this branch moves, and what else it changes, from git alone.',
    },
    against: {
      type: 'string',
      description: 'With `--changed`: branch, tag or commit to compare with; default as `--policy-from`.',
      placeholder: 'REF',
    },
    'policy-from': {
      type: 'string',
      description:
        'Branch, tag or commit whose policy decides, at the merge base; default origin/HEAD, origin/main, origin/master, main, master, else HEAD.',
      placeholder: 'REF',
    },
  },
  result: 'gate',
  async run(host, args, observer): Promise<GateResult | ChangedResult> {
    const told = observer as unknown as Observer<GateEvent>;
    if (args.changed) {
      refuseReference(args.model, args.alias);
      return gateChanged(host, { policyFrom: args['policy-from'], against: args.against }, told);
    }
    if (args.model === undefined || args.alias === undefined) throw nothingNamed();
    if (args.against !== undefined)
      throw usage('`--against` is about `--changed`.', 'Leave it out, or add `--changed`.');
    checkAlias(args.alias);
    const { root, ...stores } = await openStores(host);
    const candidate = await stores.registry.resolve(args.model);
    const withdrawn = (await stores.registry.notes(candidate.name)).versions.get(candidate.version)?.withdrawn;
    if (withdrawn !== undefined) throw withdrawnVersion(`${candidate.name}:${candidate.version}`, withdrawn.reason);
    const { alias } = args;
    const around = { files: host.files, git: host.git(root), root };
    const rules = await rulesOfMove(
      around,
      { model: candidate.name, alias },
      args['policy-from'] === undefined ? {} : { policyFrom: args['policy-from'] },
    );
    const report = await judgeMove(
      { host, stores, root },
      { candidate, alias, rules, signal: observer.signal, observer: told },
    );
    const result = gateResult(report);
    observer.event({ type: 'gate.finished', ...result } as { type: string });
    return result;
  },
  verdict: ({ allowed }) => (allowed ? 0 : 1),
});

function nothingNamed() {
  return usage(
    'A version and an alias are missing.',
    'Name them: `modelyard gate NAME:VERSION --alias A`; or judge what this branch moves: `modelyard gate --changed`.',
  );
}
