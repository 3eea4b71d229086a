import { Link } from '@tanstack/react-router';
import { useText } from '../i18n';
import { EmptyState, Page, PageHeader } from '../ui';

export function NotFound() {
  const text = useText();
  return (
    <Page title={text('state.not_found')}>
      <PageHeader title={text('state.not_found')} />
      <EmptyState title={text('state.not_found_help')}>
        <Link to="/">{text('nav.board')}</Link>
      </EmptyState>
    </Page>
  );
}
