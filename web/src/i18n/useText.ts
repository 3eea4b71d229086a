import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { TextKey } from './catalog';
import { useLanguage } from './LanguageProvider';

export type TextValues = Readonly<Record<string, string | number | undefined>>;
export type Text = (key: TextKey, values?: TextValues) => string;

/** The words of the interface: `text('board.status.crisis')`. A key that does not exist is a type error. */
export function useText(): Text {
  const intl = useIntl();
  return useCallback((key, values) => intl.formatMessage({ id: key }, values), [intl]);
}

/** For keys put together at run time from what the service sent: the fallback is used when there is no such key. */
export function useTextOr(): (key: string, fallback: string, values?: TextValues) => string {
  const intl = useIntl();
  const { catalog } = useLanguage();
  return useCallback(
    (key, fallback, values) =>
      catalog[key] === undefined ? fallback : intl.formatMessage({ id: key }, values),
    [intl, catalog],
  );
}

/** What an entry kind is called: on a time line ("Kontakt") or as something to do ("Registrer kontakt"). */
export function useKindText(): (kind: string, form?: 'timeline' | 'action') => string {
  const textOr = useTextOr();
  return useCallback(
    (kind, form = 'timeline') => textOr(`event.${kind.toLowerCase()}.${form}`, kind),
    [textOr],
  );
}
