import { Failure } from '../../../../engine/src/failure.ts';
import { fewerPictures } from '../../../../engine/src/monitoring/report/fewerPictures.ts';
import { makeDriftHistory } from '../../../../engine/src/monitoring/report/makeDriftHistory.ts';
import type { MonitorReport } from '../../../../engine/src/monitoring/report/monitorReport.ts';
import { reportHtml } from '../../../../engine/src/operations/monitor/reportHtml.ts';
import type { CheckRecord, MonitorStore } from '../../../../engine/src/ports/monitorStore.ts';
import { modelVersionOf } from '../../../../engine/src/project/modelVersionOf.ts';
import { textAt } from '../../../../engine/src/project/read.ts';
import type { CheckAsked, MonitorReportTold } from '../../views/monitors.ts';
import type { Asked } from '../asked.ts';
import { ofVersion } from './checkState.ts';
import { checkRow } from './monitors.ts';
import { placeIn, textIn } from './places.ts';
import { viewStores } from './viewStores.ts';

const MOST_CHECKS = 400;

/** What a check of a monitor found, with its time lines; the newest of the version that it watches where none is named. */
export async function monitorReport(asked: Asked, params: CheckAsked): Promise<MonitorReportTold> {
  const { host, project } = asked;
  const [file] = project.index.named('monitor', params.monitor);
  const places = {
    place: file === undefined ? null : placeIn(file, ['monitor']),
    rule: file?.tree.node(['drift']) === undefined ? null : placeIn(file, ['drift']),
    window: file === undefined ? null : textIn(file, ['current', 'window']),
  };
  const store = (await viewStores(asked))?.monitors;
  if (store === undefined) return { page: null, newest: null, checks: [], hasMore: false, mute: null, ...places };
  const [{ records, hasMore }, mutes] = await Promise.all([recordsOf(store, params), store.mutes()]);
  const newest = newestOf(asked, params, records);
  const report = await readReport(store, params, newest);
  const now = host.clock.now();
  const mute = mutes.find(({ monitor, until }) => monitor === params.monitor && (until === null || until > now));
  return {
    page: report === undefined ? null : { report: fewerPictures(report), history: makeDriftHistory(report, records) },
    newest: newest === undefined ? null : checkRow(newest),
    checks: records.map(checkRow),
    hasMore,
    mute:
      mute === undefined ? null : { ...mute, until: mute.until === null ? null : new Date(mute.until).toISOString() },
    ...places,
  };
}

/** The same as one file that needs nothing else. */
export async function monitorReportFile(asked: Asked, params: CheckAsked): Promise<{ readonly html: string }> {
  const store = (await viewStores(asked))?.monitors;
  if (store === undefined) throw notThere(params);
  const { records } = await recordsOf(store, params);
  const report = await readReport(store, params, newestOf(asked, params, records));
  if (report === undefined) throw notThere(params);
  return { html: await reportHtml(asked.host.pages, report, records) };
}

async function recordsOf(store: MonitorStore, { monitor }: CheckAsked) {
  const found = await store.checks(monitor, { limit: MOST_CHECKS + 1 });
  return { records: found.slice(0, MOST_CHECKS), hasMore: found.length > MOST_CHECKS };
}

/** The newest of the version that the monitor watches now; of any where it watches none that is known. */
function newestOf(
  { project }: Asked,
  { monitor }: CheckAsked,
  records: readonly CheckRecord[],
): CheckRecord | undefined {
  const [file] = project.index.named('monitor', monitor);
  const model = file === undefined ? undefined : textAt(file.tree, ['model']);
  return ofVersion(records, model === undefined ? undefined : modelVersionOf(project, model))[0];
}

/** Of the check that is named, else of the newest; undefined where there is none. @throws Failure */
async function readReport(
  store: MonitorStore,
  params: CheckAsked,
  newest: CheckRecord | undefined,
): Promise<MonitorReport | undefined> {
  const id = params.check ?? newest?.id;
  if (id === undefined) return undefined;
  const text = await store.report(id);
  if (text === undefined) throw notThere(params);
  const report = JSON.parse(text) as MonitorReport;
  if (report.schema !== 1)
    throw new Failure('report-unreadable', `Check ${id} was kept by another version of Modelyard.`, {
      next: 'Check the monitor again.',
    });
  if (report.monitor !== params.monitor) throw notThere(params);
  return report;
}

function notThere({ monitor, check }: CheckAsked): Failure {
  return check === undefined
    ? new Failure('check-not-found', `${monitor} has not been checked yet.`, { next: 'Check it now.' })
    : new Failure('check-not-found', `Check ${check} of ${monitor} is not there any more.`, {
        next: 'Open the newest one.',
      });
}
