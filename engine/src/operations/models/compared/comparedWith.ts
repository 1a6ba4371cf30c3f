import type { ModelVersion } from '../../../ports/modelRegistry.ts';
import { compareVersions, type VersionComparison } from '../../../registry/compareVersions.ts';
import type { PairedMetrics } from '../../paired/paired.ts';
import type { ComparingAround } from './comparingAround.ts';
import { measuredLatency } from './measuredLatency.ts';
import { pairedVersions } from './pairedVersions.ts';

/** What differs between two versions, with what is known of them beside their files. */
export interface ComparedVersions extends VersionComparison {
  /** Bytes of all files of each. */
  readonly size: { readonly a: number; readonly b: number };
  /** Seconds within which 95 of 100 answers came, by the newest gate report of each that says it; null where none does. */
  readonly latency: { readonly a: number | null; readonly b: number | null };
  /** On the rows that both were scored on. */
  readonly paired: PairedMetrics;
}

export async function comparedWith(
  around: ComparingAround,
  a: ModelVersion,
  b: ModelVersion,
): Promise<ComparedVersions> {
  return {
    ...compareVersions(a, b),
    size: { a: a.size, b: b.size },
    latency: { a: await measuredLatency(around, a), b: await measuredLatency(around, b) },
    paired: await pairedVersions(around, a, b),
  };
}
