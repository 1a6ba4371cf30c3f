import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import { ownersOf, withOwners } from '../../registry/approvals/codeOwners.ts';
import { guardedFiles, readCodeOwners } from '../../registry/approvals/ownedFiles.ts';
import { rulesOfMove } from '../../registry/policies/rulesOfMove.ts';
import { operation } from '../operation.ts';
import { openStores } from '../project.ts';

export interface WrittenOwners {
  /** Relative to the repository. */
  readonly file: string;
  /** Whether lines were added; false where all had owners. */
  readonly written: boolean;
  readonly files: readonly { readonly file: string; readonly owners: readonly string[] }[];
}

/** `models owners`: the lines of CODEOWNERS that a policy with `approvals: {code_owners: true}` needs. */
export const ownModels = operation({
  name: 'models owners',
  title: 'Write who has to review the moves of an alias on the git host',
  examples: [
    {
      command: 'modelyard models owners flight-delay --alias production --owner @acme/approvers',
      does: 'adds lines for the alias and its policy to CODEOWNERS, where nobody owns them yet.',
    },
  ],
  arguments: {
    name: { type: 'string', description: 'Name of the model.', positional: true, required: true },
    alias: { type: 'string', description: 'The alias that moves.', required: true, placeholder: 'ALIAS' },
    owner: {
      type: 'string',
      description: 'A user, a team or an e-mail as the host knows it; may be given again.',
      multiple: true,
      placeholder: 'OWNER',
    },
  },
  result: 'models-owners',
  async run(host, args): Promise<WrittenOwners> {
    const { root, registry } = await openStores(host);
    const { name } = await registry.model(args.name);
    const git = host.git(root);
    const rules = await rulesOfMove({ files: host.files, git, root }, { model: name, alias: args.alias });
    if (![rules.base, rules.tree].some((one) => one?.approvals?.kind === 'code_owners'))
      throw new Failure('no-code-owners-asked', `The policy does not leave ${args.alias} to code owners.`, {
        next: `Say so in the policy, under \`aliases.${args.alias}.approvals\`: \`{code_owners: true}\`.`,
      });
    const around = { host, root };
    const { file = 'CODEOWNERS', text } = await readCodeOwners(around, undefined);
    const guarded = await guardedFiles(around, rules, name, args.alias);
    if (args.owner.length === 0 && guarded.some((one) => ownersOf(text, one).length === 0))
      throw new Failure('usage', 'Nobody is named who owns the alias.', { next: 'Name them with `--owner @TEAM`.' });
    const after = withOwners(text, guarded, args.owner.map(plainOwner));
    const top = (await git.root()) ?? root;
    if (after !== text) await host.files.write(path.join(top, file), after);
    const files = guarded.map((one) => ({ file: one, owners: ownersOf(after, one) }));
    return { file, written: after !== text, files };
  },
});

/** @throws Failure `usage` where it is not one word that CODEOWNERS knows */
function plainOwner(owner: string): string {
  if (/^@?[\w][\w./@+-]*$/.test(owner) && owner.includes('@')) return owner;
  throw new Failure('usage', `\`${owner}\` is no owner.`, { next: 'Write `@user`, `@org/team` or an e-mail.' });
}
