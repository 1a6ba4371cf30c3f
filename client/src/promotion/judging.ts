import { type Disposable, type Memento, ProgressLocation, type Uri, window, workspace } from 'vscode';
import type { ReportedGate } from '../../../engine/src/registry/decisions/gateReport.ts';
import { JUDGING, type JudgedGates, type JudgingTold, type StandsOn } from '../../../webviews/promotion/protocol.ts';
import type { ToPage } from '../../../webviews/shared/protocol.ts';
import { followProgram } from '../start/followProgram.ts';
import { Refused, Stopped } from '../start/program.ts';
import { keepReport, keptReport } from './keptReports.ts';
import { type Move, referenceOf } from './move.ts';
import { type FinishedGates, readFinished, readGate } from './readTold.ts';

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
      if (error instanceof Stopped) return this.#tell({ kind: 'stopped' });
      if (error instanceof Refused) return this.#tell(refused(error));
      this.#tell({
        kind: 'refused',
        message: 'The gates could not be judged',
        next: 'The output of Modelyard says why.',
      });
      throw error;
    } finally {
      if (this.#atWork === control) this.#atWork = undefined;
    }
  }

  async #run(asked: Judgement, signal: AbortSignal): Promise<JudgedGates> {
    const { program, root } = this.#hands;
    const gates: ReportedGate[] = [];
    let finished: FinishedGates | undefined;
    await followProgram(['gate', referenceOf(asked), '--alias', asked.alias], {
      program,
      folder: root.fsPath,
      signal,
      event: ({ type, ...told }) => {
        if (type === 'gate.finished') finished = readFinished(told);
        if (type !== 'gate.judged' || signal.aborted) return;
        const gate = readGate(told);
        gates.push(gate);
        this.#tell({ kind: 'gate', gate });
      },
    });
    if (finished === undefined) throw new Error('The gates ended without a result');
    return { at: new Date().toISOString(), sha256: asked.standsOn.sha256, ...finished, gates };
  }

  #tell(told: JudgingTold): void {
    this.#hands.tell({ kind: 'act', act: JUDGING, argument: { ...told } });
  }
}

function refused({ refusal: { message, next } }: Refused): JudgingTold {
  return { kind: 'refused', message, ...(next === undefined ? {} : { next }) };
}
