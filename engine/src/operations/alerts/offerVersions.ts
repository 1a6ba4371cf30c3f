import { createHash } from 'node:crypto';
import { Cancelled, Failure } from '../../failure.ts';
import { parseModelReference } from '../../language/modelReference.ts';
import { type Offer, offerText } from '../../monitoring/alerts/offer.ts';
import { readAlerts } from '../../monitoring/alerts/readAlerts.ts';
import { readMonitor } from '../../monitoring/spec/readMonitor.ts';
import type { Project } from '../../project/project.ts';
import { textAt } from '../../project/read.ts';
import type { SpecFile } from '../../project/specFile.ts';
import { rulesOfMove } from '../../registry/policies/rulesOfMove.ts';
import { RUN_TAGS } from '../../tracking/tags.ts';
import { checkMonitor } from '../monitor/checkMonitor.ts';
import { judgeMove, rulesToMeet } from '../promotion/judgeMove.ts';
import type { RunResult } from '../run/runPipeline.ts';
import type { AlertsAround } from './alertsAround.ts';
import { callWebhook } from './callWebhook.ts';

export interface Offering {
  readonly project: Project;
  /** Name of the monitor whose alert had the run begun. */
  readonly monitor: string;
  readonly result: RunResult;
  readonly signal: AbortSignal;
}

/** What a monitor that says no alias watches in the end. */
const PRODUCTION = 'production';

/**
 * Judges the versions that a run registered by the gates of the alias that a monitor watches, keeps the outcome with the run and tells the
 * monitor's webhooks. Moves nothing. What cannot be judged is said in the offer; a webhook that fails is said in the log.
 */
export async function offerVersions(around: AlertsAround, offering: Offering): Promise<readonly Offer[]> {
  const { project, monitor, result } = offering;
  const file = monitorFile(project, monitor);
  if (file === undefined) return [];
  const watched = parseModelReference(textAt(file.tree, ['model']) ?? '');
  if (watched === undefined || watched.kind === 'run') return [];
  const alias = watched.kind === 'alias' ? watched.alias : PRODUCTION;
  const versions = result.models.filter(({ name }) => name === watched.name);
  const offers: Offer[] = [];
  for (const { name, version } of versions)
    offers.push(await offerOf(around, { ...offering, model: name, version, alias }));
  if (offers.length === 0) return [];
  await around.stores.runs.log(result.run, { tags: { [RUN_TAGS.offer]: JSON.stringify(offers) } });
  await tellWebhooks(around, offering, { file, offers });
  return offers;
}

function monitorFile(project: Project, name: string): SpecFile | undefined {
  return project.index.files('monitor').find((file) => file.name === name);
}

interface Judged extends Offering {
  readonly model: string;
  readonly version: number;
  readonly alias: string;
}

async function offerOf(around: AlertsAround, judged: Judged): Promise<Offer> {
  const { host, root, stores } = around;
  const { model, version, alias, signal } = judged;
  const plain = { model, version, alias, gates: { passed: 0, of: 0 }, champion: null };
  try {
    const candidate = await stores.registry.resolve(`${model}:${version}`);
    const before = await stores.registry.resolve(`${model}@${alias}`).catch(() => undefined);
    if (before?.version === version) return withText({ ...plain, status: 'same', champion: version });
    const rules = await rulesOfMove({ files: host.files, git: host.git(root), root }, { model, alias });
    if (rulesToMeet(rules).some(({ kind }) => kind === 'drift')) await lookAt(around, judged);
    const observer = { event: () => undefined };
    const report = await judgeMove({ host, stores, root }, { candidate, alias, rules, signal, observer });
    const passed = report.gates.filter(({ status }) => status === 'passed').length;
    const failed = report.gates.filter(({ status }) => status !== 'passed').map(({ name }) => name);
    const gates = { passed, of: report.gates.length };
    const champion = report.champion?.version ?? null;
    return withText({ ...plain, status: report.allowed ? 'allowed' : 'refused', gates, champion }, failed);
  } catch (error) {
    if (error instanceof Cancelled || !(error instanceof Failure)) throw error;
    return withText({ ...plain, status: 'unknown' }, [], error.message);
  }
}

/** A gate on drift asks for a check of this very version, which nobody has made yet. */
async function lookAt(around: AlertsAround, { project, monitor, model, version, signal }: Judged): Promise<void> {
  const question = { by: 'schedule', model: `${model}:${version}`, tells: false, signal } as const;
  await checkMonitor({ ...around, project }, { ...question, monitor: readMonitor(project, monitor) }).catch(
    (error: unknown) => {
      // The gate then says that there is no check, and how to make one.
      if (error instanceof Cancelled || !(error instanceof Failure)) throw error;
    },
  );
}

function withText(offer: Omit<Offer, 'said'>, failed: readonly string[] = [], why: string | null = null): Offer {
  return { ...offer, said: offerText(offer, failed, why) };
}

async function tellWebhooks(
  around: AlertsAround,
  { monitor, project, result, signal }: Offering,
  { file, offers }: { readonly file: SpecFile; readonly offers: readonly Offer[] },
): Promise<void> {
  const { host } = around;
  const at = new Date(host.clock.now()).toISOString();
  const text = `${monitor}: ${offers.map(({ said }) => said).join(' ')}`;
  for (const { does, key } of readAlerts(file.tree)) {
    if (does.kind !== 'webhook') continue;
    const id = createHash('sha256').update([monitor, key, result.run, 'offered'].join('\n')).digest('hex').slice(0, 32);
    const named = project.index.names('project')[0] ?? null;
    const message = {
      schema: 1,
      event: 'offered',
      id,
      at,
      project: named,
      monitor,
      run: result.run,
      offers,
      text,
    } as const;
    await callWebhook(around, { does, message, since: at, signal }).catch((error: unknown) => {
      if (error instanceof Cancelled || !(error instanceof Failure)) throw error;
      host.log.warn(`${monitor}: the offer was not told: ${error.message}`);
    });
  }
}
