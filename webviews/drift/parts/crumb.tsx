import { duration } from '../../../engine/src/language/figures.ts';
import type { MonitorReport } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { Icon } from '../../shared/components/icon.tsx';
import { momentText, shortName } from '../model/driftTexts.ts';

/** Where this is: monitor, model, and when it was looked at. */
export function Crumb({ report }: { readonly report: MonitorReport }) {
  const { monitor, model, reference, current, due, made, seconds } = report;
  const asked = `its windows end ${momentText(due)}; made ${momentText(made)}`;
  return (
    <>
      <Icon name="pulse" />
      <span class="cut" title={monitor ?? `${reference.name} and ${current.name}`}>
        {monitor === null ? `${shortName(reference.name)} and ${shortName(current.name)}` : `monitor ${monitor}`}
      </span>
      {model !== null && (
        <>
          <span class="sep not-narrow">/</span>
          <span class="cut not-narrow">
            {model.name}
            {model.alias !== null && `@${model.alias}`} v{model.version}
          </span>
        </>
      )}
      <span class="sep not-narrow">/</span>
      <span class="cut not-narrow when" title={asked}>
        checked {momentText(monitor === null ? made : due)}, in {duration(seconds)}
      </span>
    </>
  );
}
