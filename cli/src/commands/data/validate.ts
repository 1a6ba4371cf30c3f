import { validateData } from '../../../../engine/src/operations/data/validate.ts';
import { command } from '../../command.ts';
import { checkedJunit } from '../../report/checkedJunit.ts';
import { checkedText } from '../../report/checkedText.ts';
import { simpleProgress } from '../../report/simpleProgress.ts';

export const validateCommand = command(validateData, { text: checkedText, junit: checkedJunit }, simpleProgress);
