import { dataCheckout } from '../../../../engine/src/operations/data/checkout.ts';
import { command } from '../../command.ts';
import { checkoutText } from '../../report/dataCheckout.ts';

export const checkoutCommand = command(dataCheckout, { text: checkoutText });
