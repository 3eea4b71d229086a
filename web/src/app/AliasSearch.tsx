import { useNavigate } from '@tanstack/react-router';
import { useId, useState, type KeyboardEvent } from 'react';
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

/** A combobox over the team's aliases: type, arrow down, Enter. */
export function AliasSearch({ teamId }: { readonly teamId: string }) {
  const text = useText();
  const navigate = useNavigate();
  const list = useId();
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const alias = typed.trim();
  const [{ data }] = useQuery({ query: SearchQuery, variables: { teamId, alias }, pause: alias === '' });
  const hits = alias === '' ? [] : (data?.participants ?? []).slice(0, 10);
  const shown = open && alias !== '' && data !== undefined;

  const go = (participantId: string) => {
    setOpen(false);
    setTyped('');
    void navigate({ to: '/deltaker/$participantId', params: { participantId } });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setOpen(false);
    else if (event.key === 'ArrowDown' && hits.length > 0) {
      event.preventDefault();
      setOpen(true);
      setAt((n) => (n + 1) % hits.length);
    } else if (event.key === 'ArrowUp' && hits.length > 0) {
      event.preventDefault();
      setAt((n) => (n - 1 + hits.length) % hits.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const hit = hits[at];
      if (hit) go(hit.participantId);
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
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
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
