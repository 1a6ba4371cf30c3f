import { rules } from '../../../engine/src/checks/all.ts';
import type { Rule } from '../../../engine/src/checks/rule.ts';
import type { Range, Severity } from '../../../engine/src/language/problem.ts';
import { type FoundProblem, shownPath, type ValidateResult } from '../../../engine/src/operations/validate.ts';

const LEVELS: Record<Severity, string> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };

/** A SARIF 2.1.0 log with one run; of the rules those that found something. */
export function problemsSarif(result: ValidateResult): string {
  const codes = [...new Set(result.problems.map((problem) => problem.code))].sort();
  const byCode = new Map(rules.map((rule) => [rule.code, rule]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'modelyard',
            semanticVersion: result.modelyard,
            rules: codes.map((code) => descriptor(code, byCode.get(code))),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: result.problems.map((problem) => found(problem, codes.indexOf(problem.code), result)),
      },
    ],
  };
  return JSON.stringify(log, undefined, 2);
}

function descriptor(id: string, rule: Rule | undefined) {
  if (rule === undefined) return { id };
  return {
    id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.docs },
    defaultConfiguration: { level: LEVELS[rule.severity] },
  };
}

function found(problem: FoundProblem, ruleIndex: number, result: ValidateResult) {
  return {
    ruleId: problem.code,
    ruleIndex,
    level: LEVELS[problem.severity],
    message: { text: problem.message },
    locations: [location(problem.file, problem.range, result)],
    ...(problem.related === undefined
      ? {}
      : {
          relatedLocations: problem.related.map((related) => ({
            ...location(related.file ?? problem.file, related.range, result),
            message: { text: related.message },
          })),
        }),
  };
}

function location(file: string, { start, end }: Range, result: ValidateResult) {
  return {
    physicalLocation: {
      artifactLocation: { uri: shownPath(file, result).split('/').map(encodeURIComponent).join('/') },
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
  };
}
