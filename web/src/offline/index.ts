export { waitBefore } from './backoff';
export { Outbox, type Parcel, type Queued, type Verdict } from './outbox';
export { SealedShelf } from './sealedShelf';
export { countLocked } from './store';
export { reportReached, useOffline } from './useOffline';
export { Vault } from './vault';
export { useVault, type VaultState, VaultProvider } from './VaultProvider';
