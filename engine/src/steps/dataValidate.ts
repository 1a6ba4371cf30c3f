import {
  asked,
  checkDataset,
  comparesVersions,
  type DatasetQuality,
  dependsOnTime,
  findReferred,
} from '../data/quality/qualityOfDataset.ts';
import { checkText, outcomeText } from '../data/quality/qualityText.ts';
import { readingOf } from '../data/sources/source.ts';
import { Failure } from '../failure.ts';
import type { ResolvedDataset, Step, StepContext } from '../ports/step.ts';
import { RUN_TAGS } from '../tracking/tags.ts';
import { datasetsRead } from './lineage.ts';

/** Checks a dataset against its spec; what fails is named, with some of the rows. */
export const dataValidate: Step = {
  uses: 'data/validate',
  revision: 2,
  async fingerprint({ with: values, context }) {
    const dataset = await context.dataset(String(values['data']));
    const { version, spec } = dataset;
    const others = await findReferred(spec, (name) => context.dataset(name));
    const referred = [...others].map(([name, one]) => [name, one instanceof Failure ? one.message : one.version]);
    const before = comparesVersions(spec) ? await dataset.versionBefore() : undefined;
    return {
      data: version,
      read: readingOf(dataset.files),
      spec: asked(dataset),
      ...(others.size === 0 ? {} : { referred: JSON.stringify(referred) }),
      ...(before === undefined ? {} : { before: before.version }),
    };
  },
  async stillHolds({ with: values, context }) {
    return !dependsOnTime((await context.dataset(String(values['data']))).spec);
  },
  async run({ with: values, context }) {
    const dataset = await context.dataset(String(values['data']));
    const others = await findReferred(dataset.spec, (name) => context.dataset(name));
    const quality = await check(dataset, others, context);
    const read = [...others.values()].filter((one): one is ResolvedDataset => !(one instanceof Failure));
    await keep(quality, [dataset, ...read], context);
    const bad = quality.checks.filter((result) => result.status !== 'passed');
    for (const result of bad) context.log(checkText(result));
    const [first] = bad;
    if (first)
      throw new Failure(
        'data-check-failed',
        `${bad.length} of ${quality.checks.length} checks of dataset \`${dataset.name}\` did not pass. ${checkText(first)}`,
        {
          next: `Correct the data or the spec; all results and rows are in checks.json of the run.`,
          exitCode: 1,
        },
      );
    context.log(outcomeText(quality));
    return { passed: quality.passed, failed: 0 };
  },
};

type Referred = Awaited<ReturnType<typeof findReferred>>;

async function check(dataset: ResolvedDataset, others: Referred, context: StepContext): Promise<DatasetQuality> {
  const { spec } = dataset;
  return checkDataset(await context.data(), dataset, {
    now: context.clock.now(),
    before: comparesVersions(spec) ? await dataset.versionBefore() : undefined,
    others,
    workFolder: context.workFolder,
    signal: context.signal,
  });
}

/** The run of the step can be found by dataset and version: what its checks said is in `checks.json`, whether they passed its status. */
async function keep(quality: DatasetQuality, read: readonly ResolvedDataset[], context: StepContext): Promise<void> {
  const report = await context.artifacts.putBytes(JSON.stringify(quality, undefined, 2));
  await context.record({
    datasets: datasetsRead(read),
    artifacts: [{ path: 'checks.json', ...report }],
    tags: { [RUN_TAGS.checks]: `${quality.dataset}@${quality.version}` },
  });
}
