import { bytes, count } from '../../../engine/src/language/figures.ts';
import type { DataCheckout } from '../../../engine/src/operations/data/checkout.ts';
import type { Style } from '../terminal.ts';

/** What was written, and whether the dataset has that version now. */
export function checkoutText(done: DataCheckout, style: Style): string {
  const reference = `${done.dataset}@${done.version.slice(0, 12)}`;
  const there = done.same > 0 ? `, ${files(done.same)} there already` : '';
  const head = `${style.bold(reference)}: ${files(done.written)} written (${bytes(done.bytes)})${there}.`;
  if (done.current === null) return `${head}\nIn ${done.folder}.`;
  if (done.current) return `${head}\nThe dataset has this version now.`;
  const extra = done.extra.map((file) => `  ${file}`);
  const why =
    extra.length > 0
      ? ['Its source takes in other files too; move them away:', ...extra]
      : ['Its source is another by now.'];
  return [head, style.yellow('The dataset does not have this version.'), ...why].join('\n');
}

function files(number: number): string {
  return number === 1 ? '1 file' : `${count(number)} files`;
}
