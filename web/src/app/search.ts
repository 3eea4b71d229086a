import * as v from 'valibot';

/** What is in a link is typed and checked; what does not fit is left out rather than refused. */
const instant = v.pipe(v.string(), v.isoTimestamp());
const date = v.pipe(v.string(), v.isoDate());
const short = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const maybe = <T extends v.GenericSchema<unknown, unknown>>(schema: T) => v.fallback(v.optional(schema), undefined);

export const asOfSearch = v.object({ knownAt: maybe(instant), happenedAt: maybe(instant) });

export const boardSearch = v.object({
  ...asOfSearch.entries,
  status: maybe(short),
  risk: maybe(v.picklist(['RED', 'ORANGE', 'YELLOW', 'GREEN'])),
  who: maybe(short),
  only: maybe(v.picklist(['today', 'unassigned', 'overdue', 'deadline', 'decide'])),
  all: maybe(v.boolean()),
  q: maybe(short),
});

export const wallSearch = v.object({ ...asOfSearch.entries, page: maybe(v.pipe(v.number(), v.integer(), v.minValue(1))) });

export const participantSearch = v.object({ ...asOfSearch.entries, vs: maybe(instant), entry: maybe(short) });

export const entrySearch = v.object({
  kind: maybe(short),
  correct: maybe(short),
  queued: maybe(short),
  dwellingId: maybe(short),
  offerId: maybe(short),
  plannedContactId: maybe(short),
});

export const enrolSearch = v.object({ queued: maybe(short) });

export const housingSearch = v.object({ dwellingId: maybe(short), state: maybe(short), kind: maybe(short), queued: maybe(short) });

export const riskSearch = v.object({ participantId: maybe(short) });

export const auditSearch = v.object({
  participantId: maybe(short),
  staffId: maybe(short),
  kind: maybe(short),
  from: maybe(date),
  until: maybe(date),
  after: maybe(v.pipe(v.string(), v.maxLength(500))),
});

export const signInSearch = v.object({ til: maybe(v.pipe(v.string(), v.startsWith('/'), v.maxLength(500))) });
