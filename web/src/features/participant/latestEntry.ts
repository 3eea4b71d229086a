import type { Client } from 'urql';
import { unmask } from '../../graphql';
import type { TimelineEntryFragment } from '../../graphql/generated/graphql';
import { timelineEntryFragment, timelineQuery } from './timelineEntry';

const PAGE = 100;

/** The entry as it is now; null when that cannot be found out, and the service has the last word. */
export async function latestEntry(client: Client, participantId: string, entryId: string): Promise<TimelineEntryFragment | null> {
  let after: string | null = null;
  do {
    const variables: { participantId: string; first: number; after: string | null } = { participantId, first: PAGE, after };
    const { data } = await client.query(timelineQuery, variables, { requestPolicy: 'network-only' }).toPromise();
    const page = data?.timeline;
    if (!page) return null;
    const found = page.nodes.map((node) => unmask(timelineEntryFragment, node)).find((entry) => entry.entryId === entryId);
    if (found) return found;
    after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return null;
}
