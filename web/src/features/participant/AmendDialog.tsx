import { useEffect, useRef, type ReactNode } from 'react';
import { useText } from '../../i18n';
import { Icon } from '../../ui';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A native modal dialog: the browser keeps the focus inside and gives it back. */
export function AmendDialog({ title, onClose, children }: Props) {
  const text = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    if (element && !element.open) element.showModal();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} className="amend" aria-labelledby="amend-title" onClose={onClose}>
      <div className="amend-head">
        <h2 id="amend-title">{title}</h2>
        <button type="button" className="amend-close" onClick={() => dialog.current?.close()}>
          <Icon name="u-close" />
          <span className="sr">{text('housing.close')}</span>
        </button>
      </div>
      {children}
    </dialog>
  );
}
