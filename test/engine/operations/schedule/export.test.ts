import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import { type Cron, parseCron } from '../../../../engine/src/language/cron.ts';
import { timesBetween } from '../../../../engine/src/language/cronTimes.ts';
import { cronLine, shiftedLines } from '../../../../engine/src/operations/schedule/export/cronLines.ts';
import { outputSchemas } from '../../../kit/outputSchemas.ts';
import { testProject } from '../../../kit/project.ts';

function cron(text: string): Cron {
  const parsed = parseCron(text);
  assert.ok(parsed.kind === 'cron', text);
  return parsed.cron;
}

const PROJECT = `
#- modelyard.yaml
project: shop
language: 1
#- sales.dataset.yaml
dataset: sales
source: sales.csv
timestamp: day
#- weekly.pipeline.yaml
pipeline: weekly
on: {schedule: "30 3 * * 1", timezone: America/Chicago, data: sales}
steps:
  check: {uses: data/validate, with: {data: sales}}
#- often.pipeline.yaml
pipeline: often
on: {schedule: "* * * * *", catchup: none}
steps:
  check: {uses: data/validate, with: {data: sales}}
#- price.monitor.yaml
monitor: price
model: price@production
current: {dataset: sales, window: 28d}
schedule: "@daily"
alert:
  - {webhook: "https://example.org/\${{ secrets.PATH_OF_HOOK }}", secret: "\${{ secrets.HOOK_KEY }}"}
`;

describe('a schedule in numbers', () => {
  test('is as short as it was', () => {
    for (const text of ['* * * * *', '*/15 * * * *', '0 9-17 * * 1-5', '5,20 3 1,15 * *', '0 0 1 */3 *'])
      assert.equal(cronLine(cron(text)), text);
    assert.equal(cronLine(cron('@weekly')), '0 0 * * 0');
    assert.equal(cronLine(cron('0 4 * JAN SUN')), '0 4 * 1 0');
  });

  test('says the same when it is read again', () => {
    const field = (low: number, high: number) =>
      fc.uniqueArray(fc.integer({ min: low, max: high }), { minLength: 1 }).map((values) => values.join(','));
    fc.assert(
      fc.property(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6), (...fields) => {
        const before = cron(fields.join(' '));
        const { minutes, hours, days, months, weekdays } = cron(cronLine(before));
        assert.deepEqual({ ...before, minutes, hours, days, months, weekdays }, before);
      }),
    );
  });

  test('told by a clock that is behind is due at the same moments', () => {
    const day = Date.UTC(2026, 5, 1);
    const schedules = fc
      .tuple(
        fc.integer({ min: 0, max: 59 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 4 }),
        fc.constantFrom('*', '1', '0,6', '1-5'),
      )
      .map(([minute, hours, weekday]) => cron(`${minute} ${hours.join(',')} * * ${weekday}`));
    fc.assert(
      fc.property(schedules, fc.constantFrom(-600, -300, 60, 345, 570, 765), (each, minutes) => {
        const moments = (one: Cron) =>
          timesBetween(one, 'UTC', { after: day, until: day + 14 * 86_400_000, limit: 2000 });
        const wanted = timesBetween(each, 'UTC', {
          after: day + minutes * 60_000,
          until: day + 14 * 86_400_000 + minutes * 60_000,
          limit: 2000,
        });
        const lines = shiftedLines(each, minutes) ?? [];
        const found = lines.flatMap((line) => moments(cron(line))).sort((a, b) => a - b);
        assert.deepEqual(
          found,
          wanted.map((at) => at - minutes * 60_000),
        );
      }),
    );
  });

  test('of a day of the month that would be another one cannot be told', () => {
    assert.equal(shiftedLines(cron('0 3 1 * *'), 600), undefined);
    assert.deepEqual(shiftedLines(cron('0 12 1 * *'), 600), ['0 2 1 * *']);
  });
});

