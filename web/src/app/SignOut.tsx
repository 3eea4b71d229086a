import { Button } from '@digdir/designsystemet-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../i18n';
import { useOutbox } from '../record/OutboxProvider';
import { toast } from '../ui';
import { useSession } from './SessionProvider';

/** Signs out. Whoever has entries that are not sent is asked first. */
export function SignOut() {
  const text = useText();
  const navigate = useNavigate();
  const { signOut } = useSession();
  const { outbox, entries, sendNow } = useOutbox();
  const [asking, setAsking] = useState(false);

  const leave = async () => {
    try {
      await signOut();
      void navigate({ to: '/logg-inn' });
    } catch {
      toast(text('offline.sign_out_failed'), 'assertive');
    }
  };
  const sendAndLeave = async () => {
    await sendNow();
    const left = (await outbox?.list()) ?? [];
    if (left.length === 0) await leave();
    else toast(text('offline.leave_failed'), 'assertive');
  };

  return (
    <>
      <Button variant="secondary" onClick={() => (entries.length > 0 ? setAsking(true) : void leave())}>
        {text('auth.sign_out')}
      </Button>
      {asking ? <Ask count={entries.length} onSend={() => void sendAndLeave()} onLeave={() => void leave()} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

interface AskProps {
  readonly count: number;
  readonly onSend: () => void;
  readonly onLeave: () => void;
  readonly onClose: () => void;
}

function Ask({ count, onSend, onLeave, onClose }: AskProps) {
  const text = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="other-user" aria-labelledby="unsent-title" aria-describedby="unsent-help" onClose={onClose}>
      <h2 id="unsent-title">{text('offline.leave_title')}</h2>
      <p id="unsent-help">{text('offline.leave_help', { count })}</p>
      <Button onClick={onSend}>{text('offline.leave_send')}</Button>
      <Button variant="secondary" onClick={onLeave}>
        {text('offline.leave_locked')}
      </Button>
      <Button variant="tertiary" onClick={onClose}>
        {text('entry.cancel')}
      </Button>
    </dialog>
  );
}
