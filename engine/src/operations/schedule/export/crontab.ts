import { word } from '../../init/ci/ciProject.ts';
import { cronLine } from './cronLines.ts';
import { type Exported, type ExportedProject, scheduleComment } from './exported.ts';

/** A crontab for a machine that is always on. `folder`: where the project lies there. */
export function crontab(project: ExportedProject, folder: string): Exported {
  const zones = [...new Set(project.jobs.map(({ trigger }) => trigger.schedule!.timezone))];
  const blocks = zones.map((zone) => {
    const lines = project.jobs
      .filter(({ trigger }) => trigger.schedule!.timezone === zone)
      .map(({ trigger, words }) => {
        const call = `modelyard ${words.map(word).join(' ')}`;
        const { text, cron } = trigger.schedule!;
        return `# ${trigger.id}: ${scheduleComment(trigger)}\n${isPlain(text) ? text : cronLine(cron)} cd "$PROJECT" && ${escaped(call)} >> .modelyard/cron.log 2>&1`;
      });
    return `CRON_TZ=${zone}\n${lines.join('\n')}\n`;
  });
  const secrets = [...new Set(project.jobs.flatMap((job) => job.secrets))].sort();
  const document = `# Written by \`modelyard schedule export --to cron\` from the specs of the project. \`--check\` says whether it is in step with them.
# \`crontab FILE\` installs it. CRON_TZ is read by cronie; a cron without it takes times as those of the machine, which must then be in that zone.
# Where it runs, \`modelyard serve\` must not keep the same project: each trigger would come twice.
${secrets.map((name) => `# Set MODELYARD_SECRET_${name} in the environment of cron.\n`).join('')}PROJECT=${folder}
PATH=/usr/local/bin:/usr/bin:/bin

${blocks.join('\n')}`;
  return { document, left: [] };
}

/** Five fields as they were written, which keeps a step a step. */
function isPlain(text: string): boolean {
  return !text.trim().startsWith('@');
}

/** A percent sign ends a command of cron. */
function escaped(command: string): string {
  return command.replaceAll('%', '\\%');
}
