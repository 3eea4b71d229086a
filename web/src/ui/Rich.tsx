import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { TextKey } from '../i18n';

const bold = (chunks: ReactNode[]) => <b>{chunks}</b>;

/** A text with `<b>` in it. */
export function Rich({ id, values }: { readonly id: TextKey; readonly values?: Record<string, string | number> }) {
  return <>{useIntl().formatMessage({ id }, { ...values, b: bold })}</>;
}
