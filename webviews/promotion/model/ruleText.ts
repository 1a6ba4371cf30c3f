import { bytes, duration } from '../../../engine/src/language/figures.ts';
import { percent, screenFigure } from '../../../engine/src/language/screenFigures.ts';
import type { GateRule, ThresholdRule } from '../../../engine/src/ports/gate.ts';

/** What a gate asks, in the words of a sentence without its verb: `roc_auc of origin ORD at least 0.68`. */
export function ruleText(rule: GateRule): string {
  switch (rule.kind) {
    case 'threshold':
      return thresholdText(rule);
    case 'better_than': {
      const less = rule.margin > 0 ? `, at most ${screenFigure(rule.margin)} worse` : '';
      return `${rule.metric} better than ${rule.alias}${less}, paired, ${percent(rule.confidence)}`;
    }
    case 'card':
      return 'model card complete, figures as measured';
    case 'checks':
      return 'checks of its data';
    case 'latency':
      return [
        'one row, p95, measured here',
        ...(rule.size === undefined ? [] : [`size at most ${bytes(rule.size)}`]),
      ].join('; ');
    case 'size':
      return 'size of the model';
    case 'age':
      return 'age of the newest test row';
    case 'drift':
      return 'inputs drifted at the newest check of its monitor';
    case 'run':
      return `${rule.run} ends with 0`;
  }
}

function thresholdText({ metric, min, max, slice, bound }: ThresholdRule): string {
  const of = Object.entries(slice ?? {}).map(([column, value]) => ` of ${column} ${String(value)}`);
  const end = bound === 'value' ? '' : `, ${bound} end of its interval,`;
  return `${metric}${of.join('')}${end} ${limitsText({ min, max })}`;
}

function limitsText({ min, max }: { readonly min: number | undefined; readonly max: number | undefined }): string {
  const least = min === undefined ? [] : [`at least ${screenFigure(min)}`];
  const most = max === undefined ? [] : [`at most ${screenFigure(max)}`];
  return [...least, ...most].join(' and ');
}

/** The limit of a gate that was not judged, beside its figure: `\u2265 0.68`; undefined where the words say it all. */
export function ruleLimit(rule: GateRule): string | undefined {
  switch (rule.kind) {
    case 'threshold':
      return [
        ...(rule.min === undefined ? [] : [`\u2265 ${screenFigure(rule.min)}`]),
        ...(rule.max === undefined ? [] : [`\u2264 ${screenFigure(rule.max)}`]),
      ].join(', ');
    case 'better_than':
      return `> ${screenFigure(rule.margin === 0 ? 0 : -rule.margin)}`;
    case 'latency':
      return `\u2264 ${secondsText(rule.p95)}`;
    case 'size':
      return `\u2264 ${bytes(rule.size)}`;
    case 'age':
      return `\u2264 ${duration(rule.age)}`;
    case 'drift':
      return `\u2264 ${percent(rule.share)}`;
    case 'run':
      return 'exit 0';
    case 'card':
    case 'checks':
      return 'all';
  }
}

/** `1.8 ms`, `90 d`: below a second in thousandths. */
export function secondsText(seconds: number): string {
  if (seconds >= 1 || seconds === 0) return duration(seconds);
  return `${screenFigure(Number((seconds * 1000).toPrecision(2)))} ms`;
}
