import { Loading } from '../../ui';

export function HousingPage() {
  return <Loading />;
}
