/** A version that a monitor's alert had trained, held against the alias that the monitor watches. Nothing moves by it. */
export interface Offer {
  readonly model: string;
  readonly version: number;
  readonly alias: string;
  /** `same`: the alias stands for it already, for training anew gave the same model; `unknown`: the gates could not be asked. */
  readonly status: 'allowed' | 'refused' | 'same' | 'unknown';
  /** Version that the alias stands for; null where it holds nothing, or that is not known. */
  readonly champion: number | null;
  readonly gates: { readonly passed: number; readonly of: number };
  /** In a sentence, with the next step. */
  readonly said: string;
}

/** What is said of an offer. */
export function offerText(offer: Omit<Offer, 'said'>, failed: readonly string[], why: string | null): string {
  const { model, version, alias, status, gates } = offer;
  const name = `${model}:${version}`;
  if (status === 'same') return `Training anew gave ${name} again, which is ${alias} already.`;
  if (status === 'unknown') return `Whether ${name} may become ${alias} could not be judged: ${why ?? 'unknown'}`;
  if (status === 'refused') {
    const which = failed.length === 0 ? (why ?? 'Approvals are missing') : `Not passed: ${failed.join(', ')}`;
    return `${name} may not become ${alias} yet: ${gates.passed} of ${gates.of} gates passed. ${which}.`;
  }
  const judged = gates.of === 0 ? 'no gate guards it' : `${gates.passed} of ${gates.of} gates passed`;
  return `${name} may become ${alias}: ${judged}. \`modelyard models promote ${name} --alias ${alias}\` moves it.`;
}
