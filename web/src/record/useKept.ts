import { useState } from 'react';

/**
 * The last value that was there. A page that fetches again and fails must not take away the form somebody is writing
 * in; what the lists hold is checked by the service when it is saved.
 */
export function useKept<T>(key: string, value: T | undefined): T | undefined {
  const [kept, setKept] = useState({ key, value });
  if (kept.key !== key || (value !== undefined && value !== kept.value)) {
    setKept({ key, value });
    return value;
  }
  return value ?? kept.value;
}
