import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openHost } from '../../../engine/src/adapters/host.ts';
import { Failure } from '../../../engine/src/failure.ts';
import { loadProject } from '../../../engine/src/project/load.ts';
import { monitorReport, monitorReportFile } from '../../../server/src/data/answers/monitorReport.ts';
import { testProject } from '../../kit/project.ts';
import { versionFile } from '../../kit/registryFiles.ts';
import { flightsChecks, flightsReport } from '../../kit/webviews/driftReports.ts';

const SPEC = `
#- flight-delay.monitor.yaml
monitor: flight-delay
model: flight-delay:7
current: {dataset: flights, window: 30d}
drift: {}
${versionFile('flight-delay', 7)}`;

const MONITOR = { monitor: 'flight-delay' };

async function asked(t: TestContext) {
  const { folder } = testProject(t, SPEC);
  const host = openHost({ folder, projectFolder: undefined, verbose: false, restart: ['false'] });
  t.after(() => host.close());
  return { host, root: folder, project: await loadProject(host.files, folder) };
}

/** Its last checks with what they found. */
async function checked(t: TestContext, count: number) {
  const from = await asked(t);
  const { monitors } = await from.host.stores(from.root);
  for (const record of flightsChecks().slice(-count)) {
    const report = flightsReport({ id: record.id, due: new Date(record.due).toISOString(), headline: record.headline });
    await monitors.add(record, JSON.stringify(report));
  }
  return { from, monitors };
}

test('a monitor that has not run has no page, and looking makes no store', async (t) => {
  const from = await asked(t);
  const told = await monitorReport(from, MONITOR);
  assert.deepEqual([told.page, told.newest, told.checks, told.mute], [null, null, [], null]);
  assert.equal(told.place?.file, 'flight-delay.monitor.yaml');
  assert.deepEqual(told.window, { file: 'flight-delay.monitor.yaml', line: 2, character: 36, text: '30d' });
  assert.deepEqual(told.rule, { file: 'flight-delay.monitor.yaml', line: 3 });
  assert.equal(await from.host.files.stat(`${from.root}/.modelyard`), undefined);
});

test('the newest check is told with its time lines, and the others by name', async (t) => {
  const { from } = await checked(t, 5);
  const { page, newest, checks } = await monitorReport(from, MONITOR);
  assert.equal(page?.report.headline, 'Drift: 3 of 8 inputs changed, the limit is 30%');
  assert.equal(newest?.id, page?.report.id);
  assert.equal(checks.length, 5);
  assert.equal(page?.history.checks.length, 5);
  assert.equal(page?.history.columns['late_share_24h']?.statistics.length, 5);
});

test('an earlier check is told with the time line up to it', async (t) => {
  const { from } = await checked(t, 5);
  const { id } = flightsChecks().at(-3)!;
  const { page, newest } = await monitorReport(from, { ...MONITOR, check: id });
  assert.equal(page?.report.id, id);
  assert.equal(page?.history.checks.length, 3);
  assert.notEqual(newest?.id, id);
});

test('what a newer check of another version found is not shown unasked', async (t) => {
  const { from, monitors } = await checked(t, 2);
  const record = { ...flightsChecks().at(-1)!, id: 'other', model: 'flight-delay:8', due: Date.parse('2001-06-01') };
  await monitors.add(record, JSON.stringify(flightsReport({ id: 'other' })));
  const { page, newest, checks } = await monitorReport(from, MONITOR);
  assert.notEqual(page?.report.id, 'other');
  assert.equal(newest?.model, 'flight-delay:7');
  assert.equal(checks[0]?.id, 'other');
});

test('a check that is not there, or that another version kept, is refused with the next step', async (t) => {
  const { from, monitors } = await checked(t, 1);
  const refused = (reason: string) => (error: unknown) =>
    error instanceof Failure && error.reason === reason && error.next !== undefined;
  await assert.rejects(monitorReport(from, { ...MONITOR, check: 'gone' }), refused('check-not-found'));
  await assert.rejects(
    monitorReport(from, { monitor: 'other', check: flightsChecks().at(-1)!.id }),
    refused('check-not-found'),
  );
  await monitors.add({ ...flightsChecks().at(-1)!, id: 'new', due: Date.parse('2001-06-01') }, '{"schema":2}');
  await assert.rejects(monitorReport(from, MONITOR), refused('report-unreadable'));
});

test('the report is a file that needs nothing else', async (t) => {
  const { from } = await checked(t, 2);
  const { html } = await monitorReportFile(from, MONITOR);
  assert.match(html, /^<!doctype html>/);
  assert.match(html, /default-src 'none'/);
});

test('a mute is told until it is over', async (t) => {
  const { from, monitors } = await checked(t, 1);
  await monitors.mute({ ...MONITOR, until: from.host.clock.now() - 1, by: 'ada', why: null });
  assert.equal((await monitorReport(from, MONITOR)).mute, null);
  await monitors.mute({ ...MONITOR, until: null, by: 'ada', why: 'known' });
  assert.deepEqual((await monitorReport(from, MONITOR)).mute, { ...MONITOR, until: null, by: 'ada', why: 'known' });
});
