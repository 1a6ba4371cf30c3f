import { lastLooked } from '../../../../engine/src/monitoring/schedule/lastLooked.ts';
import { storesThere } from '../../../../engine/src/operations/storesThere.ts';
import type { Stores } from '../../../../engine/src/ports/host.ts';
import type { CheckRecord, MonitorStore, Mute, Tick } from '../../../../engine/src/ports/monitorStore.ts';
import { modelVersionOf } from '../../../../engine/src/project/modelVersionOf.ts';
import type { Project } from '../../../../engine/src/project/project.ts';
import { textAt } from '../../../../engine/src/project/read.ts';
import type { SpecFile } from '../../../../engine/src/project/specFile.ts';
import type { CheckRow, MonitorRow } from '../../views/monitors.ts';
import type { Asked } from '../asked.ts';
import { checkState, failedIn, foundSince, ofVersion } from './checkState.ts';
import { monitorOffer } from './monitorOffer.ts';
import { placeIn } from './places.ts';

const MOST_SHOWN = 20;
/** Checks that are looked through for since when something is found. */
const MOST_READ = 100;
/** The alert that the editor shows. */
const EDITOR = 'notify editor';

/** The monitors of the project with what they found last, in the order of their files. */
export async function monitors({ host, root, project }: Asked): Promise<readonly MonitorRow[]> {
  const files = project.index.files('monitor').filter(({ name }) => name !== undefined);
  const stores = await storesThere(host, root);
  const known = files.length === 0 ? undefined : await knownOf(stores?.monitors);
  return Promise.all(files.map((file) => monitorRow(project, file, { stores, now: host.clock.now(), ...known })));
}

interface Known {
  readonly mutes?: readonly Mute[];
  readonly ticks?: readonly Tick[];
}

async function knownOf(store: MonitorStore | undefined): Promise<Known> {
  if (store === undefined) return {};
  const [mutes, ticks] = await Promise.all([store.mutes(), store.ticks()]);
  return { mutes, ticks };
}

interface RowSources extends Known {
  readonly stores: Stores | undefined;
  readonly now: number;
}

async function monitorRow(project: Project, file: SpecFile, sources: RowSources): Promise<MonitorRow> {
  const { stores, mutes = [], ticks = [], now } = sources;
  const store = stores?.monitors;
  const name = file.name!;
  const { tree } = file;
  const [records, alert, offer] = await Promise.all([
    store?.checks(name, { limit: MOST_READ }) ?? [],
    store?.alert(name, EDITOR),
    stores === undefined ? null : monitorOffer(stores.runs, project, name),
  ]);
  const model = textAt(tree, ['model']) ?? '';
  const version = modelVersionOf(project, model);
  const own = ofVersion(records, version);
  const since = foundSince(own);
  const mute = mutes.find((one) => one.monitor === name && (one.until === null || one.until > now));
  const tick = ticks.find(({ trigger }) => trigger === `monitor ${name}`);
  return {
    name,
    place: placeIn(file, ['monitor']),
    model,
    version: version?.version ?? null,
    schedule: textAt(tree, ['schedule']) ?? null,
    timezone: textAt(tree, ['timezone']) ?? 'UTC',
    newest: own[0] === undefined ? null : checkRow({ ...own[0], made: lastLooked(own[0], ticks) }),
    checks: records.slice(0, MOST_SHOWN).map(checkRow),
    hasMore: records.length > MOST_SHOWN,
    since:
      since === undefined ? null : { due: iso(since.due), checks: since.checks, isAtLeast: since.checks === MOST_READ },
    fired: alert?.state === 'firing' && alert.fired !== null ? iso(alert.fired) : null,
    mute: muteOf(mute),
    trouble: troubleOf(tick, records),
    offer,
  };
}

export function muteOf(mute: Mute | undefined): MonitorRow['mute'] {
  if (mute === undefined) return null;
  const { until, by, why } = mute;
  return { until: until === null ? null : iso(until), by, why };
}

/** What lists show of a check. */
export function checkRow(record: CheckRecord): CheckRow {
  const { id, due, made, by, model, headline, rows, drifted, tested, checks } = record;
  return {
    id,
    due: iso(due),
    made: iso(made),
    by,
    model,
    state: checkState(record),
    headline,
    rows,
    drifted,
    tested,
    failed: failedIn(checks),
  };
}

/** A tick that failed counts until something was checked after it. */
function troubleOf(tick: Tick | undefined, records: readonly CheckRecord[]): MonitorRow['trouble'] {
  if (tick?.end?.kind !== 'failed' || records.some(({ made }) => made >= tick.at)) return null;
  return { due: iso(tick.due), said: tick.end.said ?? 'It ended without a word' };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
