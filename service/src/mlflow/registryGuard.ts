import type { ServiceContext } from '../http/route.ts';
import { MlflowError } from '../mlflow/errors.ts';

type Around = Pick<ServiceContext, 'host' | 'root'>;

/**
 * Refuses to move an alias that the policy of the model guards: such an alias moves past its gates only.
 * @param to the version it would point at; undefined: it would be taken away
 * @throws MlflowError
 */
export async function refuseGuarded(
  { model, alias, to }: { readonly model: string; readonly alias: string; readonly to?: number },
  { host, root }: Around,
): Promise<void> {
  // What reads policies is loaded when an alias first moves: a service that only logs starts without it.
  const { guardOf } = await import('../../../engine/src/registry/aliasStates.ts');
  const policy = await guardOf({ files: host.files, git: host.git(root), root }, model, alias);
  if (policy === undefined) return;
  const what = to === undefined ? 'is not taken away or left without its version' : 'moves past its gates only';
  throw new MlflowError(
    'PERMISSION_DENIED',
    `The alias '${alias}' of ${model} is guarded by ${policy} and ${what}: use \`modelyard models promote ${model}:${to ?? 'VERSION'} --alias ${alias}\`.`,
  );
}
