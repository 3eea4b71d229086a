import { Button } from '@digdir/designsystemet-react';
import { useId, useRef, useState, type InputHTMLAttributes, type ReactNode } from 'react';
import { useText } from '../i18n';
import { useRefusal } from './accountText';
import './account.css';

export interface Line {
  readonly name: string;
  readonly label: string;
  readonly is?: 'text' | 'password' | 'code';
  readonly autoComplete: string;
  readonly help?: string;
}

interface Props {
  readonly lines: readonly Line[];
  readonly send: string;
  /** Between the lines and the button. */
  readonly children?: ReactNode;
  /** Rejects with what is refused; the form shows it and keeps what was typed. */
  readonly onSend: (values: Record<string, string>) => Promise<void>;
}

/** A form of a few lines that the service judges: sign-in, set-up, invitation, another password. */
export function AccountForm({ lines, send, children, onSend }: Props) {
  const [failure, setFailure] = useState<unknown>(null);
  const [sending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { whole, of } = useRefusal(failure);

  const submit = async () => {
    const element = form.current;
    if (!element || sending) return;
    setSending(true);
    setFailure(null);
    const values = Object.fromEntries([...new FormData(element)].map(([name, value]) => [name, String(value)]));
    try {
      await onSend(values);
    } catch (error) {
      setFailure(error);
      setSending(false);
      // Where to go on: at the first line that is wrong, or at the first of all.
      requestAnimationFrame(() => {
        const wrong = element.querySelector<HTMLElement>('[aria-invalid="true"]') ?? element.querySelector<HTMLElement>('input');
        wrong?.focus();
      });
      return;
    }
    setSending(false);
  };

  return (
    <form
      ref={form}
      className="account-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div role="alert">{whole ? <p className="account-refused">{whole}</p> : null}</div>
      {lines.map((line) =>
        line.is === 'password' ? (
          <PasswordLine key={line.name} line={line} error={of(line.name)} />
        ) : (
          <TextLine key={line.name} line={line} error={of(line.name)} autoCapitalize={line.is === 'code' ? 'characters' : 'off'} />
        ),
      )}
      {children}
      <Button type="submit" loading={sending}>
        {send}
      </Button>
    </form>
  );
}

interface LineProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly line: Line;
  readonly error: string | undefined;
}

/** One line in Designsystemet's dress, without its code: this is what a browser loads first. */
function TextLine({ line: { name, label, autoComplete, help }, error, ...input }: LineProps) {
  const id = useId();
  const described = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className="ds-field">
      <label className="ds-label" data-weight="medium" htmlFor={id}>
        {label}
      </label>
      {help ? (
        <div id={`${id}-help`} data-field="description">
          {help}
        </div>
      ) : null}
      <input
        id={id}
        name={name}
        className="ds-input"
        autoComplete={autoComplete}
        autoCapitalize="off"
        spellCheck={false}
        required
        aria-invalid={error ? true : undefined}
        aria-describedby={described === '' ? undefined : described}
        {...input}
      />
      {error ? (
        <p id={`${id}-error`} className="ds-validation-message" data-field="validation">
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** A password, shown where the person asks for it, and a word where Caps Lock is on. */
function PasswordLine({ line, error }: { readonly line: Line; readonly error: string | undefined }) {
  const text = useText();
  const [shown, setShown] = useState(false);
  const [caps, setCaps] = useState(false);
  const id = useId();
  return (
    <div className="account-password">
      <TextLine
        line={line}
        error={error}
        type={shown ? 'text' : 'password'}
        onKeyUp={(event) => setCaps(event.getModifierState('CapsLock'))}
        onBlur={() => setCaps(false)}
      />
      <p className="account-caps" role="status">
        {caps ? text('account.caps') : ''}
      </p>
      <label htmlFor={id}>
        <input id={id} type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} />
        {text('account.show')}
      </label>
    </div>
  );
}
