import { useRef } from 'react';
import { useVault } from '../offline';
import type { Draft } from './draft';
import type { Failure } from './outcome';
import { useOutbox } from './OutboxProvider';
import type { FormValues } from './values';
import type { Written } from './written';

export interface Returned {
  readonly draft: Draft<FormValues>;
  readonly failure: Failure | undefined;
  /** What was sent, for a page that has to find its form by it. */
  readonly written: Written;
}

/** An entry that came back, with its text and why: it goes out again under the same id. */
export function useReturned(id: string | undefined): Returned | 'opening' | undefined {
  const vault = useVault();
  const { outbox, entries, loaded } = useOutbox();
  const entry = entries.find((each) => each.id === id);
  // Read once: sending it again changes what lies in the outbox, not what stands in the form.
  const first = useRef<{ readonly id: string; readonly returned: Returned } | null>(null);
  if (id === undefined) return undefined;
  if (first.current?.id === id) return first.current.returned;
  if (vault === 'opening' || (vault !== null && (outbox === null || !loaded))) return 'opening';
  if (!entry) return undefined;
  const { content, returned: answer } = entry.body;
  const returned = {
    draft: { commandId: entry.id, savedAt: entry.savedAt, values: content.values },
    failure: answer !== null && answer.is !== 'recorded' ? answer : undefined,
    written: content,
  };
  first.current = { id, returned };
  return returned;
}
