import type { Contexts } from '../../language/expressions/evaluate.ts';
import { Secret } from '../../language/expressions/secret.ts';
import type { Host } from '../../ports/host.ts';
import type { Run } from '../../ports/runStore.ts';
import type { ParamValue, Pipeline } from '../../project/pipeline.ts';
import type { Project } from '../../project/project.ts';
import { namedSecrets } from './secrets.ts';

/** What expressions see all through a run: params, run, git, env (allowed names only) and secrets. */
export async function expressionContexts(
  request: {
    readonly host: Host;
    readonly root: string;
    readonly project: Project;
    readonly pipeline: Pipeline;
    readonly params: Readonly<Record<string, ParamValue>>;
    /** `named`: for who must not know secrets, `${{ secrets.NAME }}` stands in the place of each. */
    readonly secrets?: 'named';
  },
  run: Pick<Run, 'id' | 'name'>,
): Promise<Contexts> {
  const { host, project, pipeline, params } = request;
  const head = await host.git(request.root).head();
  const { variables } = host.machine;
  return {
    params,
    run: { id: run.id, name: run.name, pipeline: pipeline.name },
    git: { commit: head?.commit ?? null, branch: head?.branch ?? null, dirty: head?.dirty ?? null },
    env: Object.fromEntries([...project.variables].map((name) => [name, variables[name] ?? null])),
    secrets: Object.fromEntries(
      [...namedSecrets(variables)].map(([name, value]) => [
        name,
        new Secret(request.secrets === 'named' ? nameOf(name) : value),
      ]),
    ),
  };
}

function nameOf(secret: string): string {
  return `\${{ secrets.${secret} }}`;
}
