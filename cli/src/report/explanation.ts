import { figure } from '../../../engine/src/language/figures.ts';
import type {
  ChangeExplanation,
  Contribution,
  ExplainEvent,
} from '../../../engine/src/operations/models/explain/explanation.ts';
import type { OperationEvent } from '../../../engine/src/operations/operation.ts';
import type { Progress } from '../command.ts';
import { type Style, type Terminal, textTable } from '../terminal.ts';

/** The difference, what each factor did to it, and how sure that is. */
export function explanationText(explanation: ChangeExplanation, style: Style): string {
  const { a, b, metric, from, to, difference, better } = explanation;
  const direction = better === null ? '' : `, ${better} is better`;
  const head = `${style.bold(metric)} of ${explanation.pipeline}: ${figure(from)} (${nameOf(a)}) → ${figure(to)} (${nameOf(b)}), ${signed(difference)}${direction}`;
  return [head, '', ...tableOf(explanation), '', ...wordsOf(explanation).map(style.dim)].join('\n').trimEnd();
}

/** Says how many of the runs between the two are done, where lines may be drawn over. */
export function explainProgress(sink: { write(text: string): void }, terminal: Terminal): Progress {
  let drawn = false;
  return {
    event(event: OperationEvent) {
      const told = event as ExplainEvent;
      if (told.type !== 'explain.progress' || !terminal.live) return;
      sink.write(`\r\u001b[2K${told.done}/${told.total} ${told.message}`.slice(0, terminal.columns + 4));
      drawn = true;
    },
    end() {
      if (drawn) sink.write('\r\u001b[2K');
    },
  };
}

const WIDEST = 40;

function tableOf({ contributions, rest, difference, notSwapped }: ChangeExplanation): readonly string[] {
  if (contributions.length === 0 && notSwapped.length === 0)
    return ['Nothing that the metric hangs on differs between the runs.'];
  const changed = (text: string | null) => (text === null ? '-' : cut(text));
  const rows = contributions.map((one) => [
    one.label,
    signed(one.contribution),
    verdictOf(one),
    `${changed(one.before)} → ${changed(one.after)}`,
  ]);
  const left = notSwapped.length === 0 && rest === 0 ? [] : [['not explained', signed(rest), '', '']];
  return [
    textTable(['factor', 'change', '', 'from → to'], [...rows, ...left, ['sum', signed(difference), '', '']], [1]),
    ...notSwapped.map(({ label, reason }) => `not swapped: ${label}. ${reason}`),
  ];
}

function verdictOf({ withinNoise, contribution, low, high }: Contribution): string {
  if (contribution === 0) return 'none';
  const spread = low === undefined || high === undefined || low === high ? '' : `${signed(low)} to ${signed(high)}`;
  return [spread, withinNoise ? 'within noise' : ''].filter(Boolean).join(', ');
}

function wordsOf({ order, orders, contributions, noise, notes }: ChangeExplanation): readonly string[] {
  const labels = order.map((id) => contributions.find(({ factor }) => factor === id)?.label ?? id);
  const { sd, band, seeds, reason } = noise;
  return [
    ...(labels.length < 2
      ? []
      : [
          orders === 1
            ? `Swapped in this order: ${labels.join(', ')}.`
            : `Means over ${orders} orders, with the least and the most where they differ.`,
        ]),
    ...(sd === null || band === null
      ? []
      : [
          `Other seeds (${seeds} of each run) move it by ${figure(sd)} (standard deviation): up to ±${figure(band)} is noise.`,
        ]),
    ...(reason === null ? [] : [`Noise: ${reason}`]),
    ...notes,
  ];
}

function nameOf({ run, model }: ChangeExplanation['a']): string {
  return model ?? run.slice(0, 8);
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${figure(value)}`;
}

function cut(text: string): string {
  return text.length <= WIDEST ? text : `${text.slice(0, WIDEST - 1)}…`;
}
