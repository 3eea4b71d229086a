import { useEffect, useRef, useState } from 'react';
import { useText } from '../i18n';

interface Props {
  readonly question: string;
  /** What the second press says that it does. */
  readonly yes: string;
  readonly onYes: () => void;
  readonly label: string;
  /** What it is about, where there are several: read out after the label. */
  readonly about?: string;
}

/** What cannot be undone takes a second press, in another place than the first: the question stands where the button was. */
export function AskFirst({ question, yes, onYes, label, about }: Props) {
  const text = useText();
  const [asked, setAsked] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asked) keep.current?.focus();
  }, [asked]);
  if (!asked) {
    return (
      <button type="button" className="seg-clear" onClick={() => setAsked(true)}>
        {label}
        {about === undefined ? null : <span className="sr">: {about}</span>}
      </button>
    );
  }
  return (
    <span className="ask-first" role="group" aria-label={question}>
      <span>{question}</span>
      <button
        type="button"
        className="seg-clear"
        onClick={() => {
          setAsked(false);
          onYes();
        }}
      >
        {yes}
      </button>
      <button type="button" className="seg-clear" ref={keep} onClick={() => setAsked(false)}>
        {text('entry.keep')}
      </button>
    </span>
  );
}
