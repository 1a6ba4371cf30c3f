import { posix as path } from 'node:path';
import { Failure, usage } from '../../failure.ts';
import { parseTemplate } from '../../language/expressions/template.ts';
import { readAlerts } from '../../monitoring/alerts/readAlerts.ts';
import { loadProject } from '../../project/load.ts';
import type { Project } from '../../project/project.ts';
import { type Trigger, triggersOf } from '../../project/triggers.ts';
import { repositoryRoot } from '../init/ci/addCi.ts';
import { suffixOf } from '../init/ci/ciProject.ts';
import { operation } from '../operation.ts';
import { projectRoot } from '../project.ts';
import { cronJobs } from './export/cronJobs.ts';
import { crontab } from './export/crontab.ts';
import type { Exported, ExportedJob, ExportedProject, LeftTrigger } from './export/exported.ts';
import { githubSchedule } from './export/githubSchedule.ts';

export interface ScheduleExport {
  readonly to: 'github' | 'cron' | 'kubernetes';
  /** Where the document lies or would lie, from the project's root. */
  readonly file: string;
  /** `printed`: it was not written; `missing` and `differs`: what a check found to be no longer in step. */
  readonly status: 'printed' | 'written' | 'unchanged' | 'missing' | 'differs';
  /** Triggers that the document holds. */
  readonly triggers: readonly string[];
  /** Those that it cannot hold, with why. */
  readonly left: readonly LeftTrigger[];
  readonly document: string;
}

/** `schedule export`: triggers for where they belong when no laptop is to be on. */
export const exportSchedule = operation({
  name: 'schedule export',
  title: 'Write triggers down for GitHub Actions, cron or Kubernetes, and check that they are in step',
  examples: [
    {
      command: 'modelyard schedule export --to github --write',
      does: 'Writes .github/workflows/modelyard-schedule.yml.',
    },
    {
      command: 'modelyard schedule export --to github --check',
      does: 'For CI: exit code 1 where that file is not what the specs say now.',
    },
    { command: 'modelyard schedule export --to kubernetes > cronjobs.yaml', does: 'CronJobs on the standard output.' },
    {
      command: 'modelyard schedule export --to cron --folder /srv/flights | crontab -',
      does: 'For a machine that is always on.',
    },
  ],
  arguments: {
    to: {
      type: 'string',
      description: 'What shall start them.',
      choices: ['github', 'cron', 'kubernetes'],
      required: true,
    },
    write: { type: 'boolean', description: 'Write the document to its file instead of printing it.' },
    check: { type: 'boolean', description: 'Write nothing; exit code 1 where the file differs from the triggers.' },
    file: {
      type: 'string',
      description:
        'Path from the project’s folder; default: .github/workflows/modelyard-schedule.yml of the repository, modelyard.crontab, modelyard-cronjobs.yaml.',
      placeholder: 'FILE',
    },
    folder: {
      type: 'string',
      description: 'With `--to cron`: where the project lies on that machine; default: /srv/PROJECT.',
      placeholder: 'DIR',
    },
    image: {
      type: 'string',
      description: 'With `--to kubernetes`: the image of the containers, with `modelyard` on its PATH.',
      default: 'modelyard',
      placeholder: 'IMAGE',
    },
  },
  result: 'schedule-export',
  async run(host, args): Promise<ScheduleExport> {
    if (args.write && args.check) throw usage('`--check` writes nothing.', 'Say `--write` or `--check`.');
    const root = await projectRoot(host);
    const repository = await repositoryRoot(host, root);
    const project = await loadProject(host.files, root);
    const triggers = triggersOf(project);
    const exported = exportedProject({ project, triggers, folder: path.relative(repository, root) });
    const { document, left } = documentOf(exported, args, host.clock.now());
    if (document === '' && !args.check) throw nothingScheduled();
    const file = args.file ?? defaultFile(args.to, { root, repository });
    const target = path.join(root, file);
    const before = (await host.files.read(target))?.replaceAll('\r\n', '\n');
    const isSame = comparable(before ?? '') === comparable(document);
    if (args.write && before !== document) await host.files.write(target, document);
    const missing = [...left, ...unscheduled(triggers)];
    const named = exported.jobs
      .map(({ trigger }) => trigger.id)
      .filter((id) => !left.some((one) => one.trigger === id));
    const status = statusOf(args, { isThere: before !== undefined, isSame });
    return { to: args.to, file, status, triggers: named, left: missing, document };
  },
  verdict: ({ status }) => (status === 'missing' || status === 'differs' ? 1 : 0),
});

