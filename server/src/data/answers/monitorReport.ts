import { Failure } from '../../../../engine/src/failure.ts';
import { makeDriftHistory } from '../../../../engine/src/monitoring/report/makeDriftHistory.ts';
import type { MonitorReport } from '../../../../engine/src/monitoring/report/monitorReport.ts';
import { reportHtml } from '../../../../engine/src/operations/monitor/reportHtml.ts';
import type { CheckRecord, MonitorStore } from '../../../../engine/src/ports/monitorStore.ts';
import { modelVersionOf } from '../../../../engine/src/project/modelVersionOf.ts';
import { textAt } from '../../../../engine/src/project/read.ts';
import type { CheckAsked, MonitorReportTold } from '../../views.ts';
import type { Asked } from '../protocol.ts';
import { ofVersion } from './checkState.ts';
import { checkRow } from './monitors.ts';
import { placeIn } from './places.ts';
import { viewStores } from './viewStores.ts';

const MOST_CHECKS = 400;

/** What a check of a monitor found, with its time lines; the newest of the version that it watches where none is named. */
export async function monitorReport(asked: Asked, params: CheckAsked): Promise<MonitorReportTold> {
  const { host, project } = asked;
  const [file] = project.index.named('monitor', params.monitor);
  const place = file === undefined ? null : placeIn(file, ['monitor']);
  const store = (await viewStores(asked))?.monitors;
  if (store === undefined) return { page: null, checks: [], hasMore: false, mute: null, place };
  const [{ records, hasMore }, mutes] = await Promise.all([recordsOf(store, params), store.mutes()]);
  const record = shownRecord(asked, params, records);
  const now = host.clock.now();
  const mute = mutes.find(({ monitor, until }) => monitor === params.monitor && (until === null || until > now));
  const report = record === undefined ? undefined : await readReport(store, record.id);
  return {
    page: report === undefined ? null : { report, history: makeDriftHistory(report, records) },
    checks: records.map(checkRow),
    hasMore,
    mute:
      mute === undefined ? null : { ...mute, until: mute.until === null ? null : new Date(mute.until).toISOString() },
    place,
  };
}

/** The same as one file that needs nothing else. */
export async function monitorReportFile(asked: Asked, params: CheckAsked): Promise<{ readonly html: string }> {
  const store = (await viewStores(asked))?.monitors;
  if (store === undefined) throw notThere(params);
  const { records } = await recordsOf(store, params);
  const record = shownRecord(asked, params, records);
  if (record === undefined) throw notThere(params);
  return { html: await reportHtml(asked.host.pages, await readReport(store, record.id), records) };
}

async function recordsOf(store: MonitorStore, { monitor }: CheckAsked) {
  const found = await store.checks(monitor, { limit: MOST_CHECKS + 1 });
  return { records: found.slice(0, MOST_CHECKS), hasMore: found.length > MOST_CHECKS };
}

/** @throws Failure where a check is named that is not there */
function shownRecord({ project }: Asked, params: CheckAsked, records: readonly CheckRecord[]): CheckRecord | undefined {
  if (params.check !== undefined) {
    const named = records.find(({ id }) => id === params.check);
    if (named === undefined) throw notThere(params);
    return named;
  }
  const [file] = project.index.named('monitor', params.monitor);
  const model = file === undefined ? undefined : textAt(file.tree, ['model']);
  return ofVersion(records, model === undefined ? undefined : modelVersionOf(project, model))[0];
}

/** @throws Failure where another version of Modelyard made it, or it is gone */
async function readReport(store: MonitorStore, id: string): Promise<MonitorReport> {
  const text = await store.report(id);
  const report = text === undefined ? undefined : (JSON.parse(text) as MonitorReport);
  if (report?.schema === 1) return report;
  throw new Failure(
    'report-unreadable',
    `What check ${id} found is not there, or another version of Modelyard kept it.`,
    {
      next: 'Check the monitor again.',
    },
  );
}

function notThere({ monitor, check }: CheckAsked): Failure {
  return check === undefined
    ? new Failure('check-not-found', `${monitor} has not been checked yet.`, { next: 'Check it now.' })
    : new Failure('check-not-found', `Check ${check} of ${monitor} is not there any more.`, {
        next: 'Open the newest one.',
      });
}
