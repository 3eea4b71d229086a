import { useEffect, useState } from 'react';
import { useText } from '../../../i18n';
import { onTouch } from '../touch';
import type { Pages } from './usePages';

const SHOWN_MS = 5_000;

interface Props {
  readonly pages: Pages;
  readonly several: boolean;
  readonly onMenu: () => void;
}

/** For a mouse: shown over the foot of the wall while it moves, and while a button has the focus. Nothing moves. */
export function WallTools({ pages, several, onMenu }: Props) {
  const text = useText();
  const [used, setUsed] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const forget = onTouch((event) => {
      if (event.type === 'keydown') return;
      clearTimeout(timer);
      setUsed(true);
      timer = setTimeout(() => setUsed(false), SHOWN_MS);
    });
    return () => {
      clearTimeout(timer);
      forget();
    };
  }, []);
  useEffect(() => {
    document.documentElement.classList.toggle('no-pointer', !used);
    return () => document.documentElement.classList.remove('no-pointer');
  }, [used]);
  return (
    <div className={used ? 'w-tools is-used' : 'w-tools'} role="toolbar" aria-label={text('wall.tools')}>
      {several ? (
        <>
          <button type="button" onClick={() => pages.turn(-1)}>
            {text('wall.previous')}
          </button>
          <button type="button" onClick={pages.toggle}>
            {text(pages.paused ? 'wall.resume' : 'wall.pause')}
          </button>
          <button type="button" onClick={() => pages.turn(1)}>
            {text('wall.next')}
          </button>
        </>
      ) : null}
      <button type="button" onClick={onMenu}>
        {text('wall.menu')}
      </button>
    </div>
  );
}
