import { doctor } from '../../../engine/src/operations/doctor.ts';
import { command } from '../command.ts';
import { doctorText } from '../report/doctor.ts';

export const commands = [command(doctor, { text: doctorText })];
