import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Button } from '../../shared/components/button.tsx';
import { Icon } from '../../shared/components/icon.tsx';
import { useChannel } from '../../shared/hooks.ts';
import { pngBytes } from '../../shared/pictures/pngPicture.ts';
import { svgBytes } from '../../shared/pictures/svgPicture.ts';

export interface TileFrameProps {
  readonly title: string;
  readonly by?: string | undefined;
  /** What holds beside it: a brush, a band. */
  readonly chips?: ComponentChildren;
  /** What of it can be chosen. */
  readonly settings: ComponentChildren;
  readonly onRemove: () => void;
  readonly children: ComponentChildren;
}

/** One chart of those that the user has picked, with what can be done with it. */
export function TileFrame({ title, by, chips, settings, onRemove, children }: TileFrameProps) {
  const channel = useChannel();
  const isOpen = useSignal(false);
  const body = useRef<HTMLDivElement>(null);
  const id = useId();
  const save = (format: 'svg' | 'png') => {
    if (body.current === null) return;
    const whole = by === undefined ? title : `${title} ${by}`;
    const bytes = format === 'svg' ? svgBytes(body.current, whole) : pngBytes(body.current, whole);
    if (bytes !== undefined) channel.save(`${fileName(title)}.${format}`, bytes);
  };
  return (
    <section class="tile" aria-labelledby={`${id}-title`}>
      <header class="tile-head">
        <h3 id={`${id}-title`} title={title}>
          {title} {by !== undefined && <span class="dim">{by}</span>}
        </h3>
        {chips}
        <Settings id={id} isOpen={isOpen.value} title={title} onTurn={() => (isOpen.value = !isOpen.value)} />
      </header>
      {isOpen.value && (
        <fieldset class="tile-settings" id={`${id}-settings`}>
          <legend class="sr">Settings of {title}</legend>
          {settings}
          <span class="tile-actions">
            <Button kind="ghost" onClick={() => save('svg')}>
              Save SVG
            </Button>
            <Button kind="ghost" onClick={() => save('png')}>
              Save PNG
            </Button>
            <Button kind="ghost" onClick={onRemove}>
              Remove chart
            </Button>
          </span>
        </fieldset>
      )}
      <div class="tile-body" ref={body}>
        {children}
      </div>
    </section>
  );
}

interface SettingsProps {
  readonly id: string;
  readonly isOpen: boolean;
  readonly title: string;
  readonly onTurn: () => void;
}

function Settings({ id, isOpen, title, onTurn }: SettingsProps) {
  return (
    <button
      type="button"
      class="btn ghost tile-turn"
      aria-label={`Settings of ${title}`}
      title="Settings"
      aria-expanded={isOpen}
      aria-controls={isOpen ? `${id}-settings` : undefined}
      onClick={onTurn}
    >
      <Icon name="more" />
    </button>
  );
}

function fileName(title: string): string {
  return (
    title
      .replaceAll(/[^\p{L}\p{N}_]+/gu, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 60) || 'chart'
  );
}
