import { useEffect } from 'react';
import { useText } from '../i18n';

export function useDocumentTitle(title: string): void {
  const app = useText()('app.name');
  useEffect(() => {
    document.title = title === app ? app : `${title} – ${app}`;
  }, [title, app]);
}
