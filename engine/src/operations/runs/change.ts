import { usage } from '../../failure.ts';
import { operation } from '../operation.ts';
import { openRuns } from '../project.ts';

const RUN = {
  type: 'string',
  description: 'Id of the run, or the first four digits or more.',
  positional: true,
  required: true,
} as const;

/** `runs tag`: sets or removes tags. */
export const tagRun = operation({
  name: 'runs tag',
  title: 'Set or remove tags of a run',
  examples: [
    { command: 'modelyard runs tag 9b1f note="wider trees" keep=yes', does: 'Sets two tags.' },
    { command: 'modelyard runs tag 9b1f --remove keep', does: 'Removes one.' },
  ],
  arguments: {
    run: RUN,
    tags: { type: 'string', description: 'KEY=VALUE', positional: true, multiple: true, placeholder: 'KEY=VALUE' },
    remove: { type: 'string', description: 'A tag to remove.', multiple: true, placeholder: 'KEY' },
  },
  result: 'runs-tag',
  async run(host, args) {
    const { runs } = await openRuns(host);
    const run = await runs.run(args.run);
    const tags = Object.fromEntries(args.tags.map(keyValue));
    await runs.log(run.id, { tags });
    for (const key of args.remove) await runs.deleteTag(run.id, key);
    return { run: run.id, tags: (await runs.run(run.id)).tags };
  },
});

/** `runs delete`: soft, with the nested runs; `--restore` undoes it. */
export const deleteRun = operation({
  name: 'runs delete',
  title: 'Delete runs, or bring them back',
  examples: [
    { command: 'modelyard runs delete 9b1f', does: 'Hides the run; its files stay until they are collected.' },
    { command: 'modelyard runs delete 9b1f --restore', does: 'Brings it back.' },
  ],
  arguments: {
    runs: { type: 'string', description: 'Ids of runs.', positional: true, multiple: true, placeholder: 'RUN' },
    restore: { type: 'boolean', description: 'Bring deleted runs back.' },
  },
  result: 'runs-delete',
  async run(host, args) {
    if (args.runs.length === 0) throw usage('No run was named.', 'Say `modelyard runs delete RUN`.');
    const { runs } = await openRuns(host);
    const found = await Promise.all(args.runs.map((id) => runs.run(id)));
    for (const { id } of found) await (args.restore ? runs.restoreRun(id) : runs.deleteRun(id));
    return { runs: found.map((run) => run.id), deleted: !args.restore };
  },
});

function keyValue(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1)
    throw usage(`\`${text}\` is not KEY=VALUE.`, 'Write it as `note="wider trees"`; `--remove KEY` removes a tag.');
  return [text.slice(0, at), text.slice(at + 1)];
}
