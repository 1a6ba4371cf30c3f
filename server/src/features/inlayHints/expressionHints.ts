import type { InlayHint } from 'vscode-languageserver';
import { knownValue } from '../expressionValue.ts';
import { code, shortened } from '../markdown.ts';
import { day } from '../numbers.ts';
import { type HintsAsked, inlayHint, isNear, isShown } from './hint.ts';

const LONGEST = 30;

/** `= 300` behind `${{ params.rounds }}`: with the params' defaults and what the last run gave. */
export function expressionHints({ document, range, runs }: HintsAsked): readonly InlayHint[] {
  const { file, snapshot } = document;
  const pipeline = file.pipeline && snapshot.project.pipelines.get(file.pipeline.name);
  if (pipeline === undefined) return [];
  return file.expressions.flatMap(({ place, template }) => {
    const scalar = isNear(place.path, { document, range }) ? file.tree.scalar(place.path) : undefined;
    if (scalar === undefined) return [];
    return template.segments.flatMap((segment) => {
      if (segment.kind !== 'expression' || segment.ast === undefined) return [];
      const behind = scalar.range(segment.start, segment.end);
      const value = isShown(behind, { range }) ? knownValue(segment.ast, pipeline, runs) : undefined;
      if (value === undefined) return [];
      const from =
        value.run === undefined
          ? 'with the defaults of params'
          : `in run ${code(value.run.id.slice(0, 8))} on ${day(value.run.started)}`;
      return [
        inlayHint(
          { behind, text: `= ${shortened(value.text, LONGEST)}`, tooltip: `${code(value.text)} ${from}` },
          snapshot,
        ),
      ];
    });
  });
}
