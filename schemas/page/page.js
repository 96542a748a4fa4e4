/* The page of assay-page. Every text of a row reaches the page through text nodes and attributes
 * set by name; links are made by linkTo alone. What is long is drawn in portions. */
'use strict';
(() => {
    const PAGE_ROWS = 50; // of the table
    const PRINT_ROWS = 1000; // of the table on paper
    const GRID_ROWS = 40; // authorities a portion
    const TIMELINES = 12; // authorities a portion
    const CLAIMS = 30; // a portion
    const YEARS_MAX = 40; // columns of the grid and the chart
    const CELL_MAX = 280; // characters of a sentence in a table
    const TEXT_MAX = 20000; // characters of a text in the dialog
    const LINK_MAX = 2000; // characters of an address

    const byId = (id) => document.getElementById(id);

    /* --- text --- */

    /* Controls, and marks that turn the direction of what follows, are shown and not obeyed. */
    const UNSEEN =
        /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
    const shown = (text) =>
        text.replace(
            UNSEEN,
            (c) => `‹U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}›`,
        );

    const textOf = (value) =>
        value === undefined || value === null
            ? ''
            : typeof value === 'string'
              ? value
              : JSON.stringify(value);
    const cut = (text, length) =>
        text.length <= length
            ? text
            : `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…`;
    const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
    const number = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
    const plural = (n, one, many) => `${number(n)} ${n === 1 ? one : many}`;

    const AREAS = new Map([
        ['help-protection', 'Help and protection'],
        ['lscb', 'LSCB'],
        ['children-in-care', 'Children in care'],
        ['care-leavers', 'Care leavers'],
    ]);
    const areaName = (area) => AREAS.get(area) || capital(area.replace(/-/g, ' '));

    const MONTHS = [
        'January',
        'February',
        'March',
        'April',
        'May',
        'June',
        'July',
        'August',
        'September',
        'October',
        'November',
        'December',
    ];
    const dayName = (date) => {
        const [, year, month, day] = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(date) || [];
        if (!year || !MONTHS[month - 1]) return date;
        return `${day ? `${Number(day)} ` : ''}${MONTHS[month - 1]} ${year}`;
    };
    const dateName = (date) => {
        if (date.startsWith('../')) return `by ${dateName(date.slice(3))}`;
        return date
            .split('/')
            .map((part) =>
                part.endsWith('~') ? `about ${dayName(part.slice(0, -1))}` : dayName(part),
            )
            .join(' – ');
    };

    /* --- elements --- */

    const SVG = 'http://www.w3.org/2000/svg';

    function fill(element, attributes, children) {
        for (const [name, value] of Object.entries(attributes)) {
            if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
            else if (value === true) element.setAttribute(name, '');
            else if (value !== false && value !== undefined) element.setAttribute(name, value);
        }
        for (const child of children.flat())
            if (child !== undefined && child !== '' && child !== false)
                element.append(typeof child === 'string' ? shown(child) : child);
        return element;
    }
    const make = (name, attributes = {}, ...children) =>
        fill(document.createElement(name), attributes, children);
    const draw = (name, attributes = {}, ...children) =>
        fill(document.createElementNS(SVG, name), attributes, children);

    /* A box that scrolls where what it holds is wider than the page. */
    const scrolling = (label, content) =>
        make('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label}, content);

    /* An address is followed where it is of the web, or a path beside this page; no other scheme
     * becomes a link, however it is spelt. */
    function safeAddress(text) {
        if (
            !text ||
            text.length > LINK_MAX ||
            /[\u0000-\u001f\u007f\\]/.test(text) ||
            text !== text.trim()
        )
            return undefined;
        if (/^https?:\/\//i.test(text)) {
            try {
                const url = new URL(text);
                return /^https?:$/.test(url.protocol) && !url.username && !url.password
                    ? url.href
                    : undefined;
            } catch {
                return undefined;
            }
        }
        if (/^[^/]*:/.test(text) || text.startsWith('/')) return undefined;
        return text
            .split('/')
            .map((part) => encodeURIComponent(part.toWellFormed?.() ?? part))
            .join('/');
    }

    function linkTo(address, label, page) {
        const base = document.body.dataset.base;
        const relative = !/^[^/]*:/.test(address) && !address.startsWith('/');
        let href = safeAddress(address);
        if (href !== undefined && relative) href = base ? joined(base, href) : href;
        if (href === undefined) return make('bdi', {}, label);
        const at = Number.isInteger(page) && /\.pdf$/i.test(address) ? `#page=${page}` : '';
        return make('a', {href: href + at, rel: 'noopener noreferrer', target: '_blank'}, label);
    }

    function joined(base, path) {
        const safe = safeAddress(base.replace(/\/+$/, ''));
        return safe === undefined ? undefined : `${safe}/${path}`;
    }

    /* --- rows --- */

    /* Letters stand for a grade beside its colour. */
    const LETTERS = new Map([
        ['outstanding', 'O'],
        ['good', 'G'],
        ['requires improvement', 'RI'],
        ['inadequate', 'I'],
        ['adequate', 'A'],
        ['satisfactory', 'S'],
        ['unsatisfactory', 'U'],
        ['excellent', 'E'],
        ['very good', 'VG'],
        ['fair', 'F'],
        ['weak', 'W'],
        ['poor', 'P'],
        ['not judged', '–'],
    ]);
    function letterOf(grade) {
        const stars = /^stars:(\d)$/.exec(grade);
        if (stars) return `${stars[1]}★`;
        if (LETTERS.has(grade)) return LETTERS.get(grade);
        if (grade.startsWith('progress:')) return `p${grade.charAt(9).toUpperCase()}`;
        const letters = grade
            .split(/[^\p{L}\p{N}]+/u)
            .filter(Boolean)
            .map((word) => [...word][0]);
        return letters.slice(0, 3).join('').toUpperCase() || '?';
    }
    const gradeName = (grade) => {
        const stars = /^stars:(\d)$/.exec(grade);
        return stars
            ? `${stars[1]} star${stars[1] === '1' ? '' : 's'}`
            : capital(grade.replace(/^progress:/, 'progress: '));
    };

    /* The place of a grade on its scale, from 0 (worst) to 1: what makes grades of scales of four
     * and of six comparable. */
    function placeOf(row) {
        const {rank, levels} = row;
        return Number.isInteger(rank) &&
            Number.isInteger(levels) &&
            rank >= 1 &&
            levels > 1 &&
            rank <= levels
            ? (rank - 1) / (levels - 1)
            : -1;
    }
    const CLASSES = [0.1, 0.3, 0.45, 0.62, 0.9, 1.1];
    const classOf = (place) => (place < 0 ? 'gx' : `g${CLASSES.findIndex((end) => place < end)}`);

    const VERDICTS = new Map([
        ['contradicted', '✗'],
        ['impossible', '⊘'],
        ['outdated', '↻'],
        ['unverifiable', '?'],
        ['confirmed', '✓'],
    ]);
    const verdictPlace = (verdict) => {
        const place = [...VERDICTS.keys()].indexOf(verdict);
        return place < 0 ? VERDICTS.size : place;
    };

    /* The day a date can be last, as EDTF has it: "2014", "2014-05", "../2014-06-04", "a/b". */
    function timeOf(date) {
        const parts = date.split('/').filter((part) => /\d{4}/.test(part));
        const [, year, month, day] =
            /(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(parts[parts.length - 1] || '') || [];
        if (!year) return undefined;
        const months = month ? Number(month) - 1 : 6;
        return {
            year: Number(year),
            at: Number(year) + Math.min(months, 11.9) / 12 + (day ? day / 372 : 0),
        };
    }

    function readRow(raw, index) {
        const text = (key) => textOf(Object.hasOwn(raw, key) ? raw[key] : undefined);
        const date = text('date') || text('doc_date');
        const time = timeOf(date);
        const row = {
            raw,
            index,
            date,
            time,
            text,
            year: time ? time.year : undefined,
            type: text('type') || 'grade',
            authority: text('authority') || text('named_as') || '(no authority)',
            subject: text('subject'),
            area: text('area'),
            grade: text('grade'),
            status: text('status'),
            verdict: text('verdict'),
            source: text('source'),
            rank: raw.rank,
            levels: raw.levels,
        };
        row.place = placeOf(row);
        // What may stand for the council's own grade in a chart.
        row.asserted =
            row.grade !== '' &&
            !row.subject &&
            row.type === 'grade' &&
            time !== undefined &&
            !['denied', 'hypothetical', 'predicted'].includes(row.status);
        row.sound = row.asserted && !['contradicted', 'impossible'].includes(row.verdict);
        return row;
    }

    function judgementOf(row) {
        if (row.grade) return gradeName(row.grade);
        if (row.type === 'opinion') {
            const polarity = Number(row.raw.polarity);
            const sign = polarity > 0 ? '＋ ' : polarity < 0 ? '－ ' : '';
            return sign + (row.text('raw') || row.text('target') || 'opinion');
        }
        if (row.text('value'))
            return [row.text('value'), row.text('unit')].filter(Boolean).join(' ');
        return row.text('raw') || row.type;
    }

    let rows;

    function haystackOf(row) {
        if (row.haystack === undefined)
            row.haystack = [
                'authority',
                'named_as',
                'delivered_by',
                'area',
                'grade',
                'status',
                'verdict',
                'sentence',
                'raw',
                'title',
                'publisher',
                'author',
                'source',
                'speaker',
                'speaker_role',
                'subject',
                'target',
                'region',
                'framework',
                'inspectorate',
                'date',
                'doc_date',
                'id',
                'lead_inspector',
                'verdict_reason',
            ]
                .map(row.text)
                .join('\n')
                .toLowerCase();
        return row.haystack;
    }

    /* --- state: the filters, kept in the hash of the address --- */

    const FIELDS = ['q', 'authority', 'area', 'grade', 'status', 'verdict', 'type', 'from', 'to'];
    const SELECTS = ['authority', 'area', 'grade', 'status', 'verdict', 'type'];
    const state = {sort: '', down: false, page: 0, row: ''};
    const more = {grid: 1, timelines: 1, claims: 1};
    let printing = false;
    let found = [];

    const form = byId('filters');
    const field = (name) => form.elements.namedItem(name);

    function writeHash() {
        const hash = new URLSearchParams();
        for (const name of FIELDS)
            if (field(name).value !== '') hash.set(name, field(name).value);
        if (state.sort) hash.set('sort', (state.down ? '-' : '') + state.sort);
        if (state.page) hash.set('page', String(state.page + 1));
        if (state.row) hash.set('row', state.row);
        const text = hash.toString();
        if (location.hash.slice(1) !== text)
            history.replaceState(null, '', text ? `#${text}` : location.href.split('#')[0]);
    }

    function readHash() {
        const hash = new URLSearchParams(location.hash.slice(1));
        for (const name of FIELDS) {
            const control = field(name),
                value = hash.get(name) || '';
            control.value = value;
            if (control.value !== value)
                // a choice that is not there
                control.value = '';
        }
        const sort = hash.get('sort') || '';
        state.down = sort.startsWith('-');
        state.sort = SORTS.has(sort.replace(/^-/, '')) ? sort.replace(/^-/, '') : '';
        state.page = Math.max(0, (parseInt(hash.get('page'), 10) || 1) - 1);
        state.row = hash.get('row') || '';
    }

    function filterRows() {
        const wanted = SELECTS.map((name) => [name, field(name).value]).filter(
            ([, value]) => value !== '',
        );
        const words = field('q').value.toLowerCase().split(/\s+/).filter(Boolean);
        const from = field('from').value,
            to = field('to').value;
        found = rows.filter(
            (row) =>
                wanted.every(([name, value]) => row[name] === value) &&
                (from === '' || row.year >= Number(from)) &&
                (to === '' || row.year <= Number(to)) &&
                (words.length === 0 || words.every((word) => haystackOf(row).includes(word))),
        );
    }

    /* Keeps the order of first use; the value is a list. */
    function groupBy(list, keyOf) {
        const groups = new Map();
        for (const item of list) {
            const key = keyOf(item);
            const group = groups.get(key);
            if (group) group.push(item);
            else groups.set(key, [item]);
        }
        return groups;
    }

    const compareText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    const compareNames = (a, b) =>
        compareText(a.toLowerCase(), b.toLowerCase()) || compareText(a, b);

    /* --- pieces --- */

    function badge(row) {
        if (!row.grade) return make('span', {class: 'said'}, cut(judgementOf(row), 80));
        return make(
            'span',
            {class: 'grade'},
            make(
                'span',
                {class: `letter ${classOf(row.place)}`, 'aria-hidden': 'true'},
                letterOf(row.grade),
            ),
            make('span', {}, gradeName(row.grade)),
        );
    }

    /* What else than that it holds now; a denial confirmed is no grade. */
    const statusOf = (row) =>
        row.status && row.status !== 'current'
            ? make('strong', {class: 'status'}, cut(row.status, 40))
            : '';

    function verdictBadge(verdict) {
        return make(
            'span',
            {class: `verdict v-${VERDICTS.has(verdict) ? verdict : 'other'}`},
            make('span', {class: 'sign', 'aria-hidden': 'true'}, VERDICTS.get(verdict) || '·'),
            capital(verdict),
        );
    }

    /* The sentence with its words marked; where it is long, the part around them. */
    function sentenceOf(row, length) {
        const sentence = row.text('sentence'),
            words = row.text('raw');
        const at = words ? sentence.indexOf(words) : -1;
        const box = make('span', {class: 'sentence'});
        if (at < 0) {
            box.append(shown(cut(sentence, length)));
            return box;
        }
        const room = Math.max(0, length - words.length);
        const start = at + words.length <= length ? 0 : at - Math.floor(room / 2);
        const end = Math.max(start + length, at + Math.min(words.length, length));
        if (start > 0) box.append('…');
        box.append(
            shown(sentence.slice(start, at)),
            make('mark', {}, cut(words, length)),
            shown(sentence.slice(at + words.length, end)),
        );
        if (end < sentence.length) box.append('…');
        return box;
    }

    function moreButton(section, left, what) {
        return make(
            'p',
            {class: 'more'},
            make(
                'button',
                {
                    type: 'button',
                    onclick: () => {
                        more[section]++;
                        SECTIONS.get(section)();
                        byId(section).querySelector('.more button')?.focus();
                    },
                },
                `Show more (${plural(left, what[0], what[1])} left)`,
            ),
        );
    }

    function figuresTable(caption, headings, lines) {
        return make(
            'details',
            {class: 'figures'},
            make('summary', {}, 'The figures as a table'),
            scrolling(
                caption,
                make(
                    'table',
                    {},
                    make('caption', {}, caption),
                    make(
                        'thead',
                        {},
                        make(
                            'tr',
                            {},
                            headings.map((h) => make('th', {scope: 'col'}, h)),
                        ),
                    ),
                    make(
                        'tbody',
                        {},
                        lines.map(([head, ...cells]) =>
                            make(
                                'tr',
                                {},
                                make('th', {scope: 'row'}, head),
                                cells.map((c) => make('td', {class: 'n'}, c)),
                            ),
                        ),
                    ),
                ),
            ),
        );
    }

    const nothing = () => make('p', {class: 'none'}, 'Nothing here with these filters.');

    /* The area that charts are of: the one chosen, else the overall grade where there is one. */
    function chartRows() {
        const sound = found.filter((row) => row.sound);
        if (field('area').value) return {list: sound, what: `${areaName(field('area').value)}`};
        const overall = sound.filter((row) => row.area === 'overall');
        return overall.length
            ? {list: overall, what: 'Overall'}
            : {list: sound, what: 'All areas'};
    }

    function yearsOf(list) {
        const years = [...new Set(list.map((row) => row.year))].sort((a, b) => a - b);
        const first = years[0],
            last = years[years.length - 1];
        if (last - first < YEARS_MAX)
            return Array.from({length: last - first + 1}, (_, i) => first + i);
        return years.slice(-YEARS_MAX);
    }

    /* --- grades over time --- */

    /* One authority, area, year and grade counts once, however many documents tell of it. */
    function countGrades(list) {
        const grades = new Map(),
            seen = new Set();
        for (const row of list) {
            const key = JSON.stringify([row.authority, row.area, row.year, row.grade]);
            if (seen.has(key)) continue;
            seen.add(key);
            const grade = grades.get(row.grade) || {
                name: row.grade,
                place: row.place,
                years: new Map(),
                total: 0,
            };
            grade.years.set(row.year, (grade.years.get(row.year) || 0) + 1);
            grade.total++;
            grades.set(row.grade, grade);
        }
        return [...grades.values()].sort(
            (a, b) => a.place - b.place || compareNames(a.name, b.name),
        );
    }

    function drawDistribution() {
        const body = byId('distribution').querySelector('.body');
        const {list, what} = chartRows();
        const grades = countGrades(list);
        byId('distribution-note').textContent =
            `${what}${what === 'All areas' ? '' : ' grades'}, by the year ` +
            'of the judgement. Each authority, area, year and grade counts once; claims that the record ' +
            'contradicts, denials and predictions are left out.' +
            (what === 'Overall' ? ' Choose an area above for another one.' : '');
        byId('legend').replaceChildren(
            ...[...grades]
                .reverse()
                .map((grade) => badge({grade: grade.name, place: grade.place})),
        );
        if (!grades.length) {
            body.replaceChildren(nothing());
            return;
        }
        const years = yearsOf(list);
        const totals = years.map((year) =>
            grades.reduce((sum, g) => sum + (g.years.get(year) || 0), 0),
        );
        const most = Math.max(...totals, 1);
        const step =
            [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((s) => most / s <= 5) ||
            most;
        const top = Math.ceil(most / step) * step;
        const W = 960,
            H = 320,
            left = 44,
            bottom = 30,
            head = 22;
        const wide = (W - left) / years.length,
            high = (H - bottom - head) / top;
        const chart = draw('svg', {
            viewBox: `0 0 ${W} ${H}`,
            class: 'chart',
            role: 'img',
            'aria-label': `Bar chart: grades by year, ${years[0]} to ${years[years.length - 1]}. The figures are in the table below it.`,
        });
        for (let n = 0; n <= top; n += step) {
            const y = H - bottom - n * high;
            chart.append(
                draw('line', {x1: left, x2: W, y1: y, y2: y, class: n ? 'rule' : 'axis'}),
                draw('text', {x: left - 8, y: y + 4, class: 'tick end'}, number(n)),
            );
        }
        const every = Math.ceil(years.length / 24);
        years.forEach((year, i) => {
            const x = left + i * wide + wide * 0.12,
                width = wide * 0.76;
            let y = H - bottom;
            for (const grade of grades) {
                const count = grade.years.get(year) || 0,
                    height = count * high;
                if (!count) continue;
                y -= height;
                const bar = draw(
                    'rect',
                    {x, y, width, height: Math.max(height - 1, 0.5), class: classOf(grade.place)},
                    draw('title', {}, `${year}: ${gradeName(grade.name)} ${number(count)}`),
                );
                chart.append(bar);
                if (height >= 15 && width >= 14)
                    chart.append(
                        draw(
                            'text',
                            {
                                x: x + width / 2,
                                y: y + height / 2 + 4,
                                class: `label on-${classOf(grade.place)}`,
                            },
                            width >= 34
                                ? `${letterOf(grade.name)} ${number(count)}`
                                : letterOf(grade.name),
                        ),
                    );
            }
            if (totals[i])
                chart.append(
                    draw(
                        'text',
                        {x: x + width / 2, y: y - 6, class: 'tick mid strong'},
                        number(totals[i]),
                    ),
                );
            if (i % every === 0)
                chart.append(
                    draw('text', {x: x + width / 2, y: H - 10, class: 'tick mid'}, String(year)),
                );
        });
        body.replaceChildren(
            make(
                'div',
                {
                    class: 'scroll chart-box',
                    tabindex: '0',
                    role: 'region',
                    'aria-label': 'Chart of grades by year',
                },
                chart,
            ),
            figuresTable(
                'Grades by year',
                ['Grade', ...years.map(String), 'All'],
                [...grades]
                    .reverse()
                    .map((g) => [
                        gradeName(g.name),
                        ...years.map((y) => (g.years.has(y) ? number(g.years.get(y)) : '')),
                        number(g.total),
                    ]),
            ),
        );
    }

    /* --- authorities by year --- */

    function drawGrid() {
        const body = byId('grid').querySelector('.body');
        const {list, what} = chartRows();
        byId('grid-note').textContent =
            `${what}${what === 'All areas' ? '' : ' grades'}: the last one of each year; ` +
            '＋ where that year has others too. Choose a mark to read where it comes from.';
        if (!list.length) {
            body.replaceChildren(nothing());
            return;
        }
        const years = yearsOf(list);
        const groups = [...groupBy(list, (row) => row.authority)].sort((a, b) =>
            compareNames(a[0], b[0]),
        );
        const here = printing
            ? groups.slice(0, PRINT_ROWS)
            : groups.slice(0, more.grid * GRID_ROWS);
        const table = make(
            'table',
            {class: 'grid'},
            make('caption', {class: 'unseen'}, `${what} grades of authorities by year`),
            make(
                'thead',
                {},
                make(
                    'tr',
                    {},
                    make('th', {scope: 'col'}, 'Authority'),
                    years.map((year) =>
                        make(
                            'th',
                            {scope: 'col'},
                            make('span', {class: 'century'}, String(year).slice(0, -2)),
                            String(year).slice(-2),
                        ),
                    ),
                ),
            ),
            make(
                'tbody',
                {},
                here.map(([authority, its]) => {
                    const byYear = groupBy(its, (row) => row.year);
                    return make(
                        'tr',
                        {},
                        make(
                            'th',
                            {scope: 'row'},
                            make(
                                'button',
                                {
                                    type: 'button',
                                    class: 'plain-button',
                                    onclick: () => choose('authority', authority),
                                },
                                cut(authority, 80),
                            ),
                        ),
                        years.map((year) =>
                            make(
                                'td',
                                {},
                                byYear.has(year)
                                    ? gridMark(authority, year, byYear.get(year))
                                    : '',
                            ),
                        ),
                    );
                }),
            ),
        );
        body.replaceChildren(scrolling('Grid of authorities by year', table));
        if (groups.length > here.length)
            body.append(
                moreButton('grid', groups.length - here.length, ['authority', 'authorities']),
            );
    }

    function gridMark(authority, year, its) {
        const sorted = [...its].sort((a, b) => b.time.at - a.time.at || a.index - b.index);
        const last = sorted[0],
            others = new Set(its.map((row) => row.grade)).size > 1;
        return make(
            'button',
            {
                type: 'button',
                class: `letter ${classOf(last.place)}`,
                onclick: () => openDetail(sorted, 0),
                title: `${authority}, ${year}: ${gradeName(last.grade)}`,
                'aria-label': shown(
                    `${authority}, ${year}: ${gradeName(last.grade)}${others ? ', and others' : ''}`,
                ),
            },
            letterOf(last.grade),
            others ? make('sup', {}, '＋') : '',
        );
    }

    /* --- timelines --- */

    function drawTimelines() {
        const body = byId('timelines').querySelector('.body');
        const list = found.filter((row) => row.asserted);
        if (!list.length) {
            body.replaceChildren(nothing());
            return;
        }
        const years = list.reduce(
            ([a, b], row) => [Math.min(a, row.year), Math.max(b, row.year)],
            [Infinity, -Infinity],
        );
        const groups = [...groupBy(list, (row) => row.authority)].sort((a, b) =>
            compareNames(a[0], b[0]),
        );
        const here = groups.slice(0, printing ? PRINT_ROWS / 20 : more.timelines * TIMELINES);
        body.replaceChildren(
            make(
                'div',
                {class: 'cards'},
                here.map(([authority, its]) => timeline(authority, its, years)),
            ),
        );
        if (groups.length > here.length)
            body.append(
                moreButton('timelines', groups.length - here.length, [
                    'authority',
                    'authorities',
                ]),
            );
    }

    const LANES_MAX = 16;
    const MARK_WIDTH = 23;

    /* Rows of one grade whose marks would lie on each other are one mark: mostly the visit, the
     * report and what is told of it. */
    function marksOf(list, scale) {
        const marks = [];
        for (const row of [...list].sort((a, b) => a.time.at - b.time.at || a.index - b.index)) {
            const last = marks[marks.length - 1];
            if (
                last &&
                last[0].grade === row.grade &&
                last[0].sound === row.sound &&
                scale(row.time.at) - scale(last[0].time.at) < MARK_WIDTH
            )
                last.push(row);
            else marks.push([row]);
        }
        return marks;
    }

    function timeline(authority, its, [first, last]) {
        const lanes = [...groupBy(its, (row) => row.area)]
            .sort(
                (a, b) => (b[0] === 'overall') - (a[0] === 'overall') || compareText(a[0], b[0]),
            )
            .slice(0, LANES_MAX);
        const narrow = !printing && matchMedia('(max-width: 40rem)').matches;
        const W = narrow ? 380 : 600,
            left = narrow ? 130 : 172,
            lane = 26,
            head = 4,
            H = head + lanes.length * lane + 22;
        const scale = (at) => left + 16 + ((at - first) / (last + 1 - first)) * (W - left - 40);
        const svg = draw('svg', {
            viewBox: `0 0 ${W} ${H}`,
            class: 'timeline',
            role: 'group',
            'aria-label': shown(`Timeline of ${authority}`),
        });
        const span = last + 1 - first;
        const step =
            [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((s) => span / s <= 9) ||
            9999;
        for (let year = Math.ceil(first / step) * step; year <= last + 1; year += step)
            svg.append(
                draw('line', {
                    x1: scale(year),
                    x2: scale(year),
                    y1: head,
                    y2: H - 18,
                    class: 'rule',
                }),
                draw('text', {x: scale(year), y: H - 4, class: 'tick mid'}, String(year)),
            );
        lanes.forEach(([area, list], i) => {
            const y = head + i * lane + lane / 2;
            svg.append(
                draw(
                    'text',
                    {x: left - 8, y: y + 4, class: 'tick end'},
                    cut(areaName(area || '(no area)'), narrow ? 18 : 25),
                ),
                draw('line', {x1: left, x2: W, y1: y, y2: y, class: 'lane'}),
            );
            let free = -Infinity;
            for (const same of marksOf(list, scale)) {
                const x = Math.max(scale(same[0].time.at), free);
                free = x + MARK_WIDTH;
                svg.append(timelineMark(authority, area, same, x, y));
            }
        });
        return make(
            'figure',
            {class: 'card'},
            make('figcaption', {}, make('h3', {}, cut(authority, 80))),
            svg,
        );
    }

    function timelineMark(authority, area, same, x, y) {
        const row = same[0],
            letter = letterOf(row.grade);
        const open = () => openDetail(same, 0);
        const label =
            `${authority}, ${area ? areaName(area) : 'no area'}: ${gradeName(row.grade)}, ${dateName(row.date)}` +
            (row.sound ? '' : `, ${row.verdict} by the record`) +
            (same.length > 1 ? `, ${same.length} rows` : '');
        return draw(
            'g',
            {
                class: `mark${row.sound ? '' : ' broken'}`,
                role: 'button',
                tabindex: '0',
                'aria-label': shown(label),
                onclick: open,
                onkeydown: (event) => {
                    if (event.key === 'Enter' || event.key === ' ') {
                        event.preventDefault();
                        open();
                    }
                },
            },
            draw('title', {}, label),
            draw('rect', {
                x: x - 10.5,
                y: y - 9,
                width: 21,
                height: 18,
                rx: 3,
                class: row.sound ? classOf(row.place) : 'gx',
            }),
            draw(
                'text',
                {x, y: y + 4, class: `label on-${row.sound ? classOf(row.place) : 'gx'}`},
                letter,
            ),
            same.length > 1
                ? draw('text', {x: x + 12, y: y - 4, class: 'times'}, String(same.length))
                : '',
        );
    }

    /* --- claims --- */

    /* A report's own row is the record: that it agrees with itself is no news. */
    const isClaim = (row) =>
        row.verdict !== '' && !(row.text('basis') === 'report' && row.verdict === 'confirmed');

    const percent = (share) =>
        share > 0 && share < 0.01 ? '<1%' : `${Math.round(share * 100)}%`;

    function drawClaims() {
        const body = byId('claims').querySelector('.body');
        const claims = found
            .filter(isClaim)
            .sort(
                (a, b) =>
                    verdictPlace(a.verdict) - verdictPlace(b.verdict) ||
                    compareNames(a.authority, b.authority) ||
                    a.index - b.index,
            );
        if (!claims.length) {
            body.replaceChildren(nothing());
            return;
        }
        const counts = [...groupBy(claims, (row) => row.verdict)];
        const bars = make(
            'ul',
            {class: 'bars'},
            counts.map(([verdict, its]) => {
                const share = its.length / claims.length;
                const bar = draw(
                    'svg',
                    {
                        class: `bar v-${VERDICTS.has(verdict) ? verdict : 'other'}`,
                        viewBox: '0 0 100 10',
                        preserveAspectRatio: 'none',
                        'aria-hidden': 'true',
                    },
                    draw('rect', {x: 0, y: 0, width: Math.max(share * 100, 0.6), height: 10}),
                );
                return make(
                    'li',
                    {},
                    make(
                        'button',
                        {
                            type: 'button',
                            class: 'plain-button',
                            'aria-label': shown(`Show ${verdict} alone, ${its.length}`),
                            onclick: () =>
                                choose(
                                    'verdict',
                                    field('verdict').value === verdict ? '' : verdict,
                                ),
                        },
                        verdictBadge(verdict),
                    ),
                    bar,
                    make('span', {class: 'n'}, `${number(its.length)} (${percent(share)})`),
                );
            }),
        );
        const here = claims.slice(0, printing ? PRINT_ROWS : more.claims * CLAIMS);
        const table = make(
            'table',
            {class: 'wide'},
            make('caption', {class: 'unseen'}, 'Claims and what the record says'),
            make(
                'thead',
                {},
                make(
                    'tr',
                    {},
                    ['Verdict', 'The claim', 'The record', 'Why'].map((h) =>
                        make('th', {scope: 'col'}, h),
                    ),
                ),
            ),
            make(
                'tbody',
                {},
                here.map((row) =>
                    make(
                        'tr',
                        {},
                        make('td', {}, verdictBadge(row.verdict)),
                        make(
                            'td',
                            {},
                            openButton(
                                row,
                                claims,
                                `${cut(row.authority, 80)}${row.area ? `, ${areaName(row.area)}` : ''}`,
                            ),
                            ' ',
                            badge(row),
                            statusOf(row),
                            make(
                                'span',
                                {class: 'small'},
                                ` ${dateName(row.date)} · ${cut(row.text('title') || row.source, 90)}`,
                            ),
                        ),
                        make('td', {}, recordOf(row)),
                        make('td', {class: 'small'}, cut(row.text('verdict_reason'), CELL_MAX)),
                    ),
                ),
            ),
        );
        body.replaceChildren(bars, scrolling('Claims against the record', table));
        if (claims.length > here.length)
            body.append(moreButton('claims', claims.length - here.length, ['claim', 'claims']));
    }

    /* The record's grade stands on the claim's scale where it is one of its grades. */
    function recordOf(row) {
        const grade = row.text('record_grade');
        if (!grade) return make('span', {class: 'small'}, 'does not tell');
        const place = grade === row.grade ? row.place : (placeByName.get(grade) ?? -1);
        return make(
            'span',
            {},
            badge({grade, place}),
            make(
                'span',
                {class: 'small'},
                ` ${dateName(row.text('record_date'))}${row.text('record_area') ? ` · ${areaName(row.text('record_area'))}` : ''}`,
            ),
        );
    }
    const placeByName = new Map();

    /* --- the table --- */

    const SORTS = new Map([
        ['authority', (a, b) => compareNames(a.authority, b.authority)],
        ['area', (a, b) => compareText(a.area, b.area)],
        ['grade', (a, b) => a.place - b.place || compareText(judgementOf(a), judgementOf(b))],
        ['date', (a, b) => (a.time ? a.time.at : 0) - (b.time ? b.time.at : 0)],
        ['status', (a, b) => compareText(a.status, b.status)],
        ['verdict', (a, b) => verdictPlace(a.verdict) - verdictPlace(b.verdict)],
    ]);

    function openButton(row, list, label) {
        return make(
            'button',
            {
                type: 'button',
                class: 'plain-button open',
                'data-index': row.index,
                onclick: () => openDetail(list, list.indexOf(row)),
            },
            label,
        );
    }

    function sortHeading([name, label]) {
        const current = state.sort === name;
        return make(
            'th',
            {
                scope: 'col',
                'aria-sort': current ? (state.down ? 'descending' : 'ascending') : 'none',
            },
            make(
                'button',
                {
                    type: 'button',
                    class: 'plain-button',
                    'data-sort': name,
                    onclick: () => {
                        state.down = current && !state.down;
                        state.sort = name;
                        state.page = 0;
                        drawTable();
                        writeHash();
                        byId('table').querySelector(`[data-sort="${name}"]`).focus();
                    },
                },
                label,
                make(
                    'span',
                    {'aria-hidden': 'true', class: 'arrow'},
                    current ? (state.down ? '▼' : '▲') : '↕',
                ),
            ),
        );
    }

    function drawTable() {
        const body = byId('table').querySelector('.body');
        if (!found.length) {
            body.replaceChildren(nothing());
            return;
        }
        const sign = state.down ? -1 : 1,
            by = SORTS.get(state.sort);
        const list = by ? [...found].sort((a, b) => sign * by(a, b) || a.index - b.index) : found;
        const size = printing ? PRINT_ROWS : PAGE_ROWS,
            pages = Math.ceil(list.length / size);
        state.page = Math.min(state.page, pages - 1);
        const first = printing ? 0 : state.page * size,
            here = list.slice(first, first + size);
        const checked = rows.some((row) => row.verdict);
        const headings = [
            ['authority', 'Authority'],
            ['area', 'Area'],
            ['grade', 'Judgement'],
            ['date', 'Date'],
            ['status', 'Status'],
        ];
        if (checked) headings.push(['verdict', 'Verdict']);
        const caption = `Rows ${number(first + 1)} to ${number(first + here.length)} of ${number(list.length)}`;
        body.replaceChildren(
            scrolling(
                'Table of judgements',
                make(
                    'table',
                    {class: 'wide judgements'},
                    make('caption', {}, caption),
                    make(
                        'thead',
                        {},
                        make(
                            'tr',
                            {},
                            headings.map(sortHeading),
                            make('th', {scope: 'col'}, 'Words'),
                            make('th', {scope: 'col'}, 'Source'),
                        ),
                    ),
                    make(
                        'tbody',
                        {},
                        here.map((row) => tableRow(row, list, checked)),
                    ),
                ),
            ),
        );
        if (pages > 1 && !printing) body.append(pager(pages));
    }

    function tableRow(row, list, checked) {
        return make(
            'tr',
            {},
            make(
                'th',
                {scope: 'row'},
                openButton(row, list, cut(row.authority, 80)),
                row.subject ? make('span', {class: 'small'}, ` ${cut(row.subject, 60)}`) : '',
            ),
            make('td', {}, row.area ? cut(areaName(row.area), 60) : ''),
            make('td', {}, badge(row)),
            make('td', {class: 'date'}, row.date ? cut(dateName(row.date), 60) : ''),
            make('td', {}, cut(row.status, 40)),
            checked
                ? make('td', {}, row.verdict ? verdictBadge(cut(row.verdict, 40)) : '')
                : undefined,
            make('td', {class: 'words'}, sentenceOf(row, CELL_MAX)),
            make(
                'td',
                {class: 'small source'},
                cut(row.text('title') || row.source, 60),
                row.text('page') ? `, p. ${cut(row.text('page'), 10)}` : '',
            ),
        );
    }

    function pager(pages) {
        const turn = (by) => {
            state.page += by;
            drawTable();
            writeHash();
            const again = byId('table').querySelectorAll('.pager button');
            const button = again[by < 0 ? 0 : 1];
            (button.disabled ? again[by < 0 ? 1 : 0] : button).focus();
        };
        return make(
            'nav',
            {class: 'pager', 'aria-label': 'Pages of the table'},
            make(
                'button',
                {type: 'button', disabled: state.page === 0, onclick: () => turn(-1)},
                '← Previous',
            ),
            make('span', {role: 'status'}, `Page ${number(state.page + 1)} of ${number(pages)}`),
            make(
                'button',
                {type: 'button', disabled: state.page === pages - 1, onclick: () => turn(1)},
                'Next →',
            ),
        );
    }

    /* --- one judgement --- */

    const dialog = byId('detail');
    let cameFrom;

    function fact(name, ...value) {
        return value.some((part) => part !== '' && part !== undefined)
            ? [make('dt', {}, name), make('dd', {}, ...value)]
            : [];
    }

    function openDetail(list, at) {
        if (!dialog.open) cameFrom = document.activeElement;
        showDetail(list, at);
        if (!dialog.open) dialog.showModal();
        dialog.scrollTop = 0;
    }

    function showDetail(list, at) {
        const row = list[at],
            t = (key) => cut(row.text(key), 400);
        state.row = row.text('id');
        writeHash();
        const step = (by) => {
            showDetail(list, at + by);
            const buttons = dialog.querySelectorAll('.steps button');
            (buttons[by < 0 ? 0 : 1].disabled
                ? buttons[by < 0 ? 1 : 0]
                : buttons[by < 0 ? 0 : 1]
            ).focus();
        };
        const when = t('date')
            ? `${dateName(t('date'))}${t('date_basis') ? ` (${t('date_basis')})` : ''}`
            : t('doc_date')
              ? `${dateName(t('doc_date'))} (of the document)`
              : '';
        const says = [t('speaker'), t('speaker_role')].filter(Boolean).join(', ');
        dialog.replaceChildren(
            make(
                'div',
                {class: 'head'},
                make(
                    'h2',
                    {id: 'detail-heading', tabindex: '-1', autofocus: true},
                    cut(row.authority, 120),
                    row.area ? make('span', {class: 'sub'}, cut(areaName(row.area), 80)) : '',
                ),
                make(
                    'button',
                    {
                        type: 'button',
                        class: 'close',
                        'aria-label': 'Close',
                        onclick: () => dialog.close(),
                    },
                    '×',
                ),
            ),
            make(
                'p',
                {class: 'line'},
                badge(row),
                row.verdict ? verdictBadge(cut(row.verdict, 40)) : '',
                row.status ? make('span', {class: 'small'}, cut(row.status, 40)) : '',
            ),
            row.text('sentence') ? make('blockquote', {}, sentenceOf(row, TEXT_MAX)) : '',
            make(
                'dl',
                {},
                fact(
                    'Source',
                    row.source ? linkTo(row.source, cut(row.source, 200), row.raw.page) : '',
                    row.text('member') ? ` › ${t('member')}` : '',
                ),
                fact('Page', t('page')),
                fact(
                    'Address',
                    row.text('url') ? linkTo(row.text('url'), t('url'), row.raw.page) : '',
                ),
                fact(
                    'Document',
                    [
                        t('title'),
                        t('publisher'),
                        t('author'),
                        t('doc_date') && dateName(t('doc_date')),
                    ]
                        .filter(Boolean)
                        .join(' · '),
                ),
                fact('Date', when),
                fact('Said by', says),
                fact('Named as', t('named_as')),
                fact('Delivered by', t('delivered_by')),
                fact('Judged by', [t('inspectorate'), t('framework')].filter(Boolean).join(', ')),
                fact(
                    'On the scale',
                    row.place >= 0
                        ? `${row.rank} of ${row.levels}, 1 is worst${t('scale') ? ` (${t('scale')})` : ''}`
                        : '',
                ),
                row.verdict
                    ? fact(
                          'The record',
                          recordOf(row),
                          row.text('record_source')
                              ? make(
                                    'span',
                                    {},
                                    ' · ',
                                    linkTo(row.text('record_source'), t('record_source')),
                                )
                              : '',
                      )
                    : [],
                fact('Why this verdict', t('verdict_reason')),
                fact(
                    'Told by',
                    row.text('count')
                        ? `${t('count')} rows${t('origins') ? ` of ${t('origins')} independent documents` : ''}`
                        : '',
                ),
                fact(
                    'First and last told',
                    t('first_reported')
                        ? [...new Set([t('first_reported'), t('last_reported')].filter(Boolean))]
                              .map(dateName)
                              .join(', ')
                        : '',
                ),
                fact(
                    'Found by rule',
                    [t('rule'), t('confidence') && `confidence ${t('confidence')}`]
                        .filter(Boolean)
                        .join(', '),
                ),
            ),
            make(
                'details',
                {},
                make('summary', {}, 'All fields of the row'),
                make(
                    'table',
                    {},
                    make('caption', {class: 'unseen'}, 'All fields of the row'),
                    make(
                        'tbody',
                        {},
                        Object.keys(row.raw)
                            .slice(0, 200)
                            .map((key) =>
                                make(
                                    'tr',
                                    {},
                                    make('th', {scope: 'row'}, cut(key, 80)),
                                    make('td', {}, cut(row.text(key), TEXT_MAX)),
                                ),
                            ),
                    ),
                ),
            ),
            list.length > 1
                ? make(
                      'nav',
                      {class: 'steps', 'aria-label': 'Other judgements'},
                      make(
                          'button',
                          {type: 'button', disabled: at === 0, onclick: () => step(-1)},
                          '← Previous',
                      ),
                      make(
                          'span',
                          {role: 'status'},
                          `${number(at + 1)} of ${number(list.length)}`,
                      ),
                      make(
                          'button',
                          {
                              type: 'button',
                              disabled: at === list.length - 1,
                              onclick: () => step(1),
                          },
                          'Next →',
                      ),
                  )
                : '',
        );
    }

    dialog.addEventListener('close', () => {
        if (dialog.open)
            // opened again for another row before this was told
            return;
        state.row = '';
        writeHash();
        if (cameFrom && cameFrom.isConnected) cameFrom.focus();
    });
    dialog.addEventListener('click', (event) => {
        if (event.target === dialog)
            // the backdrop
            dialog.close();
    });

    /* --- all of it --- */

    const SECTIONS = new Map([
        ['distribution', drawDistribution],
        ['grid', drawGrid],
        ['timelines', drawTimelines],
        ['claims', drawClaims],
        ['table', drawTable],
    ]);

    let pending = []; // sections that are drawn when the first ones are on the screen

    function busy() {
        if (pending.length) document.querySelector('main').setAttribute('aria-busy', 'true');
        else document.querySelector('main').removeAttribute('aria-busy');
    }

    function drawAll() {
        pending = [];
        for (const section of SECTIONS.values()) section();
        busy();
    }

    function drawPending() {
        const section = pending.shift();
        if (section) section();
        busy();
        if (pending.length) setTimeout(drawPending, 0);
    }

    /* The first two sections fill a screen. */
    function drawFirst() {
        pending = [...SECTIONS.values()];
        for (let i = 0; i < 2; i++) pending.shift()();
        busy();
        requestAnimationFrame(() => setTimeout(drawPending, 0));
        setTimeout(drawPending, 500); // where no frame is shown: a page in the background
    }

    function update(draw = drawAll) {
        filterRows();
        draw();
        const authorities = new Set(found.map((row) => row.authority)).size;
        byId('count').textContent =
            found.length === rows.length
                ? `All ${plural(rows.length, 'judgement', 'judgements')}`
                : `${number(found.length)} of ${plural(rows.length, 'judgement', 'judgements')}, ${plural(authorities, 'authority', 'authorities')}`;
    }

    function changed() {
        state.page = 0;
        for (const section of Object.keys(more)) more[section] = 1;
        update();
        writeHash();
    }

    function choose(name, value) {
        field(name).value = value;
        changed();
        form.scrollIntoView({block: 'nearest'});
        field(name).focus();
    }

    function fillSelect(name, all, labelOf, compare) {
        const groups = [
            ...groupBy(
                rows.filter((row) => row[name] !== ''),
                (row) => row[name],
            ),
        ].sort(compare);
        field(name).replaceChildren(
            make('option', {value: ''}, all),
            ...groups.map(([value, its]) =>
                make('option', {value}, `${cut(labelOf(value), 60)} (${number(its.length)})`),
            ),
        );
        field(name).closest('.field').hidden = groups.length < (name === 'authority' ? 1 : 2);
    }

    function fillFilters() {
        const byName = (a, b) => compareNames(a[0], b[0]);
        fillSelect('authority', 'All', (v) => v, byName);
        fillSelect(
            'area',
            'All',
            areaName,
            (a, b) => (b[0] === 'overall') - (a[0] === 'overall') || byName(a, b),
        );
        fillSelect(
            'grade',
            'All',
            gradeName,
            (a, b) => b[1][0].place - a[1][0].place || byName(a, b),
        );
        fillSelect('status', 'All', capital, byName);
        fillSelect('verdict', 'All', capital, (a, b) => verdictPlace(a[0]) - verdictPlace(b[0]));
        fillSelect('type', 'All', capital, byName);
        const years = [
            ...new Set(rows.map((row) => row.year).filter((year) => year !== undefined)),
        ].sort((a, b) => a - b);
        for (const [name, all] of [
            ['from', 'Any'],
            ['to', 'Any'],
        ]) {
            field(name).replaceChildren(
                make('option', {value: ''}, all),
                ...years.map((year) => make('option', {value: year}, String(year))),
            );
            field(name).closest('.field').hidden = years.length < 2;
        }
        return years;
    }

    function summarise(years) {
        const documents = new Set(
            rows.map((row) => row.text('doc') || row.source).filter(Boolean),
        ).size;
        const parts = [
            plural(rows.length, 'judgement', 'judgements'),
            plural(new Set(rows.map((row) => row.authority)).size, 'authority', 'authorities'),
            documents ? plural(documents, 'document', 'documents') : '',
            years.length
                ? years.length > 1
                    ? `${years[0]} to ${years[years.length - 1]}`
                    : String(years[0])
                : '',
        ];
        byId('summary').textContent = parts.filter(Boolean).join(' · ');
    }

    function openFromHash() {
        const row =
            state.row &&
            (found.find((r) => r.text('id') === state.row) ||
                rows.find((r) => r.text('id') === state.row));
        if (row) openDetail([row], 0);
        else state.row = '';
    }

    function start() {
        rows = JSON.parse(byId('data').textContent).map(readRow);
        for (const row of rows)
            if (row.place >= 0 && !placeByName.has(row.grade))
                placeByName.set(row.grade, row.place);
        summarise(fillFilters());
        if (!rows.some((row) => row.verdict)) {
            byId('claims').remove();
            byId('claims-link').remove();
            SECTIONS.delete('claims');
        }
        readHash();
        byId('app').hidden = false;
        update(drawFirst);
        writeHash();
        openFromHash();
    }

    let waiting;
    form.addEventListener('input', (event) => {
        clearTimeout(waiting);
        waiting = setTimeout(changed, event.target.name === 'q' ? 150 : 0);
    });
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('reset', () =>
        setTimeout(() => {
            for (const name of FIELDS) field(name).value = '';
            state.sort = '';
            changed();
        }, 0),
    );
    for (const link of document.querySelectorAll('[data-jump]'))
        link.addEventListener('click', (event) => {
            event.preventDefault(); // the hash holds the filters
            const target = byId(link.dataset.jump);
            target.scrollIntoView();
            target.focus({preventScroll: true});
        });
    addEventListener('hashchange', () => {
        if (dialog.open) dialog.close();
        readHash();
        update();
        openFromHash();
    });
    addEventListener('beforeprint', () => {
        printing = true;
        drawAll();
    });
    addEventListener('afterprint', () => {
        printing = false;
        drawAll();
    });
    start();
})();
