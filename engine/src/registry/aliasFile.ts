import type { ModelAlias } from '../ports/modelRegistry.ts';
import { Fields } from './readFields.ts';
import { writeYaml } from './writeYaml.ts';

/** The text of `registry/NAME/ALIAS.alias.yaml`. */
export function writeAliasFile(alias: ModelAlias): string {
  return writeYaml({
    model_alias: alias.model,
    alias: alias.alias,
    version: alias.version,
    sha256: alias.sha256,
    previous: alias.previous,
    since: alias.since,
    gates: alias.gates,
    reason: alias.reason,
  });
}

/** @throws Failure `registry-file` naming the file and what is wrong */
export function parseAliasFile(text: string, file: string): ModelAlias {
  const fields = new Fields(text, file);
  const gates = fields.optionalHash('gates');
  const reason = fields.optionalText('reason');
  return {
    model: fields.text('model_alias'),
    alias: fields.text('alias'),
    version: fields.count('version'),
    sha256: fields.hash('sha256'),
    previous: fields.optionalCount('previous'),
    since: fields.text('since'),
    ...(gates === undefined ? {} : { gates }),
    ...(reason === undefined ? {} : { reason }),
  };
}
