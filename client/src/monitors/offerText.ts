import type { OfferRow } from '../../../server/src/views/monitors.ts';

/** `v9 may become production`. */
export function offerHead({ version, alias, status }: Pick<OfferRow, 'version' | 'alias' | 'status'>): string {
  if (status === 'same') return `Training anew gave v${version} again`;
  if (status === 'unknown') return `v${version} could not be judged`;
  return `v${version} ${status === 'allowed' ? 'may become' : 'may not become'} ${alias}`;
}

/** `5 of 5 gates passed`; empty where none guards the alias, or none was asked. */
export function gatesText({ gates: { passed, of } }: Pick<OfferRow, 'gates'>): string {
  return of === 0 ? '' : `${passed} of ${of} ${of === 1 ? 'gate' : 'gates'} passed`;
}

/** The sentence of a notification. */
export function offerNotice(monitor: string, offer: OfferRow): string {
  const gates = gatesText(offer);
  return `${monitor} had ${offer.model} trained anew: ${offerHead(offer)}${gates === '' ? '' : `, ${gates}`}.`;
}

/** Whether somebody has something to decide. */
export function isToDecide({ status }: Pick<OfferRow, 'status'>): boolean {
  return status === 'allowed' || status === 'refused';
}
