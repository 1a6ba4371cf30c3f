import { count } from '../../../engine/src/language/figures.ts';
import type { ConvertedModel } from '../../../engine/src/operations/models/convert.ts';

/** What became of a conversion, and how alike the two models answer. */
export function convertedText(made: ConvertedModel): string {
  const { model, output, passed, converter, opset, rows, rowsFrom, registered } = made;
  const lines = [
    passed
      ? `${model} is ONNX${output === null ? '' : ` in ${output}`} now, by ${converter}, opset ${opset}.`
      : `${model} was not converted: what ${converter} made answers otherwise. Nothing was written.`,
    `${count(rows)} rows of ${rowsFrom} predicted by both: largest difference ${difference(made)}, another class in ${share(made)}.`,
    ...(registered === null ? [] : [`Registered ${registered}.`]),
  ];
  return lines.join('\n');
}

function difference({ maxDifference, tolerance }: ConvertedModel): string {
  return `${maxDifference === null ? 'not finite' : Number(maxDifference.toPrecision(2))} (allowed ${tolerance})`;
}

function share({ differing, mostDiffering }: ConvertedModel): string {
  const percent = (one: number) => `${Number((100 * one).toPrecision(3))}%`;
  return `${percent(differing)} of rows (allowed ${percent(mostDiffering)})`;
}
