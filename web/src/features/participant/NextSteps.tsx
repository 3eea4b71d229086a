import { Link } from '@tanstack/react-router';
import { graphql, unmask, type FragmentType } from '../../graphql';
import { useMoney, useText, useTextOr, useTime } from '../../i18n';
import { Box } from '../../ui';

export const participantNextFragment = graphql(`
  fragment ParticipantNext on Participant {
    participantId
    plannedContacts {
      plannedContactId
      start
      end
      initials
      unassigned
      place
    }
    offers {
      offerId
      dwellingId
      address
      rentOre
      housingType
      respondBy
      overdue
      state
    }
  }
`);

interface Props {
  readonly participant: FragmentType<typeof participantNextFragment>;
  readonly mayRecord: boolean;
}

/** Planned visits and open offers, each with what can be done about it. */
export function NextSteps({ participant: masked, mayRecord }: Props) {
  const { participantId, plannedContacts, offers } = unmask(participantNextFragment, masked);
  const text = useText();
  const textOr = useTextOr();
  const time = useTime();
  const money = useMoney();
  const open = offers.filter((offer) => offer.state === 'OPEN');
  return (
    <>
      <section aria-labelledby="planned">
        <h2 id="planned">{text('participant.planned')}</h2>
        {plannedContacts.length === 0 ? <p className="mut">{text('participant.none_planned')}</p> : null}
        <ul className="next-list">
          {plannedContacts.map((visit) => {
            const when = time.dateTime(visit.start);
            const about = { participantId, family: 'contact' };
            return (
              <li key={visit.plannedContactId}>
                <p>
                  <strong className="tn">{when}</strong>{' '}
                  {visit.unassigned ? (
                    <>
                      <Box>
                        <span aria-hidden="true">?</span>
                        <span className="sr">{text('participant.unassigned')}</span>
                      </Box>
                    </>
                  ) : (
                    visit.initials.join(' ')
                  )}
                  {visit.place ? <span className="mut"> {textOr(`contact.place.${visit.place.toLowerCase()}`, visit.place)}</span> : null}
                </p>
                {mayRecord ? (
                  <p className="next-actions">
                    <Link to="/deltaker/$participantId/ny/$family" params={about} search={{ kind: 'CONTACT_COMPLETED', plannedContactId: visit.plannedContactId }}>
                      {text('participant.complete_visit')}
                      <span className="sr"> {when}</span>
                    </Link>
                    <Link to="/deltaker/$participantId/ny/$family" params={about} search={{ kind: 'CONTACT_ATTEMPT_FAILED', plannedContactId: visit.plannedContactId }}>
                      {text('contact.state.attempted')}
                      <span className="sr"> {when}</span>
                    </Link>
                    <Link to="/deltaker/$participantId/ny/$family" params={about} search={{ kind: 'CONTACT_CANCELLED', plannedContactId: visit.plannedContactId }}>
                      {text('participant.cancel_visit')}
                      <span className="sr"> {when}</span>
                    </Link>
                  </p>
                ) : null}
              </li>
            );
          })}
        </ul>
      </section>
      <section aria-labelledby="offers">
        <h2 id="offers">{text('participant.offers')}</h2>
        {open.length === 0 ? <p className="mut">{text('participant.no_offers')}</p> : null}
        <ul className="next-list">
          {open.map((offer) => {
            const about = { participantId, family: 'housing' };
            return (
              <li key={offer.offerId}>
                <p>
                  <strong>{offer.address ?? text('noun.dwelling')}</strong>
                  {offer.rentOre ? <span className="mut"> {text('kinds.rent', { amount: money(offer.rentOre) })}</span> : null}
                </p>
                {offer.respondBy ? (
                  <p className="mut">
                    {text('housing.respond_by', { date: time.dayMonth(offer.respondBy) })} {offer.overdue ? <Box>{text('participant.offer_late')}</Box> : null}
                  </p>
                ) : null}
                {mayRecord ? (
                  <p className="next-actions">
                    <Link to="/deltaker/$participantId/ny/$family" params={about} search={{ kind: 'HOUSING_OFFER_ACCEPTED', offerId: offer.offerId }}>
                      {text('participant.offer_yes')}
                      <span className="sr">: {offer.address}</span>
                    </Link>
                    <Link to="/deltaker/$participantId/ny/$family" params={about} search={{ kind: 'HOUSING_OFFER_DECLINED', offerId: offer.offerId }}>
                      {text('participant.offer_no')}
                      <span className="sr">: {offer.address}</span>
                    </Link>
                    <Link to="/deltaker/$participantId/ny/$family" params={about} search={{ kind: 'HOUSING_OFFER_WITHDRAWN', offerId: offer.offerId }}>
                      {text('participant.offer_withdraw')}
                      <span className="sr">: {offer.address}</span>
                    </Link>
                  </p>
                ) : null}
              </li>
            );
          })}
        </ul>
      </section>
    </>
  );
}
