import { useEffect, useRef, useState } from 'react';
import { useText } from '../../i18n';
import { Icon } from '../icons/Icon';
import { Calendar } from './Calendar';
import { today } from './month';
import { parseTypedDate, shownDate } from './typed';
import './date.css';

interface Props {
  readonly id?: string | undefined;
  /** "2026-11-24", or what was typed when that is no date. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: boolean | undefined;
  readonly 'aria-required'?: boolean | undefined;
}

/**
 * A date as text, day first, and a calendar beside it. The browser's own date field follows the browser's language,
 * which is not the language of the page.
 */
export function DateField({ value, onChange, ...control }: Props) {
  const text = useText();
  const [typed, setTyped] = useState<{ readonly text: string; readonly means: string } | null>(null);
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const shown = typed?.means === value ? typed.text : shownDate(value);

  const close = () => {
    setOpen(false);
    input.current?.focus();
  };

  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && field.current?.contains(event.target) === false) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);

  return (
    <div
      className="date-field"
      ref={field}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <input
        {...control}
        ref={input}
        className="ds-input tn"
        type="text"
        inputMode="decimal"
        autoComplete="off"
        placeholder={text('date.format')}
        value={shown}
        onChange={(event) => {
          const means = parseTypedDate(event.target.value, today()) ?? event.target.value.trim();
          setTyped({ text: event.target.value, means });
          onChange(means);
        }}
        onBlur={() => setTyped(null)}
        onKeyDown={(event) => {
          if (event.altKey && event.key === 'ArrowDown') {
            event.preventDefault();
            setOpen(true);
          }
        }}
      />
      <button type="button" className="date-open" aria-label={text('date.open')} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="u-calendar" />
      </button>
      {open ? (
        <Calendar
          chosen={/^\d{4}-\d{2}-\d{2}$/.test(value) ? value : null}
          onChoose={(day) => {
            setTyped(null);
            onChange(day);
            close();
          }}
          onClose={close}
        />
      ) : null}
    </div>
  );
}
