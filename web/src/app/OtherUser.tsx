import { Button } from '@digdir/designsystemet-react';
import { useEffect, useRef } from 'react';
import { useText } from '../i18n';

interface Props {
  /** Who is signed in in this tab. */
  readonly name: string;
  readonly onSignIn: () => void;
  readonly onClose: () => void;
}

/**
 * Over everything, also another dialog: this browser's session is somebody else's. What is written stays on the page
 * below and in its draft; when this is closed, the next request brings it back.
 */
export function OtherUser({ name, onSignIn, onClose }: Props) {
  const text = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="other-user" role="alertdialog" aria-labelledby="other-user-title" aria-describedby="other-user-help" onClose={onClose}>
      <h2 id="other-user-title">{text('signin.other_user')}</h2>
      <p id="other-user-help">{text('signin.other_user_help', { name })}</p>
      <Button onClick={onSignIn}>{text('signin.again')}</Button>
    </dialog>
  );
}
