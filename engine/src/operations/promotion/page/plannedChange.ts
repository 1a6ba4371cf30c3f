import { lineDiff } from '../../../language/lineDiff.ts';
import type { ModelAlias, ModelVersion } from '../../../ports/modelRegistry.ts';
import { writeAliasFile } from '../../../registry/aliasFile.ts';
import { aliasPath } from '../../../registry/registryFolder.ts';
import type { PlannedChange } from './promotionPage.ts';

export interface PlannedMove {
  readonly candidate: ModelVersion;
  readonly alias: string;
  readonly now: ModelAlias | undefined;
  /** Text of the alias file as it is. */
  readonly before: string | undefined;
  readonly isGuarded: boolean;
}

const TIME = '2000-01-01T00:00:00Z';
const REPORT = 'f'.repeat(64);

/** How the alias file will differ, line by line. What is known only once gates are judged stands there in words. */
export function plannedChange({ candidate, alias, now, before, isGuarded }: PlannedMove): PlannedChange {
  const { name, version, sha256 } = candidate;
  const after = writeAliasFile({
    model: name,
    alias,
    version,
    sha256,
    previous: now?.version,
    since: TIME,
    ...(isGuarded && { gates: REPORT }),
  });
  const told = linesIn(after).map((line) =>
    line.replace(TIME, '(time of the move)').replace(REPORT, '(sha256 of the gate report)'),
  );
  return {
    file: aliasPath(name, alias),
    lines: lineDiff(linesIn(before ?? ''), told),
    message: `Promote ${name} v${version} to ${alias}`,
  };
}

function linesIn(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}
