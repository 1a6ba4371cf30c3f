import type { Policy } from '../../../engine/src/project/policies.ts';
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
  around: Around,
): Promise<void> {
  const policy = (await policiesOf(model, around)).find((one) => guards(one, alias));
  if (policy === undefined) return;
  const what = to === undefined ? 'is not taken away or left without its version' : 'moves past its gates only';
  throw new MlflowError(
    'PERMISSION_DENIED',
    `The alias '${alias}' of ${model} is guarded by ${policy.file} and ${what}: use \`modelyard models promote ${model}:${to ?? 'VERSION'} --alias ${alias}\`.`,
  );
}

/** In any case, for a file system may not tell capitals apart. A policy that cannot be read guards everything. */
function guards(policy: Policy, alias: string): boolean {
  if (policy.tree.problems.length > 0) return true;
  return [...policy.aliases.keys()].some((one) => one.toLowerCase() === alias.toLowerCase());
}

/** What reads specs is loaded when an alias first moves: a service that only logs starts without it. */
async function policiesOf(model: string, { host, root }: Around): Promise<readonly Policy[]> {
  const [{ loadProject }, { policiesFor }] = await Promise.all([
    import('../../../engine/src/project/load.ts'),
    import('../../../engine/src/project/policies.ts'),
  ]);
  return policiesFor(await loadProject(host.files, root), model);
}
