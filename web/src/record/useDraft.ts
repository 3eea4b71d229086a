import { useEffect, useMemo, useState } from 'react';
import { useVault, type Vault } from '../offline';
import { type Draft, DraftStore, MemoryDrafts, SealedDrafts } from './draft';

const memory = new MemoryDrafts();
const sealed = new WeakMap<Vault, SealedDrafts>();

function keeperOf(vault: Vault): SealedDrafts {
  const keeper = sealed.get(vault) ?? new SealedDrafts(vault);
  sealed.set(vault, keeper);
  return keeper;
}

/** On signing out: what could not be sealed is forgotten. */
export function forgetDrafts(): void {
  memory.clear();
}

/** The draft of this key, or what is begun with when there is none. Null for the moment that it takes to open it. */
export function useDraft<Values>(key: string, begin: Draft<Values> | null = null): DraftStore<Values> | null {
  const vault = useVault();
  const [opened, setOpened] = useState<{ readonly key: string; readonly vault: Vault; readonly store: DraftStore<Values> } | null>(null);
  const unsealed = useMemo(
    () => (vault === null ? new DraftStore<Values>(key, memory, (memory.peek(key) as Draft<Values> | null) ?? begin) : null),
    [vault, key, begin],
  );
  useEffect(() => {
    if (vault === null || vault === 'opening') return undefined;
    let current = true;
    const keeper = keeperOf(vault);
    void keeper.load(key).then((stored) => {
      if (current) setOpened({ key, vault, store: new DraftStore<Values>(key, keeper, (stored as Draft<Values> | null) ?? begin) });
    });
    return () => {
      current = false;
    };
  }, [vault, key, begin]);
  if (vault === null) return unsealed;
  return opened?.key === key && opened.vault === vault ? opened.store : null;
}
