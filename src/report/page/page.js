
'use strict';
// Filters the lists. Everything is on the page without it; the state stands in the address, so that it can be sent.
(function () {
  const byId = (id) => document.getElementById(id);
  const [form, find, show, status] = ['filter', 'find', 'show', 'status'].map(byId);
  const lists = [...document.querySelectorAll('section.list')].map((section) => ({
    section,
    none: section.querySelector('.none'),
    table: section.querySelector('.wide'),
    entries: [...section.querySelectorAll('tbody')].map((body) => ({ body, text: body.textContent.toLowerCase() })),
  }));

  const words = () => find.value.toLowerCase().split(/\s+/).filter(Boolean);

  function filter() {
    const wanted = words();
    let shown = 0;
    let all = 0;
    for (const list of lists) {
      const isChosen = !show.value || show.value === list.section.id;
      let matching = 0;
      for (const { body, text } of list.entries) {
        const matches = isChosen && wanted.every((word) => text.includes(word));
        body.hidden = !matches;
        matching += matches;
      }
      list.section.hidden = !isChosen;
      list.none.hidden = matching > 0 || list.entries.length === 0;
      list.table.hidden = matching === 0;
      shown += matching;
      all += list.entries.length;
    }
    status.textContent = wanted.length || show.value ? shown + ' of ' + all + ' entries of this page are shown' : '';
  }

  function remember() {
    const state = new URLSearchParams();
    if (find.value) state.set('find', find.value);
    if (show.value) state.set('show', show.value);
    history.replaceState(null, '', '#' + state);
  }

  function recall() {
    if (!/^#(find|show)=/.test(location.hash)) return;
    const state = new URLSearchParams(location.hash.slice(1));
    find.value = state.get('find') || '';
    show.value = state.get('show') || '';
    if (show.selectedIndex < 0) show.value = '';
    filter();
  }

  function changed() {
    filter();
    remember();
  }

  // Each kind of errors leads to its rows.
  const isListed = (code) => lists.some((list) => list.entries.some(({ text }) => text.includes(code)));
  for (const code of document.querySelectorAll('#kinds code')) {
    if (!isListed(code.textContent)) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = code.textContent;
    button.title = 'Show the rows of this kind';
    button.addEventListener('click', () => {
      find.value = code.textContent;
      show.value = '';
      changed();
      find.focus();
    });
    code.replaceChildren(button);
  }

  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(() => { changed(); find.focus(); }));
  find.addEventListener('input', changed);
  show.addEventListener('change', changed);
  window.addEventListener('hashchange', recall);
  form.hidden = lists.every((list) => list.entries.length === 0);
  recall();
}());
