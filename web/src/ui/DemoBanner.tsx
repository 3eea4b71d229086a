import { useText } from '../i18n';

/** On every page of a demo: that it is one, and that nothing real may be written. */
export function DemoBanner({ compact = false }: { readonly compact?: boolean }) {
  const text = useText();
  return (
    <aside className={compact ? 'demo compact' : 'demo'} aria-label={text('demo.label')}>
      {text('demo.banner')}
    </aside>
  );
}
