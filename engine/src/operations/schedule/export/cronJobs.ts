import { createHash } from 'node:crypto';
import { cronLine } from './cronLines.ts';
import {
  type Exported,
  type ExportedJob,
  type ExportedProject,
  jobName,
  type LeftTrigger,
  scheduleComment,
} from './exported.ts';

/** What a name of a CronJob may hold. */
const LONGEST = 52;

/** CronJobs of Kubernetes, one a trigger, in the trigger's own zone. */
export function cronJobs(project: ExportedProject, image: string): Exported {
  const left: LeftTrigger[] = [];
  const held = project.jobs.filter(({ trigger }) => {
    const { days, weekdays, either } = trigger.schedule!.cron;
    const isBoth = !either && days.length < 31 && weekdays.length < 7;
    const why = 'Kubernetes takes a day of the month and a weekday for either of them, not for both.';
    if (isBoth) left.push({ trigger: trigger.id, why });
    return !isBoth;
  });
  const head = `# Written by \`modelyard schedule export --to kubernetes\` from the specs of the project. \`--check\` says whether it is in step with them.
# The claim ${nameOf(project.name)} holds the project with its .modelyard; the secret ${nameOf(project.name)} holds what alerts read.
# The image has \`modelyard\` on its PATH; \`--image\` names it.
# Where clocks are set, Kubernetes leaves a skipped time out; \`modelyard serve\` makes it up at the change.
`;
  return { document: `${head}${held.map((job) => jobText(project, job, image)).join('')}`, left };
}

function jobText(project: ExportedProject, { trigger, words, secrets }: ExportedJob, image: string): string {
  const { cron, timezone } = trigger.schedule!;
  const deadline = trigger.catchup === 'none' ? '\n  startingDeadlineSeconds: 120' : '';
  const env = secrets.map(
    (name) => `
                - name: MODELYARD_SECRET_${name}
                  valueFrom: { secretKeyRef: { name: ${nameOf(project.name)}, key: MODELYARD_SECRET_${name} } }`,
  );
  const args = ['modelyard', ...words].map((one) => JSON.stringify(one)).join(', ');
  return `---
# ${trigger.id}: ${scheduleComment(trigger)}
apiVersion: batch/v1
kind: CronJob
metadata:
  name: ${nameOf(`${project.name}-${jobName(trigger)}`)}
  labels: { app.kubernetes.io/managed-by: modelyard, app.kubernetes.io/part-of: ${nameOf(project.name)} }
spec:
  schedule: "${cronLine(cron)}"
  timeZone: ${timezone}
  concurrencyPolicy: Forbid${deadline}
  jobTemplate:
    spec:
      backoffLimit: 0
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: modelyard
              image: ${JSON.stringify(image)}
              command: [${args}]
              workingDir: /project
              volumeMounts: [{ name: project, mountPath: /project }]${env.length === 0 ? '' : `\n              env:${env.join('')}`}
          volumes:
            - name: project
              persistentVolumeClaim: { claimName: ${nameOf(project.name)} }
`;
}

/** Letters, digits and hyphens; a longer one is cut and ends with its hash. */
function nameOf(text: string): string {
  const plain =
    text
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'modelyard';
  if (plain.length <= LONGEST) return plain;
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 8);
  return `${plain.slice(0, LONGEST - 9)}-${hash}`;
}
