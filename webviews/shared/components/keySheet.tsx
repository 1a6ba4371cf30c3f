import './keySheet.css';
import { useEffect, useRef } from 'preact/hooks';
import { keyHints } from '../keys.ts';
import { Button } from './button.tsx';
import { Key } from './chip.tsx';

/** The keys of the page, shown by `?`. */
export function KeySheet() {
  const sheet = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const press = ({ key, target }: KeyboardEvent) => {
      if (key === '?' && !(target instanceof HTMLInputElement)) sheet.current?.showModal();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  return (
    <dialog class="keys" ref={sheet} aria-label="Keys">
      <h2>Keys</h2>
      <dl>
        {keyHints().map(({ keys, does }) => [
          <dt key={keys}>
            <Key>{keys}</Key>
          </dt>,
          <dd key={`${keys}:does`}>{does}</dd>,
        ])}
      </dl>
      <Button onClick={() => sheet.current?.close()}>Close</Button>
    </dialog>
  );
}
