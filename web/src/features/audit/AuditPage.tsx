import { Loading } from '../../ui';

export function AuditPage() {
  return <Loading />;
}
