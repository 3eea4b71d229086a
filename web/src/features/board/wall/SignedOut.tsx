import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useText, useTime } from '../../../i18n';

const ASK_MS = 10_000;

/**
 * The session has ended under a wall that nobody sits at. The rows are gone; it says why and how to go on, and goes on
 * by itself when this browser is signed in again, in another tab or by a new pairing.
 */
export function SignedOut({ teamId }: { readonly teamId: string }) {
  const text = useText();
  const time = useTime();
  const [since] = useState(Date.now);
  const link = useRef<HTMLAnchorElement>(null);
  // A remote control has no Tab: its middle button leads on.
  useEffect(() => link.current?.focus(), []);
  useEffect(() => {
    const timer = setInterval(() => void isSignedIn().then((yes) => (yes ? window.location.reload() : undefined)), ASK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <main id="main" className="wall wall-message">
      <div className="state" role="alert">
        <h1 className="state-title">{text('wall.signed_out')}</h1>
        <p>{text('wall.signed_out_help', { clock: time.clock(since) })}</p>
        <Link to="/logg-inn" search={{ til: `/vegg/${teamId}` }} className="wall-sign-in" ref={link}>
          {text('signin.again')}
        </Link>
      </div>
    </main>
  );
}

async function isSignedIn(): Promise<boolean> {
  try {
    const answer = await fetch('/session', { headers: { 'x-tavle': '1' }, signal: AbortSignal.timeout(ASK_MS) });
    const session: unknown = answer.ok ? await answer.json() : null;
    return typeof session === 'object' && session !== null && 'me' in session && session.me !== null;
  } catch {
    return false;
  }
}
