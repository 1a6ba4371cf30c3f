import { Link } from '../../shared/components/button.tsx';
import { Unknowable } from '../../shared/components/states.tsx';
import type { CompareState } from '../compareState.ts';

/** Stores whose runs cannot be read now: what stands in the table is as it was. */
export function UnreadStores({ state }: { readonly state: CompareState }) {
  return (
    <>
      {state.unread.value.map(({ source, message, next }) => (
        <section class="sec" key={source}>
          <Unknowable
            title={`${source} cannot be read now`}
            text={[message.replace(/\.?$/, '.'), next, 'Its runs are shown as they were read last.']
              .filter(Boolean)
              .join(' ')}
          >
            <Link onClick={() => void state.readAgain()}>Read again</Link>
          </Unknowable>
        </section>
      ))}
    </>
  );
}
