import { Button } from '@digdir/designsystemet-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { unmask, type FragmentType } from '../../graphql';
import { useMoney, useText, useTextOr, useTime } from '../../i18n';
import { Box, Cell, None, RowHeader } from '../../ui';
import { dwellingRowFragment } from './housingQuery';

export type Task = { readonly kind: 'HOUSING_OFFERED' | 'DWELLING_WITHDRAWN'; readonly dwellingId: string; readonly address: string };

interface Props {
  readonly dwelling: FragmentType<typeof dwellingRowFragment>;
  readonly mayRecord: boolean;
  readonly chosen: boolean;
  readonly onTask: (task: Task) => void;
}

/** One dwelling: what it is, who has it or is offered it, and the next step. */
export function DwellingRow({ dwelling: masked, mayRecord, chosen, onTask }: Props) {
  const { dwellingId, address: known, housingType, rentOre, rooms, state, offer, occupantAlias, occupantId } = unmask(dwellingRowFragment, masked);
  const text = useText();
  const textOr = useTextOr();
  const time = useTime();
  const money = useMoney();
  const address = known ?? text('noun.dwelling');
  const who = offer ? { id: offer.participantId, alias: offer.alias } : { id: occupantId, alias: occupantAlias };

  return (
    <tr role="row" className={chosen ? 'row-chosen' : undefined}>
      <RowHeader>{address}</RowHeader>
      <Cell label={text('field.housing_type.label')}>{housingType ? textOr(`housing.type.${housingType.toLowerCase()}`, housingType) : <None />}</Cell>
      <Cell number label={text('housing.rooms')}>
        {rooms ?? <None />}
      </Cell>
      <Cell number label={text('housing.rent')}>
        {rentOre === null || rentOre === undefined ? <None /> : money(rentOre)}
      </Cell>
      <Cell label={text('housing.state')}>
        <span className={`dwelling-state dwelling-${state.toLowerCase()}`}>{textOr(`housing.state.${state.toLowerCase()}`, state)}</span>
      </Cell>
      <Cell label={text('housing.who')}>
        {who.alias && who.id ? (
          <Link to="/deltaker/$participantId" params={{ participantId: who.id }} className="dwelling-who">
            {who.alias}
          </Link>
        ) : (
          (who.alias ?? <None />)
        )}
        {offer?.respondBy ? (
          <span className="mut dwelling-respond">
            {offer.overdue ? <Box>{text('participant.offer_late')}</Box> : text('housing.respond_by', { date: time.dayMonth(offer.respondBy) })}
          </span>
        ) : null}
      </Cell>
      <Cell className="dwelling-steps">
        {mayRecord ? (
          <div className="steps">
            {state === 'FREE' ? (
              <>
                <Step onClick={() => onTask({ kind: 'HOUSING_OFFERED', dwellingId, address })} about={address}>
                  {text('housing.offer')}
                </Step>
                <Step onClick={() => onTask({ kind: 'DWELLING_WITHDRAWN', dwellingId, address })} about={address} quiet>
                  {text('housing.withdraw_dwelling')}
                </Step>
              </>
            ) : null}
            {state === 'OFFERED' && offer?.participantId ? (
              <>
                <Answer participantId={offer.participantId} offerId={offer.offerId} kind="HOUSING_OFFER_ACCEPTED" about={`${offer.alias ?? ''}, ${address}`}>
                  {text('housing.yes')}
                </Answer>
                <Answer participantId={offer.participantId} offerId={offer.offerId} kind="HOUSING_OFFER_DECLINED" about={`${offer.alias ?? ''}, ${address}`}>
                  {text('housing.no')}
                </Answer>
                <Answer participantId={offer.participantId} offerId={offer.offerId} kind="HOUSING_OFFER_WITHDRAWN" about={`${offer.alias ?? ''}, ${address}`}>
                  {text('housing.take_back')}
                </Answer>
              </>
            ) : null}
            {state === 'HELD' && offer?.participantId ? (
              <>
                <Link to="/deltaker/$participantId/ny/$family" params={{ participantId: offer.participantId, family: 'tenancy' }} search={{ kind: 'TENANCY_STARTED', dwellingId }}>
                  {text('housing.start_tenancy')}
                  <span className="sr">: {`${offer.alias ?? ''}, ${address}`}</span>
                </Link>
                <Answer participantId={offer.participantId} offerId={offer.offerId} kind="HOUSING_OFFER_WITHDRAWN" about={`${offer.alias ?? ''}, ${address}`}>
                  {text('housing.take_back')}
                </Answer>
              </>
            ) : null}
          </div>
        ) : null}
      </Cell>
    </tr>
  );
}

interface StepProps {
  readonly onClick: () => void;
  readonly about: string;
  readonly quiet?: boolean;
  readonly children: ReactNode;
}

function Step({ onClick, about, quiet = false, children }: StepProps) {
  return (
    <Button variant={quiet ? 'tertiary' : 'secondary'} data-size="sm" onClick={onClick}>
      {children}
      <span className="sr">: {about}</span>
    </Button>
  );
}

interface AnswerProps {
  readonly participantId: string;
  readonly offerId: string;
  readonly kind: string;
  readonly about: string;
  readonly children: ReactNode;
}

function Answer({ participantId, offerId, kind, about, children }: AnswerProps) {
  return (
    <Link to="/deltaker/$participantId/ny/$family" params={{ participantId, family: 'housing' }} search={{ kind, offerId }}>
      {children}
      <span className="sr">: {about}</span>
    </Link>
  );
}
