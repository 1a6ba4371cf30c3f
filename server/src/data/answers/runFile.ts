import { runFileText } from '../../../../engine/src/operations/runs/compare/runFile.ts';
import type { RunFileText } from '../../views/comparison.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Asked } from '../asked.ts';
import { runNamed } from './runNamed.ts';

/** Text of a spec or a file of code as a run found it. */
export async function runFile(
  asked: Asked,
  { run: id, path }: ViewQuestions['runFile']['params'],
): Promise<RunFileText> {
  const { run, artifacts } = await runNamed(asked, id);
  const { host } = asked;
  const root = (await host.files.realPath(asked.root)) ?? asked.root;
  return { text: await runFileText(run, path, { root, git: host.git(asked.root), artifacts }) };
}
