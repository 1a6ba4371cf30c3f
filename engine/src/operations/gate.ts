import { checkAlias } from '../registry/modelName.ts';
import { rulesOfMove } from '../registry/policies/rulesOfMove.ts';
import { type Observer, operation } from './operation.ts';
import { openStores } from './project.ts';
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
  ],
  arguments: {
    model: { type: 'string', description: 'NAME, NAME:VERSION or NAME@ALIAS.', positional: true, required: true },
    alias: { type: 'string', description: 'The alias that is to move.', required: true, placeholder: 'A' },
    'policy-from': {
      type: 'string',
      description:
        'Branch, tag or commit whose policy decides, at the merge base; default origin/HEAD, origin/main, origin/master, main, master, else HEAD.',
      placeholder: 'REF',
    },
  },
  result: 'gate',
  async run(host, args, observer): Promise<GateResult> {
    checkAlias(args.alias);
    const { root, ...stores } = await openStores(host);
    const candidate = await stores.registry.resolve(args.model);
    const { alias } = args;
    const around = { files: host.files, git: host.git(root), root };
    const rules = await rulesOfMove(
      around,
      { model: candidate.name, alias },
      args['policy-from'] === undefined ? {} : { policyFrom: args['policy-from'] },
    );
    const told = observer as unknown as Observer<GateEvent>;
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
