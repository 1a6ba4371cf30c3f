import type { Answers } from '../protocol.ts';
import { monitorChecks } from './monitorChecks.ts';
import { preview } from './preview.ts';
import { profile } from './profile.ts';
import { runs } from './runs.ts';

export const answers: Answers = { profile, preview, runs, checks: monitorChecks };
