import { Button } from '@digdir/designsystemet-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { LanguageChoice, ThemeChoice, useMay, useSession } from '../../../app';
import { useText } from '../../../i18n';
import { DemoBanner, NoAccess, Page, PageHeader, toast } from '../../../ui';
import { workingHours } from '../model/hours';
import { layouts, nearestAspect, seen, type Screen } from '../model/legibility';
import { saveDevice, useDevice, type Device } from '../wall/device';
import { HoursFields } from './HoursFields';
import { LayoutFields } from './LayoutFields';
import { ScreenFields } from './ScreenFields';
import { TestLine } from './TestLine';
import '../wall/wall.css';
import './setup.css';

const route = getRouteApi('/vegg/$teamId/oppsett');

const START: Pick<Screen, 'inches' | 'metres'> = { inches: 75, metres: 5 };

/** Sets up the screen that it is opened on: how large, how far away, when it is on. Kept on the device. */
export function SetUpPage() {
  const text = useText();
  const { teamId } = route.useParams();
  const navigate = useNavigate();
  const { demo } = useSession();
  const may = useMay();
  const device = useDevice();
  const [screen, setScreen] = useState<Screen>(
    () => device?.screen ?? { ...START, aspect: nearestAspect(window.screen.width, window.screen.height) },
  );
  const [wished, setWished] = useState<Device['columns']>(device?.columns ?? 2);
  const [hours, setHours] = useState<Device['hours']>(device ? device.hours : workingHours);
  const [refused, setRefused] = useState(false);

  const choices = [seen(layouts[2], screen), seen(layouts[1], screen)] as const;
  // What was wished for while it can be read; otherwise the other one.
  const chosen = choices.find(({ columns, legible }) => legible && columns === wished) ?? choices.find(({ legible }) => legible);
  const hoursAreWrong = hours !== null && (hours.days.length === 0 || hours.from === '' || hours.until === '');

  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!chosen || hoursAreWrong) {
      setRefused(true);
      return;
    }
    saveDevice({ screen, columns: chosen.columns, hours });
    toast(text('screen.saved'));
    void navigate({ to: '/vegg/$teamId', params: { teamId } });
  };

  if (!may('wall', teamId)) return <Page title={text('screen.title')}><NoAccess /></Page>;
  return (
    <>
      {demo ? <DemoBanner /> : null}
      <Page title={text('screen.title')} wide>
        <PageHeader title={text('screen.title')} lead={text('screen.lead')} />
        <form className="setup" onSubmit={save} noValidate>
          <ScreenFields screen={screen} onChange={setScreen} />
          <LayoutFields screen={screen} choices={choices} chosen={chosen?.columns} onChoose={setWished} />
          <HoursFields hours={hours} onChange={setHours} />
          <div className="setup-own">
            <LanguageChoice />
            <ThemeChoice />
          </div>
          {refused && !chosen ? <p className="setup-error" role="alert">{text('screen.refused')}</p> : null}
          {refused && hoursAreWrong ? <p className="setup-error" role="alert">{text('screen.hours_wrong')}</p> : null}
          <div className="setup-buttons">
            <Button type="submit">{text('screen.save')}</Button>
            <Button type="button" variant="secondary" onClick={() => void navigate({ to: '/vegg/$teamId', params: { teamId } })}>
              {text('wall.back_to_board')}
            </Button>
          </div>
        </form>
        <TestLine layout={chosen ?? layouts[1]} />
      </Page>
    </>
  );
}
