import { metricEntry } from '../catalog/metrics.ts';
import { isRecord } from '../language/isRecord.ts';
import type { Path } from '../language/tree.ts';
import { splitWords } from '../language/words.ts';
import { testColumns } from '../project/modelInputs.ts';
import { newestVersion } from '../project/modelVersionOf.ts';
import { monitorHeads } from '../project/monitors.ts';
import { type Gate, type Policy, policiesFor, readPolicy } from '../project/policies.ts';
import { gateFiles } from '../project/programFiles.ts';
import type { Project } from '../project/project.ts';
import { modelNames, type Registration, registrations } from '../project/registrations.ts';
import { hopelessConditions } from './conditions.ts';
import { limitProblem } from './limits.ts';
import { unknownMetric } from './metricNames.ts';
import type { Family, Found } from './rule.ts';
import { unknownName } from './unknownName.ts';

/** What gates ask of a version, held against what pipelines measure. */
export const gates: Family = {
  rules: [
    {
      code: 'gate-on-unmeasured-metric',
      title: 'No pipeline measures the metric of a gate',
      severity: 'warning',
      pace: 'fast',
      docs: 'A gate passes on what a version was measured by, and what is not known has not passed. None of the models that the policy applies to has a version with this metric, and no `model/evaluate` of the pipelines that register them measures it: the gate can never pass. Add the metric to the step, or take another one. Where only some of the models lack it this is a hint.',
    },
    {
      code: 'limit-never-met',
      title: 'No value of the metric meets a limit',
      severity: 'error',
      pace: 'fast',
      docs: 'The metric has a least and a greatest value, and what is asked for lies beyond them, or `min` is greater than `max`: nothing can ever be good enough. In an `if` of a pipeline it means that the step never runs.',
    },
    {
      code: 'limit-on-wrong-side',
      title: 'A limit lets only bad values pass',
      severity: 'warning',
      pace: 'fast',
      docs: 'Some metrics are better the greater they are, such as `roc_auc`, others the smaller, such as `log_loss`. The only limit here is on the side of the good values, so that good models fail and bad ones pass: `min` and `max` are mixed up.',
    },
    {
      code: 'gate-without-limit',
      title: 'A threshold has neither min nor max',
      severity: 'error',
      pace: 'fast',
      docs: 'A gate on a metric decides by `min` or `max`; without either it decides nothing.',
    },
    {
      code: 'drift-gate-without-monitor',
      title: 'No monitor looks for what a gate on drift asks',
      severity: 'warning',
      pace: 'fast',
      docs: 'A gate on drift is decided by the newest recorded check of a monitor that watches the model and asks for `drift`. None of the models that the policy applies to has such a monitor: what is not known has not passed, so that the gate can never pass. Write a `*.monitor.yaml` for the model, or take the gate out. Where only some of the models lack one this is a hint.',
    },
  ],
  *check(project, file) {
    if (file.pipeline !== undefined) yield* hopelessConditions(file.pipeline);
    const policy = readPolicy(file);
    if (policy === undefined) return;
    const judged = modelNames(project).filter((name) =>
      policiesFor(project, name).some((one) => one.file === policy.file),
    );
    const all = registrations(project);
    for (const list of policy.aliases.values())
      for (const gate of list) {
        yield* metric(project, policy, gate, { judged, all });
        yield* threshold(policy, gate);
        yield* slice(project, policy, gate, { judged, all });
        yield* drift(project, policy, gate, judged);
        yield* program(project, policy, gate);
      }
  },
};

/** The models that the policy judges, and all that pipelines register. */
interface Reach {
  readonly judged: readonly string[];
  readonly all: readonly Registration[];
}

function* metric(project: Project, { file, tree }: Policy, { path, values }: Gate, reach: Reach): Generator<Found> {
  const key = typeof values['threshold'] === 'string' ? 'threshold' : 'metric';
  const name = values[key];
  if (typeof name !== 'string') return;
  const at = { file, range: tree.range([...path, key]) };
  const unknown = unknownMetric(project, name);
  if (unknown !== undefined) {
    yield { ...at, ...unknown };
    return;
  }
  const without = reach.judged.filter((model) => isUnmeasured(project, model, name, reach.all));
  if (without.length === 0) return;
  const isAll = without.length === reach.judged.length;
  yield {
    ...at,
    code: 'gate-on-unmeasured-metric',
    ...(isAll ? {} : { severity: 'hint' as const }),
    message: `\`${name}\` is not measured for ${listed(without)}, so that this gate cannot pass; add it to \`metrics\` of model/evaluate`,
  };
}

