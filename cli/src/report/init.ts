import { count } from '../../../engine/src/language/figures.ts';
import type { Drafted } from '../../../engine/src/operations/init/table.ts';
import type { Initialised } from '../../../engine/src/operations/init.ts';
import type { Style } from '../terminal.ts';

/** What was made, which rows, and where to go on. */
export function initText(made: Initialised, style: Style): string {
  const pipeline = made.draft?.pipeline ?? (made.data === null ? undefined : 'flight-delay');
  const rows = { all: 'all of them', sample: 'every tenth of 3,000,000' };
  return [
    `${style.bold(made.project)} in ${made.folder}`,
    ...made.files.map((file) => `  ${file}`),
    ...(made.data === null ? [] : [`${count(made.rows ?? 0)} rows of data, ${rows[made.data]}.`]),
    ...(made.draft === null ? [] : draftLines(made.draft, made.rows ?? 0)),
    REPOSITORY[made.repository],
    ...(made.ci === null ? [] : ciLines(made.ci)),
    '',
    style.bold('Next'),
    `  cd ${made.folder}`,
    '  modelyard validate',
    ...(pipeline === undefined ? [] : [`  modelyard run ${pipeline}`]),
  ].join('\n');
}

function draftLines({ target, task, split, inputs, leftOut }: Drafted, rows: number): readonly string[] {
  const out = leftOut.map(({ column }) => column);
  const some = `${out.slice(0, 8).join(', ')}${out.length > 8 ? ` and ${out.length - 8} more` : ''}`;
  return [
    `${count(rows)} rows. \`${target}\` is a ${task} target; rows are split by ${SPLIT[split]}; ${inputs.length} inputs.`,
    ...(out.length === 0 ? [] : [`Left out: ${some}. The pipeline says why.`]),
  ];
}

function ciLines({ host, written, kept, include }: NonNullable<Initialised['ci']>): readonly string[] {
  const name = { github: 'GitHub', gitlab: 'GitLab' }[host];
  return [
    '',
    written.length === 0 ? `Workflows for ${name}: nothing new.` : `Workflows for ${name}, to look at and commit:`,
    ...written.map((file) => `  ${file}`),
    ...kept.map((file) => `  ${file} is there with other content and stays as it is.`),
    ...(include === null
      ? []
      : [
          `Add to ${include.file}:`,
          ...include.lines
            .trimEnd()
            .split('\n')
            .map((line) => `  ${line}`),
        ]),
    ...(written.length === 0
      ? []
      : [
          'They call `modelyard`: where it is not on the PATH of a runner, set the variable MODELYARD to what starts it.',
        ]),
  ];
}

const SPLIT: Readonly<Record<Drafted['split'], string>> = {
  time: 'time',
  stratified: 'chance, within each value of the target',
  random: 'chance',
  group: 'chance, rows of one entity together',
};

const REPOSITORY: Readonly<Record<Initialised['repository'], string>> = {
  made: 'A git repository of its own, with a first commit.',
  around: 'Part of the git repository around it; commit the files when you are content.',
  none: 'git was not found: all works, but the history of decisions is not kept.',
};