describe('an export', () => {
  test('for GitHub is a workflow with a job for each trigger that it can hold', async (t) => {
    const project = testProject(t, PROJECT);
    const said = await project.modelyard(['schedule', 'export', '--to', 'github', '--format', 'json']);
    const { document, left, triggers } = said.json<{
      document: string;
      left: { trigger: string }[];
      triggers: string[];
    }>();
    assert.deepEqual(triggers, ['monitor price', 'pipeline weekly']);
    assert.deepEqual(
      left.map(({ trigger }) => trigger),
      ['pipeline often', 'pipeline weekly'],
    );
    const workflow = parse(document);
    assert.deepEqual(
      workflow.on.schedule.map(({ cron: line }: { readonly cron: string }) => line),
      ['0 0 * * *', '30 9 * * 1', '30 8 * * 1'],
    );
    assert.deepEqual(Object.keys(workflow.jobs), ['monitor-price', 'pipeline-weekly']);
    const [last] = workflow.jobs['monitor-price'].steps.slice(-1);
    assert.equal(last.run, '$MODELYARD monitor run price --by schedule --fail-on-drift');
    assert.deepEqual(Object.keys(last.env), ['MODELYARD_SECRET_HOOK_KEY', 'MODELYARD_SECRET_PATH_OF_HOOK']);
    const [clock] = workflow.jobs['pipeline-weekly'].steps;
    assert.match(clock.run, /'30 9 \* \* 1 -0600' \| '30 8 \* \* 1 -0500'/);
    assert.ok(!document.includes('example.org'));
  });

  test('for GitHub does what is due in a zone at one of its two lines', {
    skip: !existsSync('/usr/share/zoneinfo/America/Chicago'),
  }, async (t) => {
    const project = testProject(t, PROJECT);
    const { jobs } = parse((await project.modelyard('schedule export --to github')).out);
    const [clock] = jobs['pipeline-weekly'].steps;
    const isDue = (schedule: string): boolean => {
      const output = join(project.folder, 'output');
      writeFileSync(output, '');
      const env = { ...process.env, SCHEDULE: schedule, GITHUB_OUTPUT: output };
      execFileSync('bash', ['-eu', '-c', clock.run], { env });
      return readFileSync(output, 'utf8') === 'due=yes\n';
    };
    assert.equal(isDue('30 9 * * 1') !== isDue('30 8 * * 1'), true);
    assert.deepEqual([isDue(''), isDue('0 0 * * *')], [true, false]);
  });

  test('for Kubernetes is a CronJob each, in its own zone', async (t) => {
    const project = testProject(t, PROJECT);
    const said = await project.modelyard(['schedule', 'export', '--to', 'kubernetes', '--image', 'ours:1']);
    const jobs = parseAllDocuments(said.out).map((one) => one.toJS());
    const specs = jobs.filter((one) => one !== null);
    assert.deepEqual(
      specs.map(({ spec }) => [spec.schedule, spec.timeZone, spec.concurrencyPolicy, spec.startingDeadlineSeconds]),
      [
        ['0 0 * * *', 'UTC', 'Forbid', undefined],
        ['* * * * *', 'UTC', 'Forbid', 120],
        ['30 3 * * 1', 'America/Chicago', 'Forbid', undefined],
      ],
    );
    const [container] = specs[0].spec.jobTemplate.spec.template.spec.containers;
    assert.deepEqual(container.command.slice(-6), ['monitor', 'run', 'price', '--by', 'schedule', '--fail-on-drift']);
    assert.equal(container.image, 'ours:1');
  });

  test('for cron stands under the zone of each trigger', async (t) => {
    const project = testProject(t, PROJECT);
    const said = await project.modelyard(['schedule', 'export', '--to', 'cron', '--folder', '/home/ada/shop']);
    const lines = said.out.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    assert.deepEqual(lines, [
      'PROJECT=/home/ada/shop',
      'PATH=/usr/local/bin:/usr/bin:/bin',
      'CRON_TZ=UTC',
      '0 0 * * * cd "$PROJECT" && modelyard monitor run price --by schedule --fail-on-drift >> .modelyard/cron.log 2>&1',
      '* * * * * cd "$PROJECT" && modelyard run often >> .modelyard/cron.log 2>&1',
      'CRON_TZ=America/Chicago',
      '30 3 * * 1 cd "$PROJECT" && modelyard run weekly >> .modelyard/cron.log 2>&1',
    ]);
  });

  test('is checked for being in step with the specs', async (t) => {
    const project = testProject(t, PROJECT);
    const check = async () => {
      const said = await project.modelyard(['schedule', 'export', '--to', 'cron', '--check', '--format', 'json']);
      return [said.code, said.json<{ status: string }>().status];
    };
    assert.deepEqual(await check(), [1, 'missing']);
    const written = await project.modelyard(['schedule', 'export', '--to', 'cron', '--write', '--folder', '/there']);
    assert.match(written.out, /Wrote modelyard.crontab: 3 triggers/);
    assert.deepEqual(await check(), [0, 'unchanged']);
    project.write('modelyard.crontab', project.read('modelyard.crontab').replaceAll('\n', '\r\n'));
    assert.deepEqual(await check(), [0, 'unchanged']);
    project.write('often.pipeline.yaml', project.read('often.pipeline.yaml').replace('* * * * *', '@hourly'));
    assert.deepEqual(await check(), [1, 'differs']);
  });

  test('of nothing says what is missing', async (t) => {
    const project = testProject(t, '\n#- modelyard.yaml\nproject: shop\nlanguage: 1\n');
    const said = await project.modelyard(['schedule', 'export', '--to', 'github']);
    assert.equal(said.code, 2);
    assert.match(said.err, /No monitor or pipeline has a schedule/);
  });
});

test('the list says when each is due next and what became of it last', async (t) => {
  const project = testProject(t, PROJECT);
  outputSchemas()('schedule-list', (await project.modelyard('schedule list --format json')).json());
  outputSchemas()('schedule-export', (await project.modelyard('schedule export --to cron --format json')).json());
  const { triggers, serving } = (await project.modelyard(['schedule', 'list', '--format', 'json'])).json<{
    serving: boolean;
    triggers: { trigger: string; next: string; last: unknown; data: string[] }[];
  }>();
  assert.equal(serving, false);
  assert.deepEqual(
    triggers.map(({ trigger, last, data }) => [trigger, last, data]),
    [
      ['monitor price', null, []],
      ['pipeline often', null, []],
      ['pipeline weekly', null, ['sales']],
    ],
  );
  assert.match(
    (await project.modelyard(['schedule', 'list'])).out,
    /Every Monday at 03:30 \(America\/Chicago\); new data of sales/,
  );
});
