import { useText } from '../../../i18n';
import { capMm, greatestDistance, layouts, LEAST_ARC, smallestScreen, type Screen, type Seen } from '../model/legibility';

interface Props {
  readonly screen: Screen;
  readonly choices: readonly Seen[];
  readonly chosen: 1 | 2 | undefined;
  readonly onChoose: (columns: 1 | 2) => void;
}

/** The two layouts with how large their letters are seen from the chair. One that is too small cannot be chosen. */
export function LayoutFields({ screen, choices, chosen, onChoose }: Props) {
  const text = useText();
  return (
    <fieldset>
      <legend>{text('screen.layout')}</legend>
      <p className="mut setup-rule">{text('screen.rule', { least: LEAST_ARC })}</p>
      {choices.map((choice) => (
        <label key={choice.columns} className="setup-choice">
          <input type="radio" name="columns" checked={choice.columns === chosen} disabled={!choice.legible} onChange={() => onChoose(choice.columns)} />
          <span>
            <b>{text('screen.columns', { columns: choice.columns, rows: choice.columns * choice.rows })}</b>
            <span>{text('screen.figures', { mm: capMm(choice, screen), arc: choice.arc, reach: floorTenth(greatestDistance(choice, screen)) })}</span>
            {choice.legible ? null : <strong>{text('screen.too_small')}</strong>}
          </span>
        </label>
      ))}
      <div role="status">
        {chosen === undefined ? (
          <p className="setup-error">
            {text('screen.none', {
              inches: smallestScreen(layouts[1], screen),
              reach: floorTenth(greatestDistance(layouts[1], screen)),
            })}
          </p>
        ) : null}
      </div>
    </fieldset>
  );
}

/** A reach is never rounded up: at what is promised it can be read. */
const floorTenth = (metres: number) => Math.floor(metres * 10) / 10;
