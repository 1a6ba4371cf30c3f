import { posix as path } from 'node:path';
import { checkDataset, comparesVersions, type DatasetQuality, findReferred } from '../data/quality/qualityOfDataset.ts';
import { checkText } from '../data/quality/qualityText.ts';
import { Failure } from '../failure.ts';
import { count } from '../language/figures.ts';
import type { GateAnswer, GateContext, GateEvidence, GateFigure, GateKind, GateRule } from '../ports/gate.ts';
import type { Run } from '../ports/runStore.ts';
import { RUN_TAGS } from '../tracking/tags.ts';
import { failed, passed, unknown } from './answers.ts';

type ChecksRule = Extract<GateRule, { readonly kind: 'checks' }>;

/** The checks of the data that the version was made from, as a run has recorded them, else as they are now of the same data. */
export const checksGate: GateKind<ChecksRule> = {
  kind: 'checks',
  async judge(_, context) {
    const { name, version, data } = context.candidate;
    const datasets = Object.entries(data);
    if (datasets.length === 0)
      return unknown(
        'no-data',
        `${name}:${version} does not say what data it was made from`,
        'Register a model that a pipeline made from datasets.',
      );
    const told: Told[] = [];
    for (const [index, [dataset, of]] of datasets.entries()) {
      context.progress(index / datasets.length, `checks of ${dataset}`);
      told.push(await toldOf(dataset, of.version, context));
    }
    return together(told);
  },
};

/** What is known of one dataset; `quality` is absent where the report of the checks is gone. */
interface Told {
  readonly dataset: string;
  readonly status: 'passed' | 'failed' | 'unknown';
  readonly quality?: Pick<DatasetQuality, 'checks' | 'passed'>;
  readonly reason: string;
  readonly evidence?: GateEvidence;
}

async function toldOf(dataset: string, version: string, context: GateContext): Promise<Told> {
  const runs = await context.stores.runs.tagged(RUN_TAGS.checks, `${dataset}@${version}`, 5);
  const run = runs.find(({ status }) => status === 'finished' || status === 'failed');
  return run === undefined ? checkedNow(dataset, version, context) : recorded(dataset, run, context);
}

async function recorded(dataset: string, run: Run, { stores }: GateContext): Promise<Told> {
  const kept = run.artifacts.find((artifact) => artifact.path === 'checks.json');
  const evidence: GateEvidence = { kind: 'run', what: `checks of ${dataset}`, run: run.id };
  const status = run.status === 'finished' ? 'passed' : 'failed';
  if (kept === undefined || !(await stores.artifacts.has(kept.sha256)))
    return { dataset, status, reason: `run ${run.id.slice(0, 8)} has checked ${dataset}`, evidence };
  const bytes = await stores.artifacts.bytes(kept.sha256, 'checks.json');
  const quality = JSON.parse(new TextDecoder().decode(bytes)) as DatasetQuality;
  return { dataset, status, quality, reason: reasonOf(dataset, quality), evidence };
}

/** Data of another version tells nothing of that which the model was made from. */
async function checkedNow(name: string, version: string, context: GateContext): Promise<Told> {
  try {
    const dataset = await context.dataset(name);
    if (dataset.version !== version)
      return {
        dataset: name,
        status: 'unknown',
        reason: `the data of \`${name}\` is of another version now, and no run has checked that one`,
      };
    const quality = await check(name, context);
    return { dataset: name, status: quality.status, quality, reason: reasonOf(name, quality) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return {
      dataset: name,
      status: 'unknown',
      reason: `no run has checked \`${name}\`, and its data is not here: ${error.message}`,
    };
  }
}

async function check(name: string, context: GateContext): Promise<DatasetQuality> {
  const { host, root, tmpFolder, signal } = context;
  const dataset = await context.dataset(name);
  const others = await findReferred(dataset.spec, context.dataset);
  const read = [dataset, ...others.values()].flatMap((one) => (one instanceof Failure ? [] : one.files.files));
  const workFolder = path.join(tmpFolder, `checks-${host.ids.runId().slice(0, 12)}`);
  const data = await host.openData({ tmpFolder: workFolder, readable: [root, ...read] });
  try {
    const before = comparesVersions(dataset.spec) ? await dataset.versionBefore() : undefined;
    return await checkDataset(data, dataset, { now: host.clock.now(), before, others, workFolder, signal });
  } finally {
    await data.close();
  }
}

function reasonOf(dataset: string, { checks, passed: held }: Pick<DatasetQuality, 'checks' | 'passed'>): string {
  const bad = checks.find(({ status }) => status !== 'passed');
  if (bad !== undefined) return `${dataset}: ${checkText(bad)}`;
  return checks.length === 0
    ? `${dataset} declares no checks`
    : `${held} of ${checks.length} checks of ${dataset} passed`;
}

function together(told: readonly Told[]): GateAnswer {
  const evidence = told.flatMap((one) => one.evidence ?? []);
  const known = told.flatMap(({ quality }) => quality ?? []);
  const asked = known.reduce((sum, { checks }) => sum + checks.length, 0);
  const held = known.reduce((sum, quality) => sum + quality.passed, 0);
  const figure: GateFigure = { name: 'checks', value: held, unit: 'count', min: asked };
  const figures = known.length === 0 ? [] : [figure];
  const bad = told.find(({ status }) => status === 'failed');
  if (bad !== undefined)
    return failed('checks-failed', bad.reason, {
      figures,
      evidence,
      next: 'Correct the data or its checks, and run the pipeline again.',
    });
  const dark = told.find(({ status }) => status === 'unknown');
  if (dark !== undefined)
    return unknown(
      'checks-unknown',
      dark.reason,
      `Run a pipeline with data/validate on ${dark.dataset}, or bring its data back.`,
      {
        figures,
        evidence,
      },
    );
  const names = told.map(({ dataset }) => dataset).join(', ');
  const reason = told.length === 1 ? told[0]!.reason : `${count(held)} checks of ${names} passed`;
  return passed(reason, { figures, evidence });
}
