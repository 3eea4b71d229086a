import { stringifyDocument } from '@urql/core';
import { createClient, type Client } from 'graphql-ws';
import { graphql } from '../../../graphql';
import type { BoardEventsSubscription } from '../../../graphql/generated/graphql';

const BoardEvents = graphql(`
  subscription BoardEvents($teamId: ID!) {
    boardEvents(teamId: $teamId) {
      __typename
      ... on BoardInvalidated {
        boardVersion
        serverTime
      }
      ... on Heartbeat {
        boardVersion
        serverTime
      }
    }
  }
`);

const PING_MS = 10_000;
const PONG_MS = 5_000;
const SILENT_MS = 15_000;
const MAX_WAIT_MS = 5_000;

export interface Announcement {
  readonly boardVersion: string;
  readonly serverTime: string;
}

export interface EventSource {
  start(): void;
  /** Something suggests that the line is dead: try anew at once. */
  kick(): void;
  stop(): void;
}

function socketUrl(): string {
  const { protocol, host } = window.location;
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/graphql/ws`;
}

/**
 * One subscription that never gives up: the library retries what it may; after a close that it calls fatal, a new
 * client is made. A line that is silent for 15 s, or does not answer a ping in 5 s, is cut and made anew.
 */
export function boardEvents(
  teamId: string,
  onAnnounced: (announcement: Announcement) => void,
  onTrouble: () => void,
  onBack: () => void,
): EventSource {
  let client: Client | null = null;
  let leave: () => void = () => {};
  let stopped = true;
  let failures = 0;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;

  const wait = () => Math.min(MAX_WAIT_MS, 500 * 2 ** Math.min(failures, 5)) * (0.75 + Math.random() / 2);

  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      client?.terminate();
      listen();
    }, SILENT_MS);
  };

  /** Ends the client in use, also one that is still connecting or waiting to: there is never a second socket. */
  const end = () => {
    const last = client;
    client = null;
    leave();
    // Rejected when the connection that it waits for fails: then there is nothing to close.
    void Promise.resolve(last?.dispose()).catch(() => {});
    last?.terminate();
  };

  /** After a close that the library calls fatal: a new client. */
  const restart = () => {
    if (stopped) return;
    clearTimeout(again);
    failures += 1;
    onTrouble();
    again = setTimeout(open, wait());
  };

  const open = () => {
    if (stopped) return;
    end();
    let pong: ReturnType<typeof setTimeout> | undefined;
    const mine = createClient({
      url: socketUrl(),
      lazy: true,
      keepAlive: PING_MS,
      connectionAckWaitTimeout: PONG_MS,
      retryAttempts: Infinity,
      shouldRetry: () => true,
      retryWait: async () => {
        failures += 1;
        await new Promise((done) => {
          setTimeout(done, wait());
        });
      },
      on: {
        ping: (received) => {
          if (!received) pong = setTimeout(() => mine.terminate(), PONG_MS);
        },
        pong: (received) => {
          if (received) clearTimeout(pong);
        },
        closed: () => {
          clearTimeout(pong);
          if (client !== mine || stopped) return;
          failures = Math.max(failures, 1);
          onTrouble();
        },
      },
    });
    client = mine;
    listen();
    leave = mine.subscribe<BoardEventsSubscription>(
      { query: stringifyDocument(BoardEvents), variables: { teamId } },
      {
        next: ({ data }) => {
          if (!data || client !== mine) return;
          if (failures > 0) onBack();
          failures = 0;
          listen();
          onAnnounced(data.boardEvents);
        },
        error: () => {
          if (client === mine) restart();
        },
        complete: () => {
          if (client === mine) restart();
        },
      },
    );
  };

  return {
    start() {
      stopped = false;
      open();
    },
    kick() {
      if (stopped) return;
      failures = 0;
      clearTimeout(again);
      open();
    },
    stop() {
      stopped = true;
      clearTimeout(silence);
      clearTimeout(again);
      end();
    },
  };
}
