import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { Vault } from './vault';

/** Opening, open, or none: nobody is signed in, or the browser cannot seal. */
export type VaultState = 'opening' | Vault | null;

const VaultContext = createContext<VaultState>(null);

interface Props {
  /** Comes with the session of the person who is signed in. */
  readonly secret: string | null;
  readonly children: ReactNode;
}

/** Holds the key while its owner is signed in, and lets go of it when they are not. */
export function VaultProvider({ secret, children }: Props) {
  const [opened, setOpened] = useState<{ readonly secret: string; readonly vault: Vault | null } | null>(null);
  useEffect(() => {
    if (secret === null) {
      setOpened(null);
      return undefined;
    }
    let current = true;
    void Vault.open(secret)
      .catch(() => null)
      .then((vault) => {
        if (current) setOpened({ secret, vault });
      });
    return () => {
      current = false;
    };
  }, [secret]);
  const state = secret === null ? null : opened?.secret === secret ? opened.vault : 'opening';
  return <VaultContext value={state}>{children}</VaultContext>;
}

export function useVault(): VaultState {
  return use(VaultContext);
}
