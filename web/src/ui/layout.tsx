import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { useText } from '../i18n';
import { useDocumentTitle } from './useDocumentTitle';

interface PageProps {
  /** The document title, and what a screen reader says when the page opens. */
  readonly title: string;
  /** Fills the width instead of keeping a reading measure. */
  readonly wide?: boolean;
  /** Violet frame: the page shows the past. */
  readonly history?: boolean;
  readonly children: ReactNode;
}

/** The main landmark of every page but the wall. Focus moves here when the route changes. */
export function Page({ title, wide = false, history = false, children }: PageProps) {
  useDocumentTitle(title);
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    // A page opened by following a link inside the program: the reader starts at its top.
    if (document.activeElement !== document.body && main.current?.contains(document.activeElement) === false) {
      main.current.focus({ preventScroll: true });
    }
  }, []);
  const className = ['page', wide ? 'wide' : '', history ? 'is-past' : ''].filter(Boolean).join(' ');
  return (
    <main id="main" ref={main} tabIndex={-1} className={className}>
      {children}
    </main>
  );
}

interface HeaderProps {
  readonly title: string;
  /** Beside the heading: status, risk, since when. */
  readonly beside?: ReactNode;
  /** Under the heading: one line of context. */
  readonly lead?: ReactNode;
  /** At the right: buttons. */
  readonly actions?: ReactNode;
}

/** The page's only h1. */
export function PageHeader({ title, beside, lead, actions }: HeaderProps) {
  return (
    <header className="page-head">
      <div className="page-head-main">
        <h1>{title}</h1>
        {beside}
      </div>
      {actions ? <div className="page-actions">{actions}</div> : null}
      {lead ? <div className="page-lead">{lead}</div> : null}
    </header>
  );
}

/** A violet band: what is shown is the past, and from when. */
export function HistoryBanner({ when, countdown }: { readonly when: string; readonly countdown?: string }) {
  const text = useText();
  return (
    <div className="history-band">
      <div className="history-what" role="status">
        <strong>{text('history.title').toUpperCase()}</strong>
        <span>{when}</span>
        <span>{text('history.nothing_can_change')}</span>
      </div>
      {countdown ? <span>{countdown}</span> : null}
      <Link to="." search={{}} className="history-back">
        {text('history.back_to_now')}
      </Link>
    </div>
  );
}
