import type { CheckRecord } from '../../ports/monitorStore.ts';

/** A recorded check as commands print it: times in ISO 8601. */
export type CheckView = Omit<CheckRecord, 'due' | 'made' | 'basis'> & { readonly due: string; readonly made: string };

export function checkView({ basis: _, due, made, ...check }: CheckRecord): CheckView {
  return { ...check, due: new Date(due).toISOString(), made: new Date(made).toISOString() };
}
