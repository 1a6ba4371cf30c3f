import type { DriftHistory } from '../../../engine/src/monitoring/report/driftHistory.ts';

/** Where only what is now is told. */
export const NO_HISTORY: DriftHistory = { checks: [], figures: {}, columns: {} };
