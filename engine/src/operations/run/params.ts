import { Failure, usage } from '../../failure.ts';
import { nearest } from '../../language/nearest.ts';
import type { Param, ParamValue, Pipeline } from '../../project/pipeline.ts';

/**
 * Values of the pipeline's params: given ones (`K=V`) over defaults.
 * Throws `usage` for a text that is no `K=V` or no such param, `param-missing`, `param-value` for what does not fit.
 */
export function resolveParams(pipeline: Pipeline, given: readonly string[]): Readonly<Record<string, ParamValue>> {
  const texts = new Map(given.map((text) => keyValue(text)));
  for (const name of texts.keys()) if (!pipeline.params.has(name)) throw unknownParam(name, pipeline);
  const values = [...pipeline.params.values()].map((param): [string, ParamValue] => {
    const text = texts.get(param.name);
    const value = text === undefined ? param.default : parse(param, text);
    if (value === undefined)
      throw new Failure('param-missing', `The param \`${param.name}\` has no default and was not given.`, {
        next: `Say \`--param ${param.name}=VALUE\`.`,
      });
    check(param, value);
    return [param.name, value];
  });
  return Object.fromEntries(values);
}

function keyValue(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw usage(`\`--param ${text}\` is not NAME=VALUE.`, 'Write it as `--param rounds=50`.');
  return [text.slice(0, at), text.slice(at + 1)];
}

function parse({ name, type }: Param, text: string): ParamValue {
  if (type === 'string') return text;
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  const number = Number(text);
  const fits = text.trim() !== '' && (type === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number));
  if (type !== 'boolean' && fits) return number;
  throw new Failure('param-value', `The param \`${name}\` is \`${text}\`, which is no ${type}.`, {
    next: type === 'boolean' ? 'Say true or false.' : 'Give a number.',
  });
}

function check({ name, min, max, choices }: Param, value: ParamValue): void {
  if (choices && !choices.includes(value))
    throw new Failure('param-value', `The param \`${name}\` is ${value}.`, {
      next: `Choose one of: ${choices.join(', ')}.`,
    });
  if (typeof value !== 'number') return;
  if ((min !== undefined && value < min) || (max !== undefined && value > max))
    throw new Failure('param-value', `The param \`${name}\` is ${value}.`, {
      next: `Give ${min === undefined ? `at most ${max}` : max === undefined ? `at least ${min}` : `${min} to ${max}`}.`,
    });
}

function unknownParam(name: string, pipeline: Pipeline): Failure {
  const names = [...pipeline.params.keys()];
  const near = nearest(name, names);
  return usage(
    `The pipeline \`${pipeline.name}\` has no param \`${name}\`.`,
    near ? `Did you mean \`${near}\`?` : `It has: ${names.join(', ') || 'none'}.`,
  );
}