interface Asked {
  readonly to: ScheduleExport['to'];
  readonly folder: string | undefined;
  readonly image: string;
}

/** Empty where nothing has a schedule. */
function documentOf(project: ExportedProject, { to, folder, image }: Asked, now: number): Exported {
  if (project.jobs.length === 0) return { document: '', left: [] };
  if (to === 'github') return githubSchedule(project, new Date(now).getUTCFullYear());
  if (to === 'kubernetes') return cronJobs(project, image);
  return crontab(project, folder ?? `/srv/${project.name}`);
}

function nothingScheduled(): Failure {
  return new Failure('no-schedule', 'No monitor or pipeline has a schedule.', {
    next: 'Write `schedule: "@daily"` into a monitor, or `on: {schedule: "0 3 * * 1"}` into a pipeline.',
  });
}

function exportedProject({
  project,
  triggers,
  folder,
}: {
  readonly project: Project;
  readonly triggers: readonly Trigger[];
  readonly folder: string;
}): ExportedProject {
  const jobs = triggers.flatMap((trigger): ExportedJob[] => {
    if (trigger.schedule === undefined) return [];
    const isMonitor = trigger.kind === 'monitor';
    const words = isMonitor
      ? ['monitor', 'run', trigger.name, '--by', 'schedule', '--fail-on-drift']
      : ['run', trigger.name];
    return [{ trigger, words, secrets: isMonitor ? secretsOf(project, trigger) : [] }];
  });
  return { name: project.index.names('project')[0] ?? 'modelyard', folder, jobs };
}

/** Names of secrets in the addresses and keys of a monitor's webhooks. */
function secretsOf(project: Project, { file }: Trigger): readonly string[] {
  const tree = project.files.get(file)?.tree;
  const texts = (tree === undefined ? [] : readAlerts(tree)).flatMap(({ does }) =>
    does.kind === 'webhook' ? [does.address, does.secret ?? ''] : [],
  );
  const sources = texts.flatMap((text) =>
    parseTemplate(text).segments.flatMap((segment) => (segment.kind === 'expression' ? [segment.source] : [])),
  );
  return [
    ...new Set(sources.flatMap((source) => [...source.matchAll(/\bsecrets\.(\w+)/g)].map(([, name]) => name!))),
  ].sort();
}

function unscheduled(triggers: readonly Trigger[]): readonly LeftTrigger[] {
  return triggers.flatMap(({ id, schedule, data, problem }) => {
    if (problem !== undefined) return [{ trigger: id, why: `${problem}.` }];
    if (data.length === 0) return [];
    const why = `New data (${data.join(', ')}) starts it where \`modelyard serve\` runs alone.`;
    return schedule === undefined ? [{ trigger: id, why }] : [{ trigger: id, why: `Its schedule is exported. ${why}` }];
  });
}

function defaultFile(
  to: ScheduleExport['to'],
  { root, repository }: { readonly root: string; readonly repository: string },
): string {
  if (to === 'cron') return 'modelyard.crontab';
  if (to === 'kubernetes') return 'modelyard-cronjobs.yaml';
  const suffix = suffixOf({ folder: path.relative(repository, root) } as Parameters<typeof suffixOf>[0]);
  return path.join(path.relative(root, repository), `.github/workflows/modelyard${suffix}-schedule.yml`);
}

/** Another image, or a folder of another machine, is no other schedule. */
function comparable(text: string): string {
  return text.replace(/^PROJECT=.*$/m, 'PROJECT=').replace(/^( +image: ).*$/gm, '$1');
}

function statusOf(
  { write, check }: { readonly write: boolean; readonly check: boolean },
  { isThere, isSame }: { readonly isThere: boolean; readonly isSame: boolean },
): ScheduleExport['status'] {
  if (check) return isSame ? 'unchanged' : isThere ? 'differs' : 'missing';
  if (write) return isSame ? 'unchanged' : 'written';
  return 'printed';
}
