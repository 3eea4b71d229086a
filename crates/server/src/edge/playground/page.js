// Runs what is typed with the session of this browser, and shows the schema.
const at = (id) => document.getElementById(id);

async function ask(query, variables) {
  const answer = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', 'x-tavle': '1' },
    body: JSON.stringify({ query, variables }),
  });
  return answer.json();
}

async function run() {
  try {
    const variables = JSON.parse(at('variables').value || '{}');
    at('answer').textContent = JSON.stringify(await ask(at('query').value, variables), null, 2);
  } catch (error) {
    at('answer').textContent = String(error);
  }
}

const written = (type) =>
  type.kind === 'NON_NULL' ? `${written(type.ofType)}!` : type.kind === 'LIST' ? `[${written(type.ofType)}]` : type.name;

async function show() {
  const ref = 'kind name ofType { kind name ofType { kind name ofType { kind name } } }';
  const answer = await ask(
    `query($name: String!) { __type(name: $name) {
      fields { name description type { ${ref} } args { name type { ${ref} } } }
      inputFields { name description type { ${ref} } }
      enumValues { name description }
      possibleTypes { name } } }`,
    { name: at('types').value },
  );
  const type = answer.data?.__type;
  const members = [...(type?.fields ?? []), ...(type?.inputFields ?? []), ...(type?.enumValues ?? []), ...(type?.possibleTypes ?? [])];
  at('fields').replaceChildren(
    ...members.flatMap((member) => {
      const [term, text] = [document.createElement('dt'), document.createElement('dd')];
      const args = (member.args ?? []).map((arg) => `${arg.name}: ${written(arg.type)}`).join(', ');
      term.textContent = member.name + (args && `(${args})`) + (member.type ? `: ${written(member.type)}` : '');
      text.textContent = member.description ?? '';
      return [term, text];
    }),
  );
}

async function begin() {
  const session = await (await fetch('/session')).json();
  at('who').textContent = session.me ? `Signed in as ${session.me.name}` : 'Sign in first, in another tab.';
  const schema = await ask('{ __schema { types { name } } }');
  const names = (schema.data?.__schema.types ?? []).map((type) => type.name).filter((name) => !name.startsWith('__'));
  at('types').replaceChildren(...names.sort().map((name) => new Option(name, name, name === 'Query', name === 'Query')));
  if (names.length > 0) await show();
}

at('run').addEventListener('click', run);
at('types').addEventListener('change', show);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) run();
});
begin();
