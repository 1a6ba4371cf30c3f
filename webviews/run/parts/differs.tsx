import type { PageDifference, RunPage } from '../../../engine/src/operations/runs/page/runPage.ts';
import { Section } from '../../shared/components/section.tsx';
import { Empty } from '../../shared/components/states.tsx';
import { Table } from '../../shared/components/table.tsx';
import { differenceGroups } from '../model/groups.ts';

/** What made it another model than the one it stands against. */
export function Differs({ page: { against } }: { readonly page: RunPage }) {
  if (against === null) return null;
  const groups = differenceGroups(against.differences);
  if (groups.length === 0)
    return (
      <section class="sec">
        <Empty title={`Nothing differs from v${against.version}`} text="Same parameters, data, features and inputs." />
      </section>
    );
  return (
    <>
      {groups.map(({ name, members }) => (
        <Section key={name} title={name} caption={`${members.length}`}>
          <Table
            label={name}
            class="differs"
            rows={members}
            keyOf={(row) => row.name}
            columns={[
              {
                key: 'name',
                title: 'Name',
                isHeader: true,
                cell: (row) => (
                  <span class="cut" title={row.name}>
                    {row.name}
                  </span>
                ),
              },
              {
                key: 'here',
                title: 'This run',
                cell: ({ here, there }) => <Side value={here} isOnly={there === null} />,
              },
              {
                key: 'there',
                title: `${against.alias} v${against.version}`,
                class: 'dim',
                cell: ({ there, here }) => <Side value={there} isOnly={here === null} />,
              },
            ]}
          />
        </Section>
      ))}
    </>
  );
}

function Side({ value, isOnly }: { readonly value: PageDifference['here']; readonly isOnly: boolean }) {
  if (value === null) return <span class="dim">not there</span>;
  return (
    <span class="t differing" title={value}>
      {value}
      {isOnly && <span class="sr">, only here</span>}
    </span>
  );
}
