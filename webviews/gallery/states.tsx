import { Link } from '../shared/components/button.tsx';
import { Section } from '../shared/components/section.tsx';
import { Empty, Loading, Problem, Restricted, Stale, Truncated, Unknowable } from '../shared/components/states.tsx';

const nothing = () => {};

/** Each says what is so, why, and the next step. */
export function States() {
  return (
    <Section title="States">
      <div class="states">
        <Empty
          title="No runs yet"
          text="Runs of this project appear here, from the editor, the terminal or your own script."
        >
          <Link onClick={nothing}>Run flight-delay</Link>
        </Empty>
        <Empty title="0 of 214 runs match" text="metrics.roc_auc > 0.72 leaves none; the highest is 0.713.">
          <Link onClick={nothing}>Clear filter</Link>
        </Empty>
        <Loading />
        <Problem
          title="runs.db is from a newer Modelyard"
          text="It has version 9, this program reads up to 7. Nothing was changed."
        >
          <Link onClick={nothing}>Update Modelyard</Link>
        </Problem>
        <Stale>
          Measured on flights a81c; the data is now b3f0, 14,201 rows more.{' '}
          <Link onClick={nothing}>Evaluate again</Link>
        </Stale>
        <Truncated shown={500} total={12_480} unit="lines">
          <Link onClick={nothing}>Open whole log</Link>
        </Truncated>
        <Restricted>
          <Link onClick={nothing}>Manage trust</Link>
        </Restricted>
        <Unknowable
          title="flights.parquet is not on this machine"
          text="Columns are checked against the lock of 20 Nov."
        >
          <Link onClick={nothing}>Pull data, 612 MB</Link>
        </Unknowable>
      </div>
    </Section>
  );
}
