import { declaredAliases } from '../project/aliases.ts';
import {
  type Gate,
  globMatches,
  type Policy,
  policies as policiesOf,
  readPolicy,
  specificityOf,
} from '../project/policies.ts';
import type { Project } from '../project/project.ts';
import { textAt } from '../project/read.ts';
import { modelNames, registrations } from '../project/registrations.ts';
import { isWholeRegistry } from '../project/registryFiles.ts';
import { arePipelinesWhole } from '../project/wholeFiles.ts';
import type { Family, Found } from './rule.ts';
import { unknownName } from './unknownName.ts';

/** Policies: whom they apply to, what they guard and who may approve. */
export const policies: Family = {
  rules: [
    {
      code: 'unknown-alias',
      title: 'The project does not list this alias',
      severity: 'warning',
      pace: 'fast',
      docs: 'modelyard.yaml lists the aliases of the project under `aliases`, and this one is not among them: it is misspelt, or the list lacks it. Where there is no such list nothing is said. An alias that somebody has set in the registry is a hint, since aliases which no policy guards are free.',
    },
    {
      code: 'unknown-role',
      title: 'The policy has no such role',
      severity: 'error',
      pace: 'fast',
      docs: 'Approvals are counted by role, and the policy names under `roles` who has it. Without that nobody can approve, and nothing is promoted.',
    },
    {
      code: 'policy-ambiguous',
      title: 'Two policies are equally specific for a model',
      severity: 'error',
      pace: 'fast',
      docs: 'Of several policies that apply to a model the most specific one judges it: its exact name beats a glob, and a glob with a longer text before its first `*` beats a shorter one. These two are equal, so that nobody can tell which one holds, and no alias of the model moves. Name the model in one of them, or write one glob more closely.',
    },
    {
      code: 'policy-without-model',
      title: 'A policy names no model that there is',
      severity: 'hint',
      pace: 'fast',
      docs: 'No model that is registered or that a pipeline registers has this name or fits this glob. Either it is misspelt, or the model is still to come.',
    },
    {
      code: 'duplicate-gate',
      title: 'Two gates of an alias have the same name',
      severity: 'error',
      pace: 'fast',
      docs: 'Reports and tests name gates, so that a name can stand only once for an alias.',
    },
  ],
  *check(project, file) {
    if (file.kind === 'project') return;
    const policy = readPolicy(file);
    if (policy === undefined) return;
    yield* aliases(project, policy);
    yield* roles(policy);
    yield* reach(project, policy);
    for (const gates of policy.aliases.values()) yield* duplicates(policy, gates);
  },
};

function* aliases(project: Project, { file, tree, aliases }: Policy): Generator<Found> {
  const listed = declaredAliases(project);
  if (listed === undefined) return;
  const set = [...project.models.values()].flatMap((model) => [...model.aliases.keys()]);
  for (const [alias, gates] of aliases) {
    const at = { code: 'unknown-alias', file };
    if (!listed.includes(alias))
      yield { ...at, range: tree.range(['aliases', alias], 'key'), ...unknownName('alias', alias, listed) };
    for (const { path, values } of gates) {
      const champion = values['better_than'];
      const names = [...new Set([...listed, ...aliases.keys(), ...set])];
      if (typeof champion === 'string' && !names.includes(champion))
        yield { ...at, range: tree.range([...path, 'better_than']), ...unknownName('alias', champion, listed) };
    }
  }
}

function* roles({ file, tree, aliases, roles }: Policy): Generator<Found> {
  for (const alias of aliases.keys()) {
    const path = ['aliases', alias, 'approvals', 'role'];
    const role = textAt(tree, path);
    if (role === undefined || roles.includes(role)) continue;
    const said = unknownName('role', role, roles);
    const message = roles.length === 0 ? `${said.message}; say under \`roles\` who has it` : said.message;
    yield { code: 'unknown-role', file, range: tree.range(path), ...said, message };
  }
}

/** Which models the policy is for, and whether another claims them as closely. */
function* reach(project: Project, policy: Policy): Generator<Found> {
  const { file, tree, appliesTo } = policy;
  const names = modelNames(project);
  const others = policiesOf(project).filter((other) => other.file !== file);
  const isAll =
    isWholeRegistry(project) &&
    arePipelinesWhole(project) &&
    registrations(project).every(({ model }) => model !== undefined);
  for (const { text, path } of appliesTo) {
    const matched = names.filter((name) => globMatches(text, name));
    if (matched.length === 0 && names.length > 0 && isAll && text !== '*')
      yield {
        code: 'policy-without-model',
        severity: 'hint',
        file,
        range: tree.range(path),
        ...unknownName('model', text, names),
      };
    const rival = rivalOf(text, matched, others, policy);
    if (rival === undefined) continue;
    yield {
      code: 'policy-ambiguous',
      file,
      range: tree.range(path),
      message: `Policy \`${rival.policy.name}\` applies to ${rival.model === undefined ? 'the same models' : `\`${rival.model}\``} as closely by \`${rival.text}\`; write one of the two more closely`,
      related: [
        {
          message: `policy \`${rival.policy.name}\``,
          file: rival.policy.file,
          range: rival.policy.tree.range(rival.path),
        },
      ],
    };
  }
}

type Rival = Policy['appliesTo'][number] & { readonly policy: Policy; readonly model: string | undefined };

/** A pattern of another policy that fits a model as closely, where none of any policy fits it better; or the very same pattern. */
function rivalOf(text: string, matched: readonly string[], others: readonly Policy[], own: Policy): Rival | undefined {
  const patterns = others.flatMap((policy) => policy.appliesTo.map((pattern) => ({ ...pattern, policy })));
  const same = patterns.find((pattern) => pattern.text === text);
  if (same !== undefined) return { ...same, model: undefined };
  for (const model of matched) {
    const closeness = specificityOf(text, model);
    const isOutdone = [...own.appliesTo, ...patterns].some((pattern) => specificityOf(pattern.text, model) > closeness);
    const rival = isOutdone ? undefined : patterns.find((pattern) => specificityOf(pattern.text, model) === closeness);
    if (rival !== undefined) return { ...rival, model };
  }
  return undefined;
}

function* duplicates({ file, tree }: Policy, gates: readonly Gate[]): Generator<Found> {
  const seen = new Set<string>();
  for (const { name, path, alias } of gates) {
    if (name !== undefined && seen.has(name))
      yield {
        code: 'duplicate-gate',
        file,
        range: tree.range([...path, 'name']),
        message: `Another gate of \`${alias}\` is called \`${name}\` too; give this one a name of its own`,
      };
    if (name !== undefined) seen.add(name);
  }
}
