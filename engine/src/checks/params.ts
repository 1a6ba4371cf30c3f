import { pipelineOf } from '../project/ofFile.ts';
import { paramsRead } from '../project/paramsRead.ts';
import type { Param, Pipeline } from '../project/pipeline.ts';
import type { SpecFile } from '../project/specFile.ts';
import type { Family, Found } from './rule.ts';

/** Params of pipelines and what they say about themselves. */
export const params: Family = {
  rules: [
    {
      code: 'unused-param',
      title: 'No expression reads a param',
      severity: 'warning',
      pace: 'fast',
      docs: 'A param that nothing reads promises a setting that changes nothing. Use it as `${{ params.NAME }}`, or take it out. A pipeline whose programs read params from the file `MODELYARD_PARAMS` is not judged.',
    },
    {
      code: 'param-default',
      title: "A param's default does not fit what is declared",
      severity: 'error',
      pace: 'fast',
      docs: 'The default must have the declared type, lie between `min` and `max`, and be one of `enum` where there is one; otherwise a run without `--param` could not start.',
    },
  ],
  *check(project, file) {
    const pipeline = pipelineOf(project, file);
    if (pipeline === undefined) return;
    const used = readParams(pipeline, file);
    for (const param of pipeline.params.values()) {
      if (used !== undefined && !used.has(param.name)) yield unused(pipeline, param);
      const wrong = defaultProblem(param);
      if (wrong !== undefined) yield wrongDefault(pipeline, param, wrong);
    }
  },
};

/** Params that expressions read; undefined where anything may be read. */
function readParams(pipeline: Pipeline, file: SpecFile): ReadonlySet<string> | undefined {
  const runsPrograms = [...pipeline.steps.values()].some((step) => step.kind === 'run');
  return runsPrograms ? undefined : paramsRead(file);
}

function unused({ file }: Pipeline, { name, range }: Param): Found {
  return { code: 'unused-param', file, range, message: `No expression reads \`params.${name}\`` };
}

function wrongDefault({ file, tree }: Pipeline, { name }: Param, message: string): Found {
  const path = ['params', name];
  const long = tree.node([...path, 'default']) === undefined ? path : [...path, 'default'];
  return { code: 'param-default', file, range: tree.range(long), message };
}

function defaultProblem({ default: value, type, min, max, choices }: Param): string | undefined {
  if (value === undefined) return undefined;
  const fits =
    type === 'float'
      ? typeof value === 'number'
      : type === 'integer'
        ? Number.isSafeInteger(value)
        : typeof value === type;
  if (!fits) return `The default \`${value}\` is no ${type}`;
  if (typeof value === 'number' && min !== undefined && value < min) return `The default ${value} is less than ${min}`;
  if (typeof value === 'number' && max !== undefined && value > max)
    return `The default ${value} is greater than ${max}`;
  if (choices !== undefined && !choices.includes(value)) return `The default \`${value}\` is none of the choices`;
  return undefined;
}
