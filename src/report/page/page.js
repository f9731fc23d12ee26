'use strict';
// Shows, filters and searches the lists, a page of entries at a time. Without it the page has the first of each. What is
// shown stands in the address, so that it can be sent.
(function () {
  const PAGE = 50;
  const byId = (id) => document.getElementById(id);
  const [form, find, show, status] = ['filter', 'find', 'show', 'status'].map(byId);
  const data = JSON.parse(byId('data').textContent);
  const number = (count) => count.toLocaleString('en-US');
  const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

  // An element with a class and its children. Text becomes a text node, never markup.
  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }
  const bdi = (...children) => element('bdi', '', ...children.filter((child) => child !== ''));

  // A value with its difference marked: `start` and `end` are what it shares with the other one.
  function marked(value, start, end, mark) {
    if (!value) return element('span', 'none', '(empty)');
    const middle = value.slice(start, value.length - end);
    return bdi(value.slice(0, start), middle && element(mark, '', middle), end ? value.slice(-end) : '');
  }

  function change([, before, after, start, end]) {
    const arrow = element('span', '', ' → ');
    arrow.setAttribute('aria-hidden', 'true');
    return element('dd', 'change',
      element('span', 'was', element('span', 'spoken', 'from '), marked(before, start, end, 'del')),
      element('span', 'to', arrow, element('span', 'spoken', ' to ')),
      element('span', 'now', marked(after, start, end, 'ins')));
  }

  function tags([, added, removed]) {
    const list = (names, mark, sign) => names.flatMap((name) => [element(mark, '', sign, bdi(name)), ' ']);
    return element('dd', 'tags', ...list(added, 'ins', '+\u00a0'), ...list(removed, 'del', '−\u00a0'));
  }

  function detail(labels, told) {
    const label = element('dt', '', labels[told[0]]);
    label.dir = 'auto';
    const value = Array.isArray(told[1]) ? tags(told)
      : told.length > 2 ? change(told) : element('dd', '', bdi(told[1]));
    return element('div', '', label, ' ', value);
  }

  // Lists of people: [contact, line, name, [label, …]…].
  const people = {
    entries: ({ rows }) => rows,
    text: (row) => place(row) + ' ' + row.slice(2).flat(2).filter((part) => typeof part === 'string').join(' '),
    has: (row, label) => row.some((told) => Array.isArray(told) && told[0] === label),
    draw({ labels }, rows) {
      return [element('ol', 'people', ...rows.map((row) => element('li', '',
        element('h3', '', bdi(row[2]), ' ', element('small', '', place(row))),
        element('dl', '', ...row.slice(3).map((told) => detail(labels, told))))))];
    },
  };
  const place = ([contact, line]) =>
    [contact && 'contact ' + contact, line && 'line ' + line].filter(Boolean).join(' · ');

  // Lists by reason: rows are [line, row, [group, column, value, message]…], groups [title, messages, count].
  // A message is a number where the group has it.
  const reasons = {
    entries({ rows, groups }) {
      const cells = rows.flatMap(([line, row, ...told]) => told.map((cell) => [line, row, ...cell]));
      const order = groups.map((_, index) => index).sort((one, other) => groups[other][2] - groups[one][2]);
      const rank = order.reduce((ranks, group, index) => { ranks[group] = index; return ranks; }, []);
      return cells.sort((one, other) => rank[one[2]] - rank[other[2]]);
    },
    text: ([line, row, group, column, value, message], { groups, columns }) =>
      ['line ' + line, row, groups[group][0], groups[group][1][message] ?? message, columns[column - 1] ?? '', value].join(' '),
    has: ([, , group], wanted) => group === wanted,
    draw({ groups, columns }, cells) {
      const drawn = [];
      let rows = null;
      let last = -1;
      for (const [line, row, group, column, value, message] of cells) {
        const [title, messages] = groups[group];
        const shared = messages.length === 1 ? messages[0] : '';
        if (group !== last) {
          rows = element('ol', 'rows');
          drawn.push(element('h3', '', title), ...(shared ? [element('p', 'message', shared)] : []), rows);
          last = group;
        }
        const where = [line && 'line ' + line, columns[column - 1]].filter(Boolean).join(' · ');
        const own = shared ? '' : messages[message] ?? message;
        rows.append(element('li', '', element('span', 'place', where),
          ...(value ? [' ', element('bdi', 'value', value)] : []),
          ...(own ? [' ', element('span', 'message', own)] : []),
          ' ', element('bdi', 'row', row)));
      }
      return drawn;
    },
  };

  const lists = [...document.querySelectorAll('section.list')].map((section) => {
    const names = data[section.id];
    const kind = names.groups ? reasons : people;
    const entries = kind.entries(names);
    return { section, names, kind, entries, found: entries, page: 0, texts: [] };
  });

  // The text of an entry, made when it is first searched.
  const textOf = (list, index) =>
    (list.texts[index] ??= folded(list.kind.text(list.entries[index], list.names)));

  function draw(list) {
    const { section, names, kind, found, page } = list;
    const shown = found.slice(page * PAGE, (page + 1) * PAGE);
    const nothing = element('p', 'empty', list.entries.length ? 'Nothing of this list matches.' : '');
    section.querySelector('.entries').replaceChildren(...(shown.length ? kind.draw(names, shown) : [nothing]));
    drawPages(list);
  }

  function drawPages(list) {
    const { section, found, page } = list;
    const pages = Math.ceil(found.length / PAGE);
    const [range, nav] = [section.querySelector('.more'), section.querySelector('nav.pages')];
    range.hidden = nav.hidden = pages < 2;
    if (nav.hidden) return nav.replaceChildren();
    const first = page * PAGE + 1;
    const last = Math.min(first + PAGE - 1, found.length);
    range.textContent = number(first) + '–' + number(last) + ' of ' + number(found.length);
    const step = (label, to) => {
      const button = element('button', '', label);
      button.type = 'button';
      button.disabled = to < 0 || to >= pages || to === page;
      button.addEventListener('click', () => turn(list, to));
      return button;
    };
    const input = element('input', '');
    Object.assign(input, { type: 'number', min: 1, max: pages, value: page + 1 });
    input.addEventListener('change', () => turn(list, Math.min(Math.max(Math.round(input.value) || 1, 1), pages) - 1));
    nav.replaceChildren(step('First', 0), step('Previous', page - 1), step('Next', page + 1), step('Last', pages - 1),
      element('label', '', 'Page ', input, ' of ' + number(pages)));
  }

  // The heading takes the focus: the button that had it is gone, and the entries begin there.
  function turn(list, page) {
    list.page = page;
    draw(list);
    const heading = list.section.querySelector('h2');
    heading.focus({ preventScroll: true });
    list.section.scrollIntoView();
  }

  function filter() {
    const words = folded(find.value).split(/\s+/).filter(Boolean);
    const [id, part] = show.value.split('.');
    let shown = 0;
    let all = 0;
    for (const list of lists) {
      list.section.hidden = Boolean(id) && list.section.id !== id;
      const isWanted = (entry, index) => (part === undefined || list.kind.has(entry, Number(part)))
        && words.every((word) => textOf(list, index).includes(word));
      list.found = list.section.hidden ? [] : words.length || part ? list.entries.filter(isWanted) : list.entries;
      list.page = 0;
      draw(list);
      shown += list.found.length;
      all += list.entries.length;
    }
    status.textContent = words.length || id ? number(shown) + ' of ' + number(all) + ' entries match' : '';
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

  // A field of the summary, and a reason, leads to its entries.
  for (const cell of document.querySelectorAll('[data-show]')) {
    if (![...show.options].some((option) => option.value === cell.dataset.show)) continue;
    const button = element('button', '', ...cell.childNodes);
    button.type = 'button';
    button.title = 'Show these alone';
    button.addEventListener('click', () => {
      [find.value, show.value] = ['', cell.dataset.show];
      changed();
      const { section } = lists.find((list) => list.section.id === show.value.split('.')[0]);
      section.querySelector('h2').focus({ preventScroll: true });
      form.scrollIntoView();
    });
    cell.replaceChildren(button);
  }

  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(() => { changed(); find.focus(); }));
  find.addEventListener('input', changed);
  show.addEventListener('change', changed);
  window.addEventListener('hashchange', recall);
  form.hidden = lists.every((list) => list.entries.length === 0);
  lists.forEach(draw);
  recall();
}());
