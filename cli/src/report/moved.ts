import { bytes, count } from '../../../engine/src/language/figures.ts';
import type { MovedAlias } from '../../../engine/src/operations/models/move/movedAlias.ts';
import type { PublishedVersion } from '../../../engine/src/operations/models/publish.ts';
import type { Renumbering } from '../../../engine/src/operations/models/renumber/renumberVersions.ts';
import type { Style } from '../terminal.ts';
import { gateText } from './gateText.ts';

/** What the gates said, then what became of the alias. */
export function movedText(result: MovedAlias, style: Style): string {
  const gates = result.gates === null ? [] : [gateText(result.gates, style), ''];
  const left = result.uncommitted.map(
    (file) =>
      `${style.yellow('!')} A gate has read ${file}, which is not committed: commit it for others to see the same.`,
  );
  return [...gates, ...lines(result, style), ...left].join('\n');
}

function lines(result: MovedAlias, style: Style): readonly string[] {
  const { allowed, moved, model, version, alias, guarded, previous, branch, commit, report } = result;
  const name = style.bold(`${model}@${alias}`);
  if (!allowed) return [`${style.red('✗')} ${name} did not move. Nothing was written.`];
  if (!moved) return [unmoved(result, name)];
  if (branch !== null) return proposed(result, name, branch);
  const before = previous === null || previous === version ? '' : `, before it was ${previous}`;
  const head = `${style.green('✓')} ${name} is version ${version}${before}.`;
  if (!guarded) return [head, 'No policy guards it: it is a free alias, and its file is not committed.'];
  if (commit === null) return [head, 'Without git there is no history of it.'];
  const rests = report === null ? '' : `, with ${report}`;
  return [head, style.dim(`commit ${commit.slice(0, 12)}${rests}`)];
}

function unmoved({ version, commit, report }: MovedAlias, name: string): string {
  if (version === 0) return `${name} holds nothing.`;
  return `${name} is version ${version}${commit === null && report === null ? ', as it was' : ''}.`;
}

function proposed({ version, url, opened }: MovedAlias, name: string, branch: string): readonly string[] {
  const head = `${name} goes to version ${version} when branch ${branch} is merged.`;
  if (opened) return [head, `Pull request: ${url}`];
  return [head, url === null ? 'Open a pull request of it at your git host.' : `Open the pull request: ${url}`];
}

/** A line a version, and the files that are to be committed. */
export function renumberedText({ renumbered, files }: Renumbering, style: Style): string {
  if (renumbered.length === 0 && files.length === 0) return 'No number was given twice: nothing is to be done.';
  const lines = renumbered.map(({ model, from, to }) =>
    from === to
      ? `${style.green('✓')} ${model}:${from} was registered on both sides with the same bytes: one stays.`
      : `${style.green('✓')} ${model}:${from} of this branch is ${style.bold(`${model}:${to}`)} now.`,
  );
  return [...lines, 'Changed, to be committed:', ...files.map((file) => `  ${file}`)].join('\n');
}

/** Where the version is now, under which number, and what went to the remote. */
export function publishedText(result: PublishedVersion, style: Style): string {
  const { model, version, before, isNew, branch, url, opened, finished, sent } = result;
  const name = style.bold(`${model}:${version}`);
  const was = before === null ? '' : ` Its number here was ${before}, which others have taken.`;
  const bytesSent =
    sent === null
      ? 'modelyard.yaml names no remote: its bytes stay on this machine.'
      : `To the remote: ${counted(sent.objects, 'object')}, ${counted(sent.runs, 'run')}, ${bytes(sent.bytes)}.`;
  const head = isNew ? `${style.green('✓')} ${name} is on ${branch}.${was}` : `${name} is on ${branch} already.${was}`;
  const along =
    finished.length === 0
      ? []
      : [`A publication that ended early had left this; your branch has it now: ${finished.join(', ')}.`];
  const page = url === null ? [] : [opened ? `Pull request: ${url}` : `Open the pull request: ${url}`];
  return [head, ...along, ...page, bytesSent].join('\n');
}

function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}
