import { useCallback } from 'react';
import { useMedia } from '../ui';

/** A phone is called a phone, a computer a computer. */
export function useDevice(): <T>(phone: T, computer: T) => T {
  const small = useMedia('(max-width: 40rem)');
  return useCallback((phone, computer) => (small ? phone : computer), [small]);
}
