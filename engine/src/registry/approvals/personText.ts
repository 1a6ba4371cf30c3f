import type { ReportedPerson } from '../decisions/gateReport.ts';

/** `ben@example.org (5d41402abc4b2a76)`: the name for people, the key for what roles and files say. */
export function personText({ by, name }: ReportedPerson): string {
  return name === undefined ? by : `${name} (${by})`;
}

/** Of something that somebody did: who. */
export function justPerson({ by, name }: { readonly by: string; readonly name?: string | undefined }): ReportedPerson {
  return name === undefined ? { by } : { by, name };
}
