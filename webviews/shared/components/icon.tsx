import './icon.css';

const ROUND = 'M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0';

/** Outlines on a ground of 16 x 16. */
const PATHS = {
  beaker: 'M6.2 2v4.4L2.8 13c-.3.6.1 1.2.7 1.2h9c.6 0 1-.6.7-1.2L9.8 6.4V2M5.2 2h5.6M4.4 10.2h7.2',
  passed: `${ROUND}M5.2 8.2l2 2 3.6-4.2`,
  failed: `${ROUND}M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4`,
  unknown: 'M6.4 6.4c0-2.2 3.4-2.1 3.3.1 0 1.4-1.7 1.5-1.7 2.7M8 11.2v.1',
  pulse: 'M1.5 8.5h3l2-5 3 9 2-4h3',
  search: 'M11.2 7a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0M10.2 10.2L14 14',
  clock: `${ROUND}M8 4.6V8l2.4 1.6`,
  warning: 'M8 2.2l6.2 11.3H1.8zM8 6.2v3.6M8 11.6v.1',
  info: `${ROUND}M8 7.4v3.8M8 4.8v.1`,
  bar: 'M3.5 8h9',
  disks: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.1M5 11h.1',
  arrows: 'M13 6.5A5.2 5.2 0 0 0 3.6 5M3 9.5A5.2 5.2 0 0 0 12.4 11M13.4 3v3.5H10M2.6 13V9.5H6',
  cross: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.4l3.2 3.2L13 4.6',
  branch:
    'M6.1 3.8a1.6 1.6 0 1 1-3.2 0 1.6 1.6 0 0 1 3.2 0M6.1 12.2a1.6 1.6 0 1 1-3.2 0 1.6 1.6 0 0 1 3.2 0M13.1 5.2a1.6 1.6 0 1 1-3.2 0 1.6 1.6 0 0 1 3.2 0M4.5 5.4v5.2M11.5 6.8c0 2.4-4 1.8-7 3.6',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  download: 'M8 2v8M5 7l3 3 3-3M2.5 11v2.5h11V11',
  down: 'M3.5 6L8 10.5 12.5 6',
  up: 'M8 13V3.5M4 7l4-4 4 4',
  right: 'M6 3.5L10.5 8 6 12.5',
  lock: 'M3.5 7.2h9v6.6h-9zM5.4 7.2V5a2.6 2.6 0 0 1 5.2 0v2.2',
  filter: 'M2 3.5h12M4.5 8h7M6.5 12.5h3',
  columns: 'M2.5 2.5h11v11h-11zM6.2 2.5v11M9.8 2.5v11',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  folder: 'M2 3.5h4.2l1.6 2H14v7.5H2z',
  database: 'M3 4c0-2.4 10-2.4 10 0v8c0 2.4-10 2.4-10 0zM3 4c0 2.4 10 2.4 10 0M3 8c0 2.4 10 2.4 10 0',
  package: 'M2.5 5L8 2l5.5 3v6L8 14l-5.5-3zM2.5 5L8 8l5.5-3M8 8v6',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
} as const;

export type IconName = keyof typeof PATHS;

/** Stands beside a word, which says the same; hidden from readers. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="i" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {name === 'unknown' && <circle cx="8" cy="8" r="6" stroke-dasharray="2.4 1.9" />}
      <path d={PATHS[name]} stroke-width={name === 'more' ? 2 : undefined} />
    </svg>
  );
}
