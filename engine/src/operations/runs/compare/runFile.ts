import { posix as path } from 'node:path';
import { Failure } from '../../../failure.ts';
import type { Run } from '../../../ports/runStore.ts';
import { type CodeSources, isCode, isKnown, projectInGit, runCode, textOf } from './runCode.ts';
import { specsOf } from './specs.ts';

/**
 * Text of a spec, as the run kept it, or of a file of code, at its commit with its uncommitted changes.
 * @param file in the project; null: the run did not have it
 * @throws Failure `file-hidden`, `code-unknown`, `object-missing`
 */
export async function runFileText(
  run: Run,
  file: string,
  { root, ...sources }: CodeSources & { readonly root: string },
): Promise<string | null> {
  const short = run.id.slice(0, 8);
  const specs = specsOf(run);
  const kept = specs.get(file);
  if (kept !== undefined)
    return new TextDecoder().decode(await sources.artifacts.bytes(kept.sha256, `\`${file}\` of the run ${short}`));
  const inGit = path.join(await projectInGit(root, sources.git), file);
  if (inGit.startsWith('../') || path.isAbsolute(inGit) || !isCode(inGit))
    throw new Failure('file-hidden', `\`${file}\` is no code, so its text is not shown.`, {
      next: 'What differs in data is told by data version.',
    });
  const code = await runCode(run, sources);
  if (!isKnown(code))
    throw new Failure('code-unknown', `The code of the run ${short} is not known: ${code.reason}.`, {
      ...(code.next !== undefined && { next: code.next }),
    });
  const text = await textOf(code, inGit, sources.git);
  if (text !== undefined) return text;
  throw new Failure(
    'code-unknown',
    `The uncommitted changes of the run ${short} to \`${file}\` do not fit its commit, or are no text.`,
  );
}
