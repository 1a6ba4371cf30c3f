import type { PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import type { GateEvidence } from '../../../engine/src/ports/gate.ts';
import type { ReportedGate, RowLink } from './gateRow.ts';

/** What a figure can be told from again, as a link. */
export function linkOf(evidence: GateEvidence, { evidence: { run, hasRun } }: PromotionPage): RowLink {
  const { what } = evidence;
  switch (evidence.kind) {
    case 'object': {
      // A long name says what it is; its hash stands in the explanation.
      const text = what.length > 12 ? what : `${what} ${evidence.sha256.slice(0, 4)}`;
      // The page of the run shows what its objects hold.
      return { text, does: hasRun ? { kind: 'run', run } : { kind: 'copy', text: evidence.sha256 } };
    }
    case 'run':
      return { text: what, does: { kind: 'run', run: evidence.run } };
    case 'file':
      return { text: what, does: { kind: 'place', place: { file: evidence.file, line: 0 } } };
    case 'check':
      return { text: what, does: { kind: 'report', monitor: evidence.monitor, check: evidence.check } };
    case 'note':
      return { text: what, does: { kind: 'copy', text: what } };
  }
}

/** The one thing that may help a gate that is not passed. */
export function actionOf(
  { rule, status, code, figures, evidence: rests }: ReportedGate,
  page: PromotionPage,
): RowLink | null {
  const { evidence, places, now } = page;
  const openRun = evidence.hasRun ? ({ kind: 'run', run: evidence.run } as const) : null;
  switch (rule.kind) {
    case 'threshold':
      return openRun && { text: rule.slice === undefined ? 'Open run' : 'Open slice', does: openRun };
    case 'better_than':
      return now === null || !evidence.hasRun
        ? null
        : { text: `Compare with v${now.version}`, does: { kind: 'compare' } };
    case 'card':
      return places.card && { text: 'Open card', does: { kind: 'place', place: places.card } };
    case 'checks': {
      const [dataset] = places.datasets;
      return dataset === undefined
        ? null
        : { text: `Open ${dataset.name}`, does: { kind: 'place', place: dataset.place } };
    }
    case 'run': {
      if (status === 'unknown' && /python|venv/.test(code ?? ''))
        return { text: 'Choose Python', does: { kind: 'python' } };
      const [file] = rule.inputs;
      return file === undefined ? null : { text: 'Open program', does: { kind: 'place', place: { file, line: 0 } } };
    }
    case 'drift': {
      const check = rests.find((one) => one.kind === 'check');
      return check === undefined ? null : { ...linkOf(check, page), text: 'Open report' };
    }
    case 'age':
    case 'latency':
    case 'size':
      return openRun && figures.length > 0 ? { text: 'Open run', does: openRun } : null;
  }
}
