import './pairingProgress.css';
import { percent } from '../../../engine/src/language/screenFigures.ts';
import { useChannel } from '../../shared/hooks.ts';
import { pairedRunsOf } from '../pairedRuns.ts';

/** How far the measuring of runs on the same rows is, while one of these pairs is measured. @param keys by `pairKey` */
export function PairingProgress({ keys }: { readonly keys: readonly string[] }) {
  const atWork = pairedRunsOf(useChannel()).atWork.value;
  if (atWork === undefined || !keys.includes(atWork.key)) return null;
  const { share, message } = atWork;
  return (
    <p class="pairing cap">
      <progress aria-label="Measuring on the same rows" value={share} max={1} />
      <span>
        {percent(share, 0)}, {message}
      </span>
    </p>
  );
}