/** Surely: the newest version does not have it, and no pipeline that registers the model measures it. */
function isUnmeasured(project: Project, model: string, metric: string, all: readonly Registration[]): boolean {
  const registered = project.models.get(model);
  if (registered !== undefined && newestVersion(registered)?.metrics.has(metric)) return false;
  const makers = all.filter((one) => one.model === undefined || one.model === model);
  return makers.length > 0 && makers.every(({ metrics }) => metrics !== undefined && !metrics.has(metric));
}

function* threshold({ file, tree }: Policy, { path, values }: Gate): Generator<Found> {
  const { threshold: name, min, max } = values;
  if (typeof name !== 'string') return;
  if (min === undefined && max === undefined)
    yield {
      code: 'gate-without-limit',
      file,
      range: tree.range([...path, 'threshold'], 'key'),
      message: `The gate decides nothing: say \`${metricEntry(name)?.better === 'lower' ? 'max' : 'min'}\` of \`${name}\``,
      data: { missing: metricEntry(name)?.better === 'lower' ? 'max' : 'min' },
    };
  yield* limitProblem({ file, tree, path, metric: name });
}

function* slice(project: Project, { file, tree }: Policy, { path, values }: Gate, reach: Reach): Generator<Found> {
  const given = values['slice'];
  if (!isRecord(given)) return;
  const makers = reach.all.filter(({ model }) => model === undefined || reach.judged.includes(model));
  const known = makers.map((maker) => testColumns(project, maker));
  if (known.length === 0 || known.includes(undefined)) return;
  const names = [...new Set(known.flatMap((columns) => columns ?? []))];
  for (const column of Object.keys(given))
    if (!names.includes(column))
      yield {
        code: 'unknown-column',
        file,
        range: tree.range([...path, 'slice', column], 'key'),
        ...unknownName('column', column, names),
      };
}

function* drift(
  project: Project,
  { file, tree }: Policy,
  { path, values }: Gate,
  judged: readonly string[],
): Generator<Found> {
  if (values['drift'] === undefined) return;
  if (project.index.files('monitor').some((monitor) => monitor.tree.brokenAt !== undefined)) return;
  const watched = monitorHeads(project).filter(({ asksForDrift }) => asksForDrift);
  const without = judged.filter((name) => watched.every(({ model }) => model !== name));
  if (without.length === 0) return;
  yield {
    code: 'drift-gate-without-monitor',
    ...(without.length === judged.length ? {} : { severity: 'hint' as const }),
    file,
    range: tree.range([...path, 'drift'], 'key'),
    message: `No monitor asks for the drift of ${listed(without)}, so that this gate cannot pass; write \`${without[0]}.monitor.yaml\` with \`drift\``,
  };
}

function listed(models: readonly string[]): string {
  const names = models.slice(0, 3).map((model) => `\`${model}\``);
  return `${names.join(', ')}${models.length > 3 ? ', ...' : ''}`;
}

function* program(project: Project, { file, tree }: Policy, gate: Gate): Generator<Found> {
  const { run } = gate.values;
  const cut = typeof run === 'string' ? splitWords(run) : undefined;
  const place = (at: Path, start: number, end: number) => tree.scalar(at)?.range(start, end) ?? tree.range(at);
  if (cut?.kind === 'problem') {
    const range = place([...gate.path, 'run'], cut.offset, cut.offset + 1);
    yield { code: 'command-syntax', file, range, message: cut.message };
  }
  for (const { path, at, start } of gateFiles(gate))
    if (project.facts.file(path).kind === 'absent')
      yield {
        code: at.at(-1) === 'run' ? 'script-not-found' : 'input-not-found',
        file,
        range: place(at, start, start + path.length),
        message: `There is no file \`${path}\``,
      };
}
