import { ANSWER_SCRIPT } from './answerScript.ts';
import { CHANNEL_SCRIPT } from './channelScript.ts';
import { CONVERT_SCRIPT } from './convertScript.ts';
import { LOAD_SCRIPT } from './loadScript.ts';
import { LOOP_SCRIPT } from './loopScript.ts';

/** What the Python of a model runs, from `python -c`. */
export const MODEL_SCRIPT = [CHANNEL_SCRIPT, LOAD_SCRIPT, ANSWER_SCRIPT, CONVERT_SCRIPT, LOOP_SCRIPT].join('\n\n');
