import { Failure } from '../../../failure.ts';
import type { DataSource } from '../../../ports/dataSource.ts';
import type { GateContext } from '../../../ports/gate.ts';
import type { RulesOfMove } from '../../../registry/policies/aliasRules.ts';
import { filesOfRules } from '../../../registry/policies/rulesOfMove.ts';
import { temporaryFolder } from '../../dataFile.ts';
import type { JudgeAround } from '../judgeMove.ts';

export type ContextOfMove = Pick<GateContext, 'candidate' | 'alias' | 'champion' | 'signal'> & {
  readonly rules: RulesOfMove;
};

/** What gates are given where neither the model nor the data has to be. */
export async function withGateContext<T>(
  { host, stores, root }: JudgeAround,
  { rules, ...move }: ContextOfMove,
  work: (context: Omit<GateContext, 'progress' | 'reported'>) => Promise<T>,
): Promise<T> {
  const tmpFolder = temporaryFolder(host);
  let opened: Promise<DataSource> | undefined;
  const data = () => {
    opened ??= host.openData({ tmpFolder, readable: [stores.folder, root, tmpFolder] });
    return opened;
  };
  try {
    const fileOfRules = await filesOfRules({ files: host.files, git: host.git(root), root }, rules);
    return await work({ ...move, host, stores, root, fileOfRules, data, dataset: noData, tmpFolder });
  } finally {
    await (await opened?.catch(() => undefined))?.close();
    await host.files.remove(tmpFolder);
  }
}

function noData(name: string): Promise<never> {
  return Promise.reject(
    new Failure('data-not-read', `\`${name}\` is not read for this.`, {
      next: 'Ask with `modelyard gate NAME:VERSION`.',
    }),
  );
}
