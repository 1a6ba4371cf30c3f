/** One entry under `alert` of a monitor, with its defaults. */
export interface AlertRule {
  /** Its place in the list of the spec, from 0. */
  readonly index: number;
  /** Under which its state is kept: the same wherever in the list it stands, and no secret. */
  readonly key: string;
  readonly does: AlertDeed;
  /** Checks in a row that must have found something before it fires. */
  readonly after: number;
  /** Checks in a row that must have found nothing before it counts as over. */
  readonly clearAfter: number;
  /** Current rows that there must be for a check to count. */
  readonly minRows: number;
  /** Milliseconds in which it does not fire again. */
  readonly coolDown: number;
}

export type AlertDeed =
  | { readonly kind: 'notify'; readonly where: 'editor' }
  | {
      readonly kind: 'webhook';
      /** As the spec has it: may hold `${{ secrets.NAME }}`. */
      readonly address: string;
      readonly format: WebhookFormat;
      /** That messages are signed with, as the spec has it; null: they are not. */
      readonly secret: string | null;
    }
  | { readonly kind: 'pipeline'; readonly pipeline: string };

export type WebhookFormat = 'modelyard' | 'slack' | 'alertmanager';

/** Whom a rule tells: `editor`, the pipeline, the host of an address, or the expression that holds the address. Never a secret. */
export function targetOf({ does }: Pick<AlertRule, 'does'>): string {
  if (does.kind === 'notify') return does.where;
  if (does.kind === 'pipeline') return does.pipeline;
  const expression = /\$\{\{\s*(.*?)\s*\}\}/.exec(does.address);
  if (expression) return expression[1]!;
  return URL.canParse(does.address) ? new URL(does.address).host : 'webhook';
}
