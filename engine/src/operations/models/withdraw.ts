import { Failure, usage } from '../../failure.ts';
import { notesPath } from '../../registry/registryFolder.ts';
import { operation } from '../operation.ts';
import { openStores } from '../project.ts';

export interface WithdrawnModel {
  readonly model: string;
  readonly version: number;
  readonly reason: string;
  /** Where it is noted, relative to the project; to be committed like any other file. */
  readonly file: string;
}

/** `models withdraw`: a version must not be used any more. Its files stay, for what it did is known by them. */
export const withdrawModel = operation({
  name: 'models withdraw',
  title: 'Say that a version must not be used any more',
  examples: [
    {
      command: 'modelyard models withdraw flight-delay:6 --reason "its training rows leak"',
      does: '`flight-delay` is then the newest version that is not withdrawn, and version 6 is not promoted.',
    },
  ],
  arguments: {
    model: {
      type: 'string',
      description: 'NAME:VERSION, NAME@ALIAS, or NAME for the newest.',
      positional: true,
      required: true,
    },
    reason: { type: 'string', description: 'Why.', required: true },
  },
  result: 'models-withdraw',
  async run(host, args): Promise<WithdrawnModel> {
    const reason = args.reason.replaceAll(/\s+/g, ' ').trim();
    if (reason === '') throw usage('`--reason` says nothing.', 'Say why the version must not be used.');
    const { registry } = await openStores(host);
    const { name, version } = await registry.resolve(args.model);
    const { aliases } = await registry.model(name);
    const [alias] = aliases.filter((one) => one.version === version);
    if (alias !== undefined) throw stillHeld(name, version, alias.alias);
    const of = { model: name, version };
    await registry.withdraw(of, reason);
    return { model: name, version, reason, file: notesPath(of) };
  },
});

function stillHeld(model: string, version: number, alias: string): Failure {
  return new Failure('version-held', `${model}@${alias} stands for version ${version}.`, {
    next: `Take the alias elsewhere first: \`modelyard models rollback ${model} --alias ${alias} --reason R\`, or promote another version.`,
  });
}
