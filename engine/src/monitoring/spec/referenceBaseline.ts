import { posix as path } from 'node:path';
import { Failure } from '../../failure.ts';
import type { Baseline } from '../../math/baseline.ts';
import type { Files } from '../../ports/files.ts';
import { readBaseline } from '../baseline/readBaseline.ts';

const NEXT = 'Make it again: `modelyard data baseline TABLE --output FILE.baseline.json`.';

/**
 * The stored baseline that a monitor names as its reference.
 * @param root absolute path of the project
 * @param file relative to it, as the monitor has it
 * @throws Failure `baseline-not-found`, `baseline-outside` (through `..` or a link), `baseline-form`, `baseline-broken`
 */
export async function referenceBaseline(
  files: Pick<Files, 'read' | 'realPath'>,
  root: string,
  file: string,
): Promise<Baseline> {
  if (/^([/\\~]|[A-Za-z]:)/.test(file) || path.normalize(file).startsWith('../')) throw outside(file);
  const [base, real] = [await files.realPath(root), await files.realPath(path.join(root, file))];
  if (base === undefined || real === undefined)
    throw new Failure('baseline-not-found', `There is no file ${file}.`, {
      next: `Store one: \`modelyard data baseline TABLE --output ${file}\`.`,
    });
  if (!slashes(real).startsWith(`${slashes(base).replace(/\/$/, '')}/`)) throw outside(file);
  return readBaseline((await files.read(real)) ?? '', file, NEXT);
}

function outside(file: string): Failure {
  return new Failure('baseline-outside', `${file} lies outside of the project.`, {
    next: 'Copy it into the project, so that all who have the project check against the same.',
  });
}

function slashes(text: string): string {
  return text.replaceAll('\\', '/');
}
