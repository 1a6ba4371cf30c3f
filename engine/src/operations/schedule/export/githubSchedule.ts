import { zoneOffset } from '../../../language/zoneOffset.ts';
import type { Trigger } from '../../../project/triggers.ts';
import { indented, PROGRAM, quoted, scriptLine, word } from '../../init/ci/ciProject.ts';
import { cronLine, shiftedLines } from './cronLines.ts';
import {
  type Exported,
  type ExportedJob,
  type ExportedProject,
  jobName,
  type LeftTrigger,
  scheduleComment,
} from './exported.ts';

/** GitHub starts nothing more often. */
const LEAST_MINUTES = 5;

/**
 * A workflow that does on GitHub Actions what triggers do in `serve`. GitHub knows UTC alone: a schedule in another zone has a line for each
 * offset that the zone has in `year`, and its job looks at the clock of the zone which of them counts.
 */
export function githubSchedule(project: ExportedProject, year: number): Exported {
  const left: LeftTrigger[] = [];
  const jobs = project.jobs.flatMap((job) => {
    const lines = linesOf(job.trigger, year);
    if (typeof lines !== 'string') return [{ job, lines }];
    left.push({ trigger: job.trigger.id, why: lines });
    return [];
  });
  return { document: workflow(project, jobs), left };
}

interface Line {
  readonly cron: string;
  /** As `date +%z` says it; null where it counts all year. */
  readonly offset: string | null;
}

interface ScheduledJob {
  readonly job: ExportedJob;
  readonly lines: readonly Line[];
}

/** A text says why it cannot be held. */
function linesOf({ schedule }: Trigger, year: number): readonly Line[] | string {
  const { cron, timezone } = schedule!;
  if (cron.minutes.some((minute, index) => index > 0 && minute - cron.minutes[index - 1]! < LEAST_MINUTES))
    return `GitHub starts nothing more often than every ${LEAST_MINUTES} minutes.`;
  if (!cron.either && cron.days.length < 31 && cron.weekdays.length < 7)
    return 'GitHub takes a day of the month and a weekday for either of them, not for both.';
  const offsets = offsetsOf(timezone, year);
  const lines: Line[] = [];
  for (const offset of offsets) {
    const shifted = offset === 0 ? [cronLine(cron)] : shiftedLines(cron, offset);
    if (shifted === undefined)
      return `In UTC its days are others, which no line of cron can say of a month in ${timezone}.`;
    lines.push(...shifted.map((one) => ({ cron: one, offset: offsets.length === 1 ? null : offsetText(offset) })));
  }
  return lines;
}

/** Offsets of a zone in a year, in minutes, smallest first. */
function offsetsOf(zone: string, year: number): readonly number[] {
  const months = Array.from({ length: 12 }, (_, month) => zoneOffset(zone, Date.UTC(year, month, 1)) / 60_000);
  return [...new Set(months)].sort((a, b) => a - b);
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
}

function workflow(project: ExportedProject, jobs: readonly ScheduledJob[]): string {
  const title = project.folder === '' ? 'Modelyard schedule' : `Modelyard schedule, ${project.folder}`;
  const crons = [...new Set(jobs.flatMap(({ lines }) => lines.map(({ cron }) => cron)))];
  return `# Written by \`modelyard schedule export --to github\` from the specs of the project. \`--check\` says whether it is in step with them.
# What is found goes to the addresses that the monitors' alerts name; a job fails where something has drifted, and GitHub tells its owner.
# Histories lie in .modelyard of the machine: with a \`remote\` in modelyard.yaml runs and models outlive the job.
name: ${project.folder === '' ? title : quoted(title)}

on:
  schedule:
${crons.map((cron) => `    - cron: ${quoted(cron)}`).join('\n')}
  workflow_dispatch:

permissions:
  contents: read

env:
  MODELYARD: \${{ vars.MODELYARD || ${quoted(PROGRAM)} }}

defaults:
  run:
    shell: bash

jobs:
${jobs.map((job) => indented(jobText(project, job), 2)).join('\n')}`;
}

function jobText(project: ExportedProject, { job, lines }: ScheduledJob): string {
  const { trigger, words, secrets } = job;
  const call = project.folder === '' ? '$MODELYARD' : `$MODELYARD --project ${word(project.folder)}`;
  const mine = lines.map(({ cron }) => `github.event.schedule == ${quoted(cron)}`).join(' || ');
  const zoned = lines.some(({ offset }) => offset !== null);
  const guard = zoned ? indented(clockStep(trigger, lines), 4) : '';
  const condition = zoned ? `\n      if: steps.clock.outputs.due == 'yes'` : '';
  const env = secrets
    .map((name) => `\n        MODELYARD_SECRET_${name}: \${{ secrets.MODELYARD_SECRET_${name} }}`)
    .join('');
  return `# ${scheduleComment(trigger)}
${jobName(trigger)}:
  if: ${quoted(`github.event_name == 'workflow_dispatch' || ${mine}`)}
  runs-on: ubuntu-latest
  timeout-minutes: 350
  concurrency:
    group: modelyard-${project.name}-${jobName(trigger)}
    cancel-in-progress: false
  steps:
${guard}    - uses: actions/checkout@v5${condition}
      with:
        fetch-depth: 0
        persist-credentials: false
    - uses: actions/setup-node@v5${condition}
      with:
        node-version: 24
    - name: ${quoted(`${trigger.kind === 'monitor' ? 'Check' : 'Run'} ${trigger.name}`)}${condition}
      run: ${scriptLine([call, ...words.map(word)].join(' '))}${env === '' ? '' : `\n      env:${env}`}
`;
}

/** Of the lines of a schedule the one whose offset its zone has at this moment counts; a start by hand always does. */
function clockStep(trigger: Trigger, lines: readonly Line[]): string {
  const zone = trigger.schedule!.timezone;
  const due = lines.map(({ cron, offset }) => `'${cron} ${offset}'`);
  return `- name: ${quoted(`Whether this line counts in ${zone} now`)}
  id: clock
  env:
    SCHEDULE: \${{ github.event.schedule }}
  run: |
    case "$SCHEDULE $(TZ=${word(zone)} date +%z)" in
      ${[...due, "' '*"].join(' | ')}) echo due=yes >> "$GITHUB_OUTPUT" ;;
    esac
`;
}
