import type { ValidateResult } from '../../../engine/src/operations/validate.ts';

/** One JSON document after schemas/output/validate.schema.json. */
export function report(result: ValidateResult): string {
  const problems = result.problems.map(({ file, range, severity, code, message, docs, related, data }) => ({
    file,
    range,
    severity,
    code,
    message,
    docs,
    ...(related === undefined ? {} : { related }),
    ...(data === undefined ? {} : { data }),
  }));
  return `${JSON.stringify({ files: result.files, problems }, undefined, 2)}\n`;
}
