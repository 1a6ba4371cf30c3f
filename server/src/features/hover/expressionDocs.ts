import { checkExpression } from '../../../../engine/src/language/expressions/check.ts';
import { children, type Expression } from '../../../../engine/src/language/expressions/expression.ts';
import { functionNamed } from '../../../../engine/src/language/expressions/functions.ts';
import { typeName } from '../../../../engine/src/language/expressions/types.ts';
import type { Path } from '../../../../engine/src/language/tree.ts';
import { contextTypes } from '../../../../engine/src/project/contextTypes.ts';
import { type ExpressionSite, expressionsOf } from '../../../../engine/src/project/expressionSites.ts';
import type { Pipeline } from '../../../../engine/src/project/pipeline.ts';
import { knownValue } from '../expressionValue.ts';
import { code, paragraphs } from '../markdown.ts';
import { day } from '../numbers.ts';
import { soon } from '../soon.ts';
import type { Spot } from '../spot.ts';
import type { Part } from './part.ts';

/** Type and value of the part of an expression at the cursor. */
export async function expressionDocsAt(spot: Spot, path: Path, signal: AbortSignal): Promise<Part | undefined> {
  const { snapshot, file, offset } = spot;
  const site = siteAt(file.expressions, path);
  const scalar = site && file.tree.scalar(path);
  if (site === undefined || scalar === undefined) return undefined;
  const found = expressionsOf(site).flatMap(
    (expression) => innermost(expression, (at) => scalar.offsetOf(at), offset) ?? [],
  );
  const [part] = found;
  if (part === undefined) return undefined;
  const { name } = file.pipeline ?? {};
  const pipeline = name === undefined ? undefined : snapshot.project.pipelines.get(name);
  const runs = pipeline && readsSteps(part) ? await soon(snapshot.knowledge.runs(pipeline.name, signal)) : [];
  const value = knownValue(part, pipeline, runs ?? []);
  const text = paragraphs([
    functionDocs(part),
    `${code(scalar.text.slice(part.start, part.end))}: ${typeAt(spot, { site, part, pipeline })}`,
    value &&
      `= ${code(value.text)}${value.run === undefined ? '' : ` in run ${code(value.run.id.slice(0, 8))} on ${day(value.run.started)}`}`,
  ]);
  return text === undefined ? undefined : { text, range: scalar.range(part.start, part.end) };
}

function siteAt(sites: readonly ExpressionSite[], path: Path): ExpressionSite | undefined {
  return sites.find(
    ({ place }) => place.path.length === path.length && place.path.every((part, at) => part === path[at]),
  );
}

/** The smallest part around an offset that is more than a literal. */
function innermost(expression: Expression, offsetOf: (at: number) => number, offset: number): Expression | undefined {
  if (offset < offsetOf(expression.start) || offset > offsetOf(expression.end)) return undefined;
  for (const child of children(expression)) {
    const found = innermost(child, offsetOf, offset);
    if (found !== undefined) return found;
  }
  return expression.kind === 'literal' ? undefined : expression;
}

function readsSteps(expression: Expression): boolean {
  return (
    (expression.kind === 'name' && expression.name === 'steps') ||
    children(expression).some((child) => readsSteps(child))
  );
}

function functionDocs(part: Expression): string | undefined {
  const known = part.kind === 'call' ? functionNamed(part.name) : undefined;
  return known && `${code(known.signature)}\n\n${known.description}`;
}

interface PartOfSite {
  readonly site: ExpressionSite;
  readonly part: Expression;
  readonly pipeline: Pipeline | undefined;
}

function typeAt({ snapshot }: Spot, { site: { place }, part, pipeline }: PartOfSite): string {
  const step = place.path[0] === 'steps' ? pipeline?.steps.get(String(place.path[1])) : undefined;
  const { type } = checkExpression(part, contextTypes(snapshot.project, place.contexts, { pipeline, step }));
  return type.kind === 'any' ? 'type not known before a run' : typeName(type);
}
