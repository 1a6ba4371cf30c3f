import type { GateAnswer, GateEvidence, GateFigure } from '../ports/gate.ts';

interface Said {
  readonly figures?: readonly GateFigure[];
  readonly evidence?: readonly GateEvidence[];
  readonly next?: string;
  readonly code?: string;
}

export function passed(reason: string, said: Said = {}): GateAnswer {
  return { status: 'passed', figures: [], evidence: [], ...said, reason };
}

/** @param code the reason for programs */
export function failed(code: string, reason: string, said: Said = {}): GateAnswer {
  return { status: 'failed', figures: [], evidence: [], ...said, code, reason };
}

/** What cannot be told has not passed. */
export function unknown(code: string, reason: string, next: string, said: Said = {}): GateAnswer {
  return { status: 'unknown', figures: [], evidence: [], ...said, code, reason, next };
}
