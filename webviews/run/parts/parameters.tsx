import { useSignal } from '@preact/signals';
import { count } from '../../../engine/src/language/figures.ts';
import type { RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Section } from '../../shared/components/section.tsx';
import { Pairs } from '../../shared/components/table.tsx';
import { PlaceLink } from './sentence.tsx';

const SHOWN = 6;

/** Those that differ from production first, and never folded. */
export function Parameters({ page: { params, against } }: { readonly page: RunPage }) {
  const isOpen = useSignal(false);
  const changed = params.filter(({ was }) => was !== null).length;
  const folded = params.length <= SHOWN + 1 ? params.length : Math.max(SHOWN, changed);
  const shown = isOpen.value ? params : params.slice(0, folded);
  const end = changed > 0 && against !== null ? `changed against v${against.version} first` : undefined;
  return (
    <Section title="Parameters" end={end}>
      <Pairs
        pairs={shown.map(({ name, value, was, place }) => ({
          key: name,
          name,
          title: was === null ? value : `${value}, was ${was}`,
          value: (
            <>
              <PlaceLink place={place} isQuiet>
                {was === null ? value : <b>{value}</b>}
              </PlaceLink>
              {was !== null && <span class="was"> was {was}</span>}
            </>
          ),
        }))}
      />
      {folded < params.length && (
        <button
          type="button"
          class="link small"
          aria-expanded={isOpen.value}
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          {isOpen.value ? 'Fewer' : `${count(params.length - folded)} more`}
        </button>
      )}
    </Section>
  );
}
