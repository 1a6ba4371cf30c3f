import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { FoundProblem } from '../../engine/src/checks/all.ts';
import type { Severity } from '../../engine/src/language/problem.ts';

export interface Addresses {
  /** Of a file of the project. */
  readonly uri: (file: string) => string;
  /** Of a page of the documentation, such as `docs/rules/unknown-key.md`. */
  readonly docs: (page: string) => string;
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A problem as editors show it; `data` is what quick fixes need of it. */
export function diagnosticOf(problem: FoundProblem, addresses: Addresses): Diagnostic {
  const { range, severity, code, message, docs, related, data, file } = problem;
  const tags = tagsOf(code);
  return {
    range,
    severity: SEVERITIES[severity],
    code,
    source: 'modelyard',
    message,
    ...(docs === '' ? {} : { codeDescription: { href: addresses.docs(docs) } }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(related === undefined || related.length === 0
      ? {}
      : {
          relatedInformation: related.map((place) => ({
            message: place.message,
            location: { uri: addresses.uri(place.file ?? file), range: place.range },
          })),
        }),
    ...(data === undefined ? {} : { data }),
  };
}

function tagsOf(code: string): DiagnosticTag[] {
  if (code.startsWith('unused-')) return [DiagnosticTag.Unnecessary];
  return code.startsWith('deprecated-') ? [DiagnosticTag.Deprecated] : [];
}
