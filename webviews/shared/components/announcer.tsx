import { announced } from '../announce.ts';

/** Where screen readers hear what has changed. */
export function Announcer() {
  return (
    <div class="sr" role="status">
      {announced.value}
    </div>
  );
}
