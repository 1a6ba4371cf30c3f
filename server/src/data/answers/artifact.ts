import { posix as path } from 'node:path';
import { Failure } from '../../../../engine/src/failure.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Asked } from '../asked.ts';
import { runNamed } from './runNamed.ts';

/** Makes the bytes of a run's artifact a read-only file under its own name, which is told. */
export async function artifact(
  asked: Asked,
  { run: id, path: wanted }: ViewQuestions['artifact']['params'],
): Promise<ViewQuestions['artifact']['answer']> {
  const { files } = asked.host;
  const { run, artifacts, folder } = await runNamed(asked, id);
  const found = run.artifacts.find((one) => one.path === wanted);
  if (found === undefined)
    throw new Failure('artifact-not-found', `The run ${run.id.slice(0, 8)} has no artifact \`${wanted}\``);
  const object = await artifacts.path(found.sha256, `\`${wanted}\` of the run ${run.id.slice(0, 8)}`);
  const file = path.join(folder, 'tmp', 'open', found.sha256.slice(0, 12), fileName(wanted));
  if ((await files.stat(file))?.size !== found.size) await files.copy(object, file);
  return { file };
}

/** The last part of a path as a name that every file system takes, and that leads nowhere else. */
export function fileName(wanted: string): string {
  const last = wanted.split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .replace(/[\p{Cc}<>:"|?*]/gu, '_')
    .replace(/[. ]+$/, '')
    .slice(-MOST_LETTERS);
  if (plain === '') return '_';
  return RESERVED.test(plain) ? `_${plain}` : plain;
}

const MOST_LETTERS = 120;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
