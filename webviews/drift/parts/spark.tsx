import type { DriftHistory } from '../../../engine/src/monitoring/report/driftHistory.ts';
import type { ReportCheck } from '../../../engine/src/monitoring/report/monitorReport.ts';
import { sparkLine } from '../model/sparkLine.ts';

const BOX = { width: 96, height: 28 };

/** How a check went, with its limits; nothing where there is no history. */
export function Spark({ check, history }: { readonly check: ReportCheck; readonly history: DriftHistory }) {
  const values = Object.hasOwn(history.figures, check.id) ? history.figures[check.id]! : [];
  const limits = [check.min, check.max].filter((limit) => limit !== null);
  const line = sparkLine(values, { ...BOX, limits });
  if (line === undefined) return null;
  return (
    <svg class="spark" width={BOX.width} height={BOX.height} aria-hidden="true">
      {line.limits.map((y) => (
        <path key={y} class="lim" d={`M0 ${y}H${BOX.width}`} />
      ))}
      <path class="ln k1" d={line.path} />
      {line.end !== undefined && <circle class="m1" cx={line.end.x} cy={line.end.y} r="2.2" />}
    </svg>
  );
}
