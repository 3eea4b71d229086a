import { Loading } from '../../ui';

export function RiskPage() {
  return <Loading />;
}
