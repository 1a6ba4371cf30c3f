import type { LogOutputChannel } from 'vscode';
import type { Doctor } from './doctor.ts';
import type { Milestones } from './milestones.ts';
import type { Openings } from './opening.ts';

/** What commands that begin something work with. */
export interface Start {
  /** The command line's bundle. */
  readonly program: string;
  readonly output: LogOutputChannel;
  readonly milestones: Milestones;
  readonly openings: Openings;
  readonly doctor: Doctor;
}
