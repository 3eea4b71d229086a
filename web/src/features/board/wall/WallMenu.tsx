import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useMay } from '../../../app';
import { useText, type TextKey } from '../../../i18n';

const keys = [
  ['→ ↓ PageDown', 'wall.next'],
  ['← ↑ PageUp', 'wall.previous'],
  ['P Play/Pause', 'wall.key_pause'],
  ['Enter ?', 'wall.menu'],
  ['Esc', 'wall.key_close'],
  ['Ctrl P', 'wall.print'],
] as const satisfies readonly (readonly [string, TextKey])[];

interface Props {
  readonly teamId: string;
  readonly onClose: () => void;
}

/** What can be done at the wall, and with which keys. Arrows go from one to the next: a remote control has no Tab. */
export function WallMenu({ teamId, onClose }: Props) {
  const text = useText();
  const may = useMay();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);

  const move = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const places = [...(dialog.current?.querySelectorAll<HTMLElement>('a, button') ?? [])];
    const at = places.findIndex((place) => place === document.activeElement);
    places[(at + by + places.length) % places.length]?.focus();
  };
  // The dialog would be on the paper, and the page cannot be drawn while it prints.
  const print = () => {
    dialog.current?.close();
    requestAnimationFrame(() => window.print());
  };
  const fill = () => {
    dialog.current?.close();
    void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {});
  };

  return (
    <dialog ref={dialog} className="w-menu" aria-labelledby="w-menu-title" onClose={onClose} onKeyDown={move}>
      <h2 id="w-menu-title">{text('wall.menu')}</h2>
      <ul>
        <li>
          <button type="button" onClick={() => dialog.current?.close()}>
            {text('wall.back_to_board')}
          </button>
        </li>
        <li>
          <button type="button" onClick={print}>
            {text('wall.print')}
          </button>
        </li>
        <li>
          <button type="button" onClick={fill}>
            {text('wall.fullscreen')}
          </button>
        </li>
        <li>
          <Link to="/vegg/$teamId/oppsett" params={{ teamId }}>
            {text('screen.title')}
          </Link>
        </li>
        {may('board', teamId) ? (
          <li>
            <Link to="/tavle/$teamId" params={{ teamId }}>
              {text('wall.to_desk')}
            </Link>
          </li>
        ) : null}
      </ul>
      <h3>{text('wall.keys')}</h3>
      <dl>
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{text(what)}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
