import { useText } from '../../../i18n';
import { RiskBadge, StatusBadge } from '../../../ui';
import type { Layout } from '../model/legibility';
import { shortStatusKey } from '../words';

/** Two rows as large as they become, with invented names: stand where people sit, and read them. */
export function TestLine({ layout }: { readonly layout: Pick<Layout, 'columns'> }) {
  const text = useText();
  return (
    <section className="setup-test" aria-labelledby="setup-test-title">
      <h2 id="setup-test-title">{text('screen.test')}</h2>
      <p className="mut">{text('screen.test_help')}</p>
      <div className={layout.columns === 1 ? 'wall wall-test one' : 'wall wall-test'} aria-hidden="true">
        <div className="w-row five">
          <span className="al">Ringdue</span>
          <span>
            <StatusBadge status="POST_DISCHARGE" word={text(shortStatusKey('POST_DISCHARGE'))} />
          </span>
          <span>
            <RiskBadge level="RED" />
          </span>
          <span className="d">8</span>
          <span className="t">
            <b>09.35</b>
            <span className="who">RN</span>
          </span>
        </div>
        <div className="w-row">
          <span className="al">Krikkand</span>
          <span>
            <StatusBadge status="HARD_TO_REACH" />
          </span>
          <span>
            <RiskBadge level="YELLOW" />
          </span>
          <span className="d">
            <i className="box">16</i>
          </span>
          <span className="t">
            <b>13.00</b>
            <span className="who">MH</span>
          </span>
        </div>
      </div>
    </section>
  );
}
