import { type Disposable, type Memento, ProgressLocation, type Uri, window, workspace } from 'vscode';
import type { GateResult } from '../../../engine/src/operations/promotion/gateResult.ts';
import type { ReportedGate } from '../../../engine/src/registry/decisions/gateReport.ts';
import { JUDGING, type JudgedGates, type JudgingTold, type StandsOn } from '../../../webviews/promotion/protocol.ts';
import type { ToPage } from '../../../webviews/shared/protocol.ts';
import { followProgram } from '../start/followProgram.ts';
import { Refused, Stopped } from '../start/program.ts';
import { keepReport, keptReport } from './keptReports.ts';
import { type Move, referenceOf } from './move.ts';

export interface JudgingHands {
  readonly root: Uri;
  /** The command line's bundle. */
  readonly program: string;
  readonly memento: Memento;
  readonly tell: (message: ToPage) => void;
}

export interface Judgement extends Move {
  /** Not what was judged before, though it holds. */
  readonly again: boolean;
  readonly standsOn: StandsOn;
}

/** Gates at work that the page of a panel has asked for, one move at a time; they end with it. */
export class Judging implements Disposable {
  readonly #hands: JudgingHands;
  #atWork: AbortController | undefined;

  constructor(hands: JudgingHands) {
    this.#hands = hands;
  }

  /** Tells what was judged before where it holds; else runs `gate`, and tells each gate as it is judged. */
  async start(asked: Judgement): Promise<void> {
    const { root, memento } = this.#hands;
    const kept = asked.again ? undefined : keptReport(memento, root, asked);
    if (kept !== undefined) this.#tell({ kind: 'ended', report: kept });
    else if (workspace.isTrusted) await this.#judge(asked);
  }

  stop(): void {
    this.#atWork?.abort();
  }

  dispose(): void {
    this.stop();
  }

  async #judge(asked: Judgement): Promise<void> {
    this.stop();
    const control = new AbortController();
    this.#atWork = control;
    this.#tell({ kind: 'begun' });
    const title = `Checking gates of ${asked.alias}`;
    try {
      const report = await window.withProgress({ location: ProgressLocation.Window, title }, () =>
        this.#run(asked, control.signal),
      );
      await keepReport(this.#hands.memento, this.#hands.root, { ...asked, report });
      this.#tell({ kind: 'ended', report });
    } catch (error) {
      // What was begun after it tells of itself.
      if (this.#atWork !== control) return;
      if (error instanceof Stopped) this.#tell({ kind: 'stopped' });
      else if (error instanceof Refused) this.#tell(refused(error));
      else throw error;
    } finally {
      if (this.#atWork === control) this.#atWork = undefined;
    }
  }

  async #run(asked: Judgement, signal: AbortSignal): Promise<JudgedGates> {
    const { program, root } = this.#hands;
    const gates: ReportedGate[] = [];
    let finished: GateResult | undefined;
    await followProgram(['gate', referenceOf(asked), '--alias', asked.alias], {
      program,
      folder: root.fsPath,
      signal,
      event: ({ type, ...told }) => {
        if (type === 'gate.finished') finished = told as unknown as GateResult;
        if (type !== 'gate.judged' || signal.aborted) return;
        const gate = told as unknown as ReportedGate;
        gates.push(gate);
        this.#tell({ kind: 'gate', gate });
      },
    });
    if (finished === undefined) throw new Error('The gates ended without a result');
    const { allowed, policies, approvals, champion } = finished;
    const { sha256 } = asked.standsOn;
    return { at: new Date().toISOString(), sha256, allowed, champion, policies, gates, approvals };
  }

  #tell(told: JudgingTold): void {
    this.#hands.tell({ kind: 'act', act: JUDGING, argument: told as unknown as Readonly<Record<string, unknown>> });
  }
}

function refused({ refusal: { message, next } }: Refused): JudgingTold {
  return { kind: 'refused', message, ...(next === undefined ? {} : { next }) };
}
