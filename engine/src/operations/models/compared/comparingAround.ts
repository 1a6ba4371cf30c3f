import type { PairingAround } from '../../paired/pairedMetrics.ts';

export type ComparingAround = PairingAround;
