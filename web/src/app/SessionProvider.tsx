import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Provider as UrqlProvider } from 'urql';
import { createGraphqlClient } from '../graphql/client';
import { serviceError } from '../graphql/errors';
import { graphql } from '../graphql/generated';
import { ErrorState, Loading } from '../ui';
import { VaultProvider } from '../offline';
import { OutboxProvider } from '../record/OutboxProvider';
import { forgetDrafts } from '../record/useDraft';
import type { Membership } from './access';
import { LockedEntries } from './LockedEntries';
import { OtherUser } from './OtherUser';
import { fetchSession, signIn as postSession, signOut as deleteSession } from './sessionApi';

const MeQuery = graphql(`
  query Me {
    me {
      staffId
      name
      initials
      authorisations {
        teamId
        teamName
        model
        role
      }
    }
  }
`);

interface Known {
  readonly demo: boolean;
  /** A fresh installation that waits for its set-up. */
  readonly setUp: boolean;
  readonly me: { readonly staffId: string; readonly name: string; readonly initials: string } | null;
  readonly memberships: readonly Membership[];
  /** Opens what this person has left on the device. In memory alone, and only while they are signed in. */
  readonly outboxKey: string | null;
}

export interface SessionState extends Known {
  readonly signIn: (user: string, password?: string) => Promise<void>;
  /** The browser's session has become another one: everything is asked for again. */
  readonly renew: () => void;
  readonly signOut: () => Promise<void>;
}

const SessionContext = createContext<SessionState | null>(null);
const RETRY_MS = 5_000;

/** Who is here, in which teams, and the GraphQL client that is theirs alone. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [known, setKnown] = useState<Known | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [generation, setGeneration] = useState(0);
  const [otherUser, setOtherUser] = useState(false);

  const forget = useCallback(() => setKnown((was) => (was?.me ? { ...was, me: null, memberships: [], outboxKey: null } : was)), []);
  const latest = useRef<object | null>(null);
  const { client, holder } = useMemo(
    () => {
      const mine: { staffId: string | null } = { staffId: null };
      latest.current = mine;
      // An answer to a session that this page has left says nothing of the one that it has now.
      const unlessLeft = (act: () => void) => () => {
        if (latest.current === mine) act();
      };
      const session = { staffId: () => mine.staffId, onUnauthenticated: unlessLeft(forget), onOtherUser: unlessLeft(() => setOtherUser(true)) };
      return { holder: mine, client: createGraphqlClient(session) };
    },
    // oxlint-disable-next-line react/exhaustive-deps -- a new generation is a new client with an empty cache
    [generation],
  );

  const load = useCallback(async () => {
    try {
      const session = await fetchSession();
      if (!session.me) {
        setKnown({ demo: session.demo, setUp: session.setUp, me: null, memberships: [], outboxKey: null });
      } else {
        const result = await client.query(MeQuery, {}, { requestPolicy: 'network-only' }).toPromise();
        if (!result.data) {
          const { kind } = serviceError(result.error);
          if (kind !== 'unauthenticated') throw result.error ?? new Error('me is empty');
          setKnown({ demo: session.demo, setUp: session.setUp, me: null, memberships: [], outboxKey: null });
        } else {
          const { authorisations, ...me } = result.data.me;
          holder.staffId = me.staffId;
          setKnown({ demo: session.demo, setUp: session.setUp, me, memberships: authorisations, outboxKey: session.outboxKey });
        }
      }
      setFailure(null);
    } catch (error) {
      setFailure(error);
    }
  }, [client, holder]);

  useEffect(() => {
    void load();
  }, [load]);

  // A wall screen started before the network is up finds the service by itself.
  useEffect(() => {
    if (failure === null || known !== null) return undefined;
    const timer = setInterval(() => void load(), RETRY_MS);
    return () => clearInterval(timer);
  }, [failure, known, load]);

  const renew = useCallback(() => {
    setKnown(null);
    setOtherUser(false);
    setGeneration((n) => n + 1);
  }, []);

  const value = useMemo<SessionState | null>(
    () =>
      known && {
        ...known,
        renew,
        signIn: async (user, password) => {
          await postSession(user, password);
          renew();
        },
        signOut: async () => {
          await deleteSession();
          // What is sealed on the device stays there, locked until the same person signs in again.
          forgetDrafts();
          renew();
        },
      },
    [known, renew],
  );

  if (!value) {
    const onWall = window.location.pathname.startsWith('/vegg/');
    return <main className={onWall ? 'boot on-wall' : 'boot'}>{failure ? <ErrorState error={failure} onRetry={() => void load()} /> : <Loading />}{failure && !onWall ? <LockedEntries /> : null}</main>;
  }
  return (
    <SessionContext value={value}>
      <UrqlProvider value={client}>
        <VaultProvider secret={value.outboxKey}>
          <OutboxProvider>{children}</OutboxProvider>
        </VaultProvider>
      </UrqlProvider>
      {otherUser && value.me ? (
        <OtherUser
          name={value.me.name}
          onClose={() => setOtherUser(false)}
          onSignIn={() => {
            setOtherUser(false);
            forget();
          }}
        />
      ) : null}
    </SessionContext>
  );
}

export function useSession(): SessionState {
  const session = use(SessionContext);
  if (!session) throw new Error('SessionProvider is missing');
  return session;
}
