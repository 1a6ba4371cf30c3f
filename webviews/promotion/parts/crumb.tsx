import type { PagePolicy, PromotionPage } from '../../../engine/src/operations/promotion/page/promotionPage.ts';
import { Link } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { useChannel } from '../../shared/hooks.ts';
import { PAGE_COMMANDS } from '../../shared/protocol.ts';

/** Where this is: the model, the move, and which policy judges it as of when. */
export function Crumb({ page: { model, version, alias, guard } }: { readonly page: PromotionPage }) {
  return (
    <>
      <Icon name="package" />
      <span class="cut" title={model}>
        {model}
      </span>
      <span class="sep">/</span>
      <span class="cut" title={`v${version} to ${alias}`}>
        v{version} to {alias}
      </span>
      {guard.kind === 'rules' && (
        <>
          <span class="sep only-wide">/</span>
          <span class="cut only-wide policies">
            policy{' '}
            {guard.policies.map((policy, at) => (
              <PolicyName key={`${policy.place.file} ${policy.at?.commit}`} policy={policy} isFirst={at === 0} />
            ))}
          </span>
        </>
      )}
    </>
  );
}

function PolicyName({
  policy: { name, place, at },
  isFirst,
}: {
  readonly policy: PagePolicy;
  readonly isFirst: boolean;
}) {
  const channel = useChannel();
  return (
    <>
      {!isFirst && ' and '}
      <Link onClick={() => channel.command(PAGE_COMMANDS.openPlace, place)}>{name}</Link>{' '}
      {at === null ? (
        'as it is here'
      ) : (
        <>
          as of {at.ref} <span class="mono">{at.commit.slice(0, 7)}</span>
        </>
      )}
    </>
  );
}
