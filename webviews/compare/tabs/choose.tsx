import type { Signal } from '@preact/signals';

export interface ChooseProps {
  readonly label: string;
  readonly names: readonly string[];
  readonly value: string;
  /** Takes what is chosen. */
  readonly chosen: Signal<string>;
}

/** One of a few names. */
export function Choose({ label, names, value, chosen }: ChooseProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => {
        chosen.value = currentTarget.value;
      }}
    >
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
