import { count } from '../../../engine/src/language/figures.ts';
import type { PageData, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Badge } from '../../shared/components/badge.tsx';
import { Section } from '../../shared/components/section.tsx';
import { Pairs } from '../../shared/components/table.tsx';
import { short } from '../model/crumb.ts';
import { PlaceLink } from './sentence.tsx';

/** Which version of which data, and whether it still lies there. */
export function BesideData({ page: { data } }: { readonly page: RunPage }) {
  return (
    <Section title="Data">
      <Pairs
        pairs={data.map((row, i) => ({
          key: `${i}`,
          name: row.context ?? row.dataset,
          title: `${row.dataset} ${row.version}`,
          value: (
            <>
              {row.context !== null && <span class="dim">{row.dataset} </span>}
              <PlaceLink place={row.place}>
                <span class="mono">{short(row.version)}</span>
              </PlaceLink>
              {row.rows !== null && `, ${count(row.rows)} rows`}
            </>
          ),
        }))}
      />
      <Currency data={data} />
    </Section>
  );
}

function Currency({ data }: { readonly data: readonly PageData[] }) {
  const known = data.filter(({ isCurrent }) => isCurrent !== null);
  const other = [...new Set(known.filter(({ isCurrent }) => isCurrent === false).map(({ dataset }) => dataset))];
  if (other.length > 0) return <Badge kind="stale">{other.join(', ')} is another version now</Badge>;
  return known.length === data.length ? <Badge kind="passed">the same data lies there now</Badge> : null;
}
