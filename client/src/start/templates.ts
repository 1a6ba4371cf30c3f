import snippets from '../../media/specs.json' with { type: 'json' };

/** A spec to begin with; package.json contributes the same as snippets. */
export interface Template {
  readonly label: string;
  readonly description: string;
  readonly kind: TemplateKind;
  /** Text of a snippet. */
  readonly body: string;
}

export type TemplateKind = 'dataset' | 'features' | 'pipeline' | 'modelcard' | 'policy' | 'monitor';

/** All that there are, in the order in which they are offered. */
export const TEMPLATES: readonly Template[] = Object.entries(snippets).map(([label, { description, body }]) => ({
  label,
  description,
  kind: kindOf(body[0] ?? ''),
  body: body.join('\n'),
}));

/** The text that a snippet leaves when nothing is typed into it; `name` is the first thing asked for. */
export function plainText(body: string, name?: string): string {
  const chosen = name === undefined ? body : named(body, name);
  return chosen
    .replaceAll(/\$\{\d+\|([^,|]*)[^}]*\|\}/g, '$1')
    .replaceAll(/(?<!\\)\$\{\d+:((?:[^}\\]|\\.)*)\}/g, '$1')
    .replaceAll(/(?<!\\)\$\d+/g, '')
    .replaceAll(/\\([$}\\])/g, '$1');
}

/** The snippet with its first place, the name of the spec, filled in. */
export function named(body: string, name: string): string {
  return body.replaceAll(/\$\{1:[^}]*\}/g, name).replaceAll(/\$1(?!\d)/g, name);
}

function kindOf(line: string): TemplateKind {
  return line.slice(0, line.indexOf(':')) as TemplateKind;
}
