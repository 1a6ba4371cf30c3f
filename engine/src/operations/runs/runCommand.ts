import type { Selection } from '../../pipeline/plan.ts';
import type { Run } from '../../ports/runStore.ts';
import type { Param } from '../../project/pipeline.ts';
import { RUN_TAGS, tagJson } from '../../tracking/tags.ts';

/**
 * The words of the command that runs the pipeline as it was run: with its selection, its environment, and the parameters that the
 * pipeline would not have by itself. Null of a run that no pipeline made.
 */
export function runCommand(
  { tags, params }: Pick<Run, 'tags' | 'params'>,
  declared: Declared,
): readonly string[] | null {
  const name = tags[RUN_TAGS.pipeline];
  if (name === undefined) return null;
  const call = tagJson(tags[RUN_TAGS.call]) as Call | undefined;
  const given = Object.entries(params).filter(([param, value]) => !isDefault(declared?.get(param)?.default, value));
  const { environment, selection } = call ?? {};
  return [
    'modelyard',
    'run',
    name,
    ...given.flatMap(([param, value]) => ['--param', `${param}=${value}`]),
    ...(environment ? ['--env', environment] : []),
    ...PARTS.flatMap((part) => (selection?.[part] === undefined ? [] : [`--${part}`, selection[part]])),
    ...(selection?.force === true ? ['--force'] : []),
  ];
}

/** Params of the pipeline as the project has it now. */
type Declared = ReadonlyMap<string, Pick<Param, 'default'>> | undefined;

/** As the run was called; anybody may set tags. */
interface Call {
  readonly selection?: Selection | null;
  readonly environment?: string | null;
}

const PARTS = ['from', 'until', 'only'] as const;

function isDefault(declared: Param['default'] | undefined, value: string): boolean {
  return declared !== undefined && String(declared) === value;
}
