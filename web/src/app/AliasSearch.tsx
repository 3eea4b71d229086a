import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../graphql/generated';
import { useText } from '../i18n';
import { Icon, StatusBadge } from '../ui';

const SearchQuery = graphql(`
  query AliasSearch($teamId: ID!, $alias: String) {
    participants(teamId: $teamId, alias: $alias) {
      participantId
      alias
      status
    }
  }
`);

const beginsWith = (alias: string, typed: string) => alias.toLocaleLowerCase('nb').startsWith(typed.toLocaleLowerCase('nb'));

/** A combobox over the team's aliases: type, arrow down, Enter. */
export function AliasSearch({ teamId }: { readonly teamId: string }) {
  const text = useText();
  const navigate = useNavigate();
  const list = useId();
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const alias = typed.trim();
  const [{ data, fetching }] = useQuery({ query: SearchQuery, variables: { teamId, alias }, pause: alias === '' });
  // Until the answer is here, the list is that of what was typed before: what does not begin with this is nobody's wish.
  const hits = alias === '' ? [] : (data?.participants ?? []).filter((hit) => beginsWith(hit.alias, alias)).slice(0, 10);
  const shown = open && alias !== '' && data !== undefined && (hits.length > 0 || !fetching);

  const go = (participantId: string) => {
    setOpen(false);
    setTyped('');
    void navigate({ to: '/deltaker/$participantId', params: { participantId } });
  };

  // Enter before the answer waits for it.
  const [entered, setEntered] = useState(false);
  const chosen = hits[at]?.participantId;
  useEffect(() => {
    if (!entered || fetching) return;
    setEntered(false);
    if (chosen === undefined) return;
    setOpen(false);
    setTyped('');
    void navigate({ to: '/deltaker/$participantId', params: { participantId: chosen } });
  }, [entered, fetching, chosen, navigate]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      setOpen(false);
      setEntered(false);
    } else if (event.key === 'ArrowDown' && hits.length > 0 && !fetching) {
      event.preventDefault();
      setOpen(true);
      setAt((n) => (n + 1) % hits.length);
    } else if (event.key === 'ArrowUp' && hits.length > 0 && !fetching) {
      event.preventDefault();
      setAt((n) => (n - 1 + hits.length) % hits.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      setEntered(true);
    }
  };

  return (
    <search className="search">
      <Icon name="u-search" />
      <input
        type="search"
        role="combobox"
        aria-label={text('nav.search_alias')}
        aria-expanded={shown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown && hits[at] ? `${list}-${at}` : undefined}
        placeholder={text('nav.search_alias')}
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          setEntered(false);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setOpen(false);
          setEntered(false);
        }}
      />
      <div className="search-hits" id={list} role="listbox" aria-label={text('nav.search_alias')} hidden={!shown}>
        {hits.map((hit, index) => (
          <a
            key={hit.participantId}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            href={`/deltaker/${encodeURIComponent(hit.participantId)}`}
            onPointerDown={(event) => {
              event.preventDefault();
              go(hit.participantId);
            }}
            onClick={(event) => event.preventDefault()}
          >
            <b>{hit.alias}</b>
            {hit.status ? <StatusBadge status={hit.status} /> : null}
          </a>
        ))}
        {hits.length === 0 ? <p>{text('empty.search', { query: alias })}</p> : null}
      </div>
    </search>
  );
}
