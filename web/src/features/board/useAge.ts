import { useText } from '../../i18n';

/** 47 s, 12 min, 3 t. */
export function useAge(): (seconds: number) => string {
  const text = useText();
  return (seconds) => {
    if (seconds < 120) return text('fresh.seconds', { count: seconds });
    if (seconds < 120 * 60) return text('fresh.minutes', { count: Math.floor(seconds / 60) });
    return text('fresh.hours', { count: Math.floor(seconds / 3600) });
  };
}
