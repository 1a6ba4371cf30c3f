import { isRecord } from '../../../../engine/src/language/isRecord.ts';
import { topRun } from '../../../../engine/src/operations/run/follow.ts';
import type { Param } from '../../../../engine/src/project/pipeline.ts';
import { RUN_TAGS, tagJson } from '../../../../engine/src/tracking/tags.ts';
import type { RerunForm, RerunParam } from '../../views/runs.ts';
import type { ViewQuestions } from '../../views/viewQuestions.ts';
import type { Asked } from '../asked.ts';
import { runNamed } from './runNamed.ts';

/** What a run can be started again with: the params of its pipeline, with its values. */
export async function rerun(asked: Asked, { run: id }: ViewQuestions['rerun']['params']): Promise<RerunForm> {
  const stores = await runNamed(asked, id);
  const { tags, params } = await topRun(stores, stores.run.id);
  const pipeline = asked.project.pipelines.get(tags[RUN_TAGS.pipeline] ?? '');
  const call = tagJson(tags[RUN_TAGS.call]);
  const selection = fieldsOf(fieldsOf(call)['selection']);
  return {
    pipeline: pipeline?.name ?? null,
    environment: textOf(fieldsOf(call)['environment']),
    from: textOf(selection['from']),
    until: textOf(selection['only']) ?? textOf(selection['until']),
    params: [...(pipeline?.params.values() ?? [])].map((param) => rerunParam(param, params[param.name])),
  };
}

function rerunParam(param: Param, value: string | undefined): RerunParam {
  const { name, type, min, max, choices, description } = param;
  const standard = param.default === undefined ? null : String(param.default);
  return {
    name,
    type,
    value: value ?? standard,
    min: min ?? null,
    max: max ?? null,
    choices: choices?.map(String) ?? null,
    description: description ?? null,
  };
}

/** Anybody may set tags. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
