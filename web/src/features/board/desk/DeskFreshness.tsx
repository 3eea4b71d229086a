import { useEffect, useRef } from 'react';
import { useText, useTime } from '../../../i18n';
import { announce, Icon } from '../../../ui';
import { isStale, type Level } from '../model/freshness';

interface Props {
  readonly level: Level;
  readonly silentSeconds: number;
  readonly currentAt: number | null;
}

/** Whether the board is current, in the words of the wall. */
export function DeskFreshness({ level, silentSeconds, currentAt }: Props) {
  const text = useText();
  const time = useTime();
  const stale = isStale(level);
  const wasStale = useRef(false);
  useEffect(() => {
    if (stale) announce(text('fresh.stale'), 'assertive');
    else if (wasStale.current) announce(text('fresh.recovered'));
    wasStale.current = stale;
  }, [stale, text]);

  if (stale && currentAt !== null) {
    return <span className="desk-stale">{text('freshness.stale', { time: time.clockSeconds(currentAt) })}</span>;
  }
  if (level === 'late') {
    return (
      <span className="desk-late">
        {text('freshness.reconnecting')} {text('fresh.seconds', { count: silentSeconds })}
      </span>
    );
  }
  if (level === 'fresh') {
    return (
      <span className="pl mut">
        <Icon name="u-fresh" className="h-good fresh-dot" />
        {text('fresh.now')}
      </span>
    );
  }
  return <span className="mut">{text(level === 'updating' ? 'fresh.updating' : 'freshness.reconnecting')}</span>;
}
