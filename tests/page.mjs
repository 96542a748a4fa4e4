/* The page of assay-page in a real Chromium: clicks, keys, filters, dark, print, hostile rows.
 * usage: page.mjs rows demo|many|hostile         rows as JSON lines
 *        page.mjs check FOLDER MODULES           prints `ok NAME` or `not ok NAME: why` lines;
 *                                                FOLDER has demo.html, many.html, hostile.html,
 *                                                MODULES the node_modules with playwright-core
 * CHROMIUM names the browser; screenshots are left in FOLDER. */
import {createRequire} from 'node:module';
import {existsSync, writeFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import path from 'node:path';

/* --- rows --- */

const SIF = {inadequate: 1, 'requires improvement': 2, good: 3, outstanding: 4};

function grade(id, authority, area, name, date, more = {}) {
    return {
        id,
        type: 'grade',
        authority,
        area,
        grade: name,
        scale: 'sif',
        rank: SIF[name],
        levels: 4,
        raw: name,
        status: 'current',
        date,
        date_basis: 'stated',
        framework: 'sif',
        sentence: `The inspectors found ${authority} to be ${name} in this area.`,
        doc: `d-${id}`,
        source: `press/${id}.txt`,
        title: `A note on ${authority}`,
        doc_date: date,
        ...more,
    };
}

/* Counted by hand in the checks below. */
const DEMO = [
    grade('a', 'Leeds', 'overall', 'outstanding', '2022-05-04', {
        basis: 'report',
        page: 3,
        source: 'reports/leeds 2022.pdf',
        verdict: 'confirmed',
        record_grade: 'outstanding',
        record_date: '2022-05-04',
    }),
    grade('b', 'Leeds', 'leadership', 'outstanding', '2022-05-04', {
        verdict: 'confirmed',
        record_grade: 'outstanding',
        record_date: '2022-05-04',
    }),
    grade('c', 'Leeds', 'overall', 'good', '2015-03-27', {
        status: 'previous',
        url: 'https://www.example.org/leeds',
        verdict: 'unverifiable',
    }),
    grade('d', 'Kent', 'overall', 'inadequate', '2010-11', {
        rank: 1,
        scale: 'slac',
        verdict: 'unverifiable',
    }),
    grade('e', 'Kent', 'overall', 'good', '2017-06-13', {
        verdict: 'contradicted',
        record_grade: 'requires improvement',
        record_date: '2017-06-13',
        verdict_reason: 'the record has another grade',
    }),
    grade('f', 'Kent', 'overall', 'requires improvement', '2017-06-13', {verdict: 'confirmed'}),
    grade('g', 'Hull', 'overall', 'inadequate', '../2019-06-04', {
        count: 3,
        origins: 2,
        sources: ['d1', 'd2', 'd3'],
        raw: 'rock bottom',
    }),
    grade('h', 'Hull', 'lscb', 'good', '2019', {status: 'denied'}),
    {
        id: 'i',
        type: 'opinion',
        authority: 'Hull',
        target: 'plan',
        polarity: -1,
        doc: 'd-i',
        raw: 'smoke and mirrors',
        sentence: 'The plan is smoke and mirrors.',
        date: '2020-01-31',
        source: 'blogs/i.md',
    },
    {
        id: 'j',
        type: 'finding',
        authority: 'Kent',
        value: 17.5,
        unit: 'percent',
        doc: 'd-j',
        raw: '17.5%',
        sentence: 'A rate of 17.5% was\tmeasured.',
        source: 'minutes/j.txt',
    },
];

function manyRows() {
    const rows = [],
        areas = ['overall', 'leadership', 'help-protection', 'children-in-care'];
    const names = Object.keys(SIF),
        verdicts = ['confirmed', 'unverifiable', 'contradicted'];
    let seed = 7;
    const pick = (list) => {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        return list[Math.floor(seed / 65536) % list.length];
    };
    const councils = Array.from({length: 150}, (_, i) => `Council ${String(i).padStart(3, '0')}`);
    const years = Array.from({length: 20}, (_, i) => 2005 + i);
    for (let i = 0; i < 10000; i++) {
        const row = grade(
            `m${i}`,
            pick(councils),
            pick(areas),
            pick(names),
            `${pick(years)}-05-17`,
            {
                verdict: pick(verdicts),
                inspectorate: 'Ofsted',
                publisher: 'The Daily Echo',
                confidence: 0.9,
                rule: 'claim.grade',
                region: 'The North',
                start: i,
                end: i + 4,
            },
        );
        row.sentence = `${row.sentence} ${'What was said before it and after it. '.repeat(8)}`;
        rows.push(row);
    }
    return rows;
}

const SCRIPTS = [
    '</script><script>window.pwned = 1</script>',
    '<img src=x onerror="window.pwned = 1">',
    '"><svg onload=window.pwned=1>',
    "' onmouseover='window.pwned=1",
    '<!--<script>',
    ']]>',
    '{{data}}',
    '\u2028\u2029',
    '\u202Egrade doog a\u202C',
    '\u0001\u001b[31m\u007f\u0085',
    '&lt;b&gt;&amp;',
    '`${alert(1)}`',
    '<iframe src="https://example.org/"></iframe>',
    '<meta http-equiv=refresh content="0;url=https://example.org/">',
];
const ADDRESSES = [
    'javascript:window.pwned=1',
    ' javascript:window.pwned=1',
    'JaVaScRiPt:window.pwned=1',
    'java\tscript:window.pwned=1',
    '\u0001javascript:window.pwned=1',
    'data:text/html,<script>window.pwned=1</script>',
    'vbscript:x',
    'file:///etc/passwd',
    '//example.org/x',
    '\\\\example.org\\x',
    '/etc/passwd',
    'https:javascript:1',
    'https://user:secret@example.org/',
    'blob:https://example.org/1',
    'x'.repeat(5000),
    'https://[',
    'a:b/c',
];

function hostileRows() {
    const rows = SCRIPTS.map((text, i) =>
        grade(`h${i}`, text, text, 'good', '2019-01-02', {
            sentence: `before ${text} after`,
            raw: text,
            title: text,
            source: text,
            url: text,
            speaker: text,
            status: text,
            verdict: text,
            verdict_reason: text,
            record_grade: text,
            record_source: text,
            framework: text,
            [`key ${text}`]: text,
        }),
    );
    ADDRESSES.forEach((url, i) =>
        rows.push(
            grade(`u${i}`, 'Kent', 'overall', 'good', '2019-01-02', {
                url,
                source: url,
                record_source: url,
                record_grade: 'good',
                verdict: 'confirmed',
            }),
        ),
    );
    rows.push(
        grade('long', 'Long '.repeat(4000), 'overall', 'good', '2019-01-02', {
            sentence: `${'w'.repeat(300000)} good ${'z'.repeat(300000)}`,
        }),
        grade('twin', 'Kent', 'overall', 'good', '0001-01-01', {
            grade: 'g'.repeat(3000),
            rank: 9,
            levels: 4,
        }),
        grade('far', 'Kent', 'overall', 'good', '9999-12-31', {rank: 'one', levels: {}}),
        {
            id: {a: 1},
            type: ['grade'],
            authority: {b: [2]},
            area: 3,
            grade: true,
            date: 20190102,
            sentence: ['x'],
            raw: 7,
            source: {},
            url: [],
            page: 'two',
            rank: 1.5,
            levels: 'x',
        },
        {__proto__x: 1, constructor: 'x', toString: 'y', hasOwnProperty: 'z', type: 'grade'},
        JSON.parse(
            '{"__proto__":{"grade":"good"},"authority":null,"sentence":null,"grade":null}',
        ),
        {},
    );
    return rows;
}

const ROWS = {demo: () => DEMO, many: manyRows, hostile: hostileRows};

/* --- checks --- */

let wrong = 0;
async function check(name, body) {
    try {
        await body();
        console.log(`ok ${name}`);
    } catch (error) {
        wrong++;
        console.log(`not ok ${name}: ${String(error.message).split('\n').slice(0, 3).join(' ')}`);
    }
}
function same(found, expected, what = '') {
    if (JSON.stringify(found) !== JSON.stringify(expected))
        throw new Error(`${what} ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`);
}

let browser, folder;

/* A page with a list of all that goes wrong in it and all that it asks for. */
async function open(name, {hash = '', ...options} = {}) {
    const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
    const page = await context.newPage();
    page.trouble = [];
    page.setDefaultTimeout(8000);
    page.on('console', (m) => page.trouble.push(`console: ${m.text()}`));
    page.on('pageerror', (error) => page.trouble.push(`error: ${error.message}`));
    page.on('dialog', (box) => {
        page.trouble.push(`dialog: ${box.message()}`);
        box.dismiss();
    });
    const own = pathToFileURL(path.join(folder, `${name}.html`)).href;
    page.on('request', (request) => {
        if (request.url().split('#')[0] !== own) page.trouble.push(`request: ${request.url()}`);
    });
    await page.goto(own + hash);
    page.loaded = Date.now();
    await page.waitForSelector('main:not([aria-busy])', {state: 'attached'});
    return page;
}

const textOf = (page, selector) => page.textContent(selector);
const count = (page, selector) => page.locator(selector).count();
const drawn = (page) => count(page, '#table tbody tr');
const hashOf = (page) => page.evaluate(() => decodeURIComponent(location.hash.slice(1)));
const focused = (page) =>
    page.evaluate(() => document.activeElement.id || document.activeElement.textContent);

async function checkFilters() {
    const page = await open('demo');
    await check('all rows are counted', async () => {
        same(await textOf(page, '#count'), 'All 10 judgements');
        same(
            await textOf(page, '#summary'),
            '10 judgements · 3 authorities · 10 documents · 2010 to 2022',
        );
        same(await page.getAttribute('#count', 'aria-live'), 'polite');
    });
    // name, value, rows of DEMO that fit
    const filters = [
        ['authority', 'Kent', 4],
        ['area', 'overall', 6],
        ['grade', 'good', 3],
        ['status', 'denied', 1],
        ['verdict', 'confirmed', 3],
        ['type', 'opinion', 1],
        ['from', '2019', 5],
        ['to', '2015', 2],
    ];
    for (const [name, value, expected] of filters)
        await check(`the filter ${name} finds ${expected}`, async () => {
            await page.selectOption(`#f-${name}`, value);
            await page.waitForFunction(
                (text) => document.getElementById('count').textContent.startsWith(text),
                `${expected} of 10`,
            );
            same(await drawn(page), expected);
            same(await hashOf(page), `${name}=${value}`);
            await page.click('#reset');
            await page.waitForFunction(() =>
                document.getElementById('count').textContent.startsWith('All'),
            );
            same(await hashOf(page), '');
        });
    await check('search wants all words, in any field', async () => {
        await page.fill('#f-q', 'MIRRORS smoke');
        await page.waitForFunction(() =>
            document.getElementById('count').textContent.startsWith('1 of 10'),
        );
        await page.fill('#f-q', 'press/ kent');
        await page.waitForFunction(() =>
            document.getElementById('count').textContent.startsWith('3 of 10'),
        );
        await page.fill('#f-q', 'no such words');
        await page.waitForFunction(() =>
            document.getElementById('count').textContent.startsWith('0 of 10'),
        );
        same(await count(page, '.none'), 5, 'sections that say so');
    });
    await check('filters join', async () => {
        await page.fill('#f-q', '');
        await page.selectOption('#f-authority', 'Leeds');
        await page.selectOption('#f-grade', 'outstanding');
        await page.waitForFunction(() =>
            document.getElementById('count').textContent.startsWith('2 of 10'),
        );
        same(await hashOf(page), 'authority=Leeds&grade=outstanding');
    });
    await check('the address holds the filters', async () => {
        await page.reload();
        same((await textOf(page, '#count')).slice(0, 7), '2 of 10');
        same(await page.inputValue('#f-authority'), 'Leeds');
        await page.evaluate(() => {
            location.hash = 'grade=good&sort=-date&authority=Atlantis';
        });
        await page.waitForFunction(() =>
            document.getElementById('count').textContent.startsWith('3 of 10'),
        );
        same(await page.inputValue('#f-authority'), '');
        same(await page.getAttribute('#table th >> nth=3', 'aria-sort'), 'descending');
    });
    await check('a heading sorts, once up and once down', async () => {
        await page.click('#reset');
        await page.waitForFunction(() => location.hash === '');
        await page.click('[data-sort=grade]');
        same(await page.getAttribute('#table th >> nth=2', 'aria-sort'), 'ascending');
        await page.click('[data-sort=grade]');
        same((await textOf(page, '#table tbody tr >> nth=0')).includes('Outstanding'), true);
        same(await focused(page), 'Judgement▼');
    });
    await check('nothing was asked for, nothing complained', () => same(page.trouble, []));
    await page.context().close();
}

async function checkDetail() {
    const page = await open('demo');
    const row = (id) =>
        page.locator(`#table .open[data-index="${DEMO.findIndex((r) => r.id === id)}"]`);
    await check(
        'a judgement opens its sentence, words marked, with source and page',
        async () => {
            await row('a').click();
            same(await textOf(page, 'dialog blockquote'), DEMO[0].sentence);
            same(await page.locator('dialog blockquote mark').allTextContents(), ['outstanding']);
            same(
                await page.getAttribute('dialog dd a', 'href'),
                'reports/leeds%202022.pdf#page=3',
            );
            same(await hashOf(page), 'row=a');
        },
    );
    await check('Escape closes it and gives the focus back', async () => {
        await page.keyboard.press('Escape');
        same(await page.locator('dialog').isVisible(), false);
        same(await focused(page), 'Leeds');
        same(await hashOf(page), '');
    });
    await check('words that the sentence does not have mark nothing', async () => {
        await row('g').click();
        same(await count(page, 'dialog mark'), 0);
        same(
            (await textOf(page, 'dialog dl')).includes('3 rows of 2 independent documents'),
            true,
        );
        same((await textOf(page, 'dialog dl')).includes('by 4 June 2019'), true);
        await page.click('dialog .close');
    });
    await check('an address of the web is a link', async () => {
        await row('c').click();
        same(
            await page.locator('dialog dd a').last().getAttribute('href'),
            'https://www.example.org/leeds',
        );
        same(await page.locator('dialog dd a').last().getAttribute('rel'), 'noopener noreferrer');
    });
    await check('the next one is a key away', async () => {
        await page.click('dialog .steps button >> nth=1');
        same((await textOf(page, 'dialog h2')).startsWith('Kent'), true);
        same(await textOf(page, 'dialog .steps span'), '4 of 10');
        await page.keyboard.press('Escape');
    });
    await check('the address of a judgement opens it', async () => {
        const other = await open('demo', {hash: '#row=i'});
        same(await textOf(other, 'dialog mark'), 'smoke and mirrors');
        same(other.trouble, []);
        await other.context().close();
    });
    await check('nothing was asked for, nothing complained', () => same(page.trouble, []));
    await page.context().close();
}

async function checkCharts() {
    const page = await open('demo');
    // Overall grades that are asserted and not contradicted: a c d f g.
    await check('the chart counts the overall grades by year', async () => {
        const titles = await page.locator('#distribution svg title').allTextContents();
        same(titles.sort(), [
            '2010: Inadequate 1',
            '2015: Good 1',
            '2017: Requires improvement 1',
            '2019: Inadequate 1',
            '2022: Outstanding 1',
        ]);
        await page.click('#distribution summary');
        same(await page.locator('#distribution .figures tbody th').allTextContents(), [
            'Outstanding',
            'Good',
            'Requires improvement',
            'Inadequate',
        ]);
    });
    await check('the grid has an authority a row and a year a column', async () => {
        same(await page.locator('#grid tbody th').allTextContents(), ['Hull', 'Kent', 'Leeds']);
        same(await count(page, '#grid thead th'), 14);
        same(await page.locator('#grid .letter').allTextContents(), ['I', 'I', 'RI', 'G', 'O']);
        await page.click('#grid .letter >> nth=2');
        same(await textOf(page, 'dialog mark'), 'requires improvement');
        await page.keyboard.press('Escape');
    });
    await check(
        'a timeline has a row an area, and shows what the record contradicts',
        async () => {
            same(await count(page, '#timelines figure'), 3);
            const kent = page.locator('#timelines figure').nth(1);
            same(await kent.locator('.mark .label').allTextContents(), ['I', 'G', 'RI']);
            same(
                await kent.locator('.mark.broken').getAttribute('aria-label'),
                'Kent, Overall: Good, 13 June 2017, contradicted by the record',
            );
        },
    );
    await check('claims are listed with their verdicts, the worst first', async () => {
        same(await page.locator('#claims .bars button').allTextContents(), [
            '✗Contradicted',
            '?Unverifiable',
            '✓Confirmed',
        ]);
        same(await count(page, '#claims tbody tr'), 5); // b c d e f: a is the report itself
        same(await textOf(page, '#claims .status'), 'previous'); // c: no grade that holds now
        const first = await textOf(page, '#claims tbody tr >> nth=0');
        for (const part of [
            'Kent',
            'Good',
            'Requires improvement',
            'the record has another grade',
        ])
            same(first.includes(part), true, part);
        await page.click('#claims .bars button >> nth=0');
        same(await hashOf(page), 'verdict=contradicted');
    });
    await check('nothing was asked for, nothing complained', () => same(page.trouble, []));
    await page.context().close();
}

async function checkKeyboard() {
    const page = await open('demo');
    await check('the first key leads past the header', async () => {
        await page.keyboard.press('Tab');
        same(await focused(page), 'Skip to the filters');
        await page.keyboard.press('Enter');
        same(await focused(page), 'filters');
        await page.keyboard.press('Tab');
        same(await focused(page), 'f-q');
    });
    await check(
        'a mark of a timeline is reached and opened by keys, and seen when it has the focus',
        async () => {
            await page.focus('#timelines .mark >> nth=0');
            await page.keyboard.press('Tab');
            same(
                await page.evaluate(() => document.activeElement.getAttribute('role')),
                'button',
            );
            same(
                await page.evaluate(
                    () =>
                        getComputedStyle(document.activeElement.querySelector('rect'))
                            .strokeWidth,
                ),
                '4px',
            );
            await page.keyboard.press('Enter');
            same(await page.locator('dialog').isVisible(), true);
            await page.keyboard.press('Escape');
            same(await page.evaluate(() => document.activeElement.getAttribute('class')), 'mark');
            await page.keyboard.press(' ');
            same(await page.locator('dialog').isVisible(), true);
            await page.keyboard.press('Escape');
        },
    );
    await check(
        'every control has a name, every table a caption, one heading of the first rank',
        async () => {
            const nameless = await page.evaluate(() =>
                [
                    ...document.querySelectorAll(
                        'button, a, [role=button], svg[role], nav, section, [role=region]',
                    ),
                ]
                    .filter(
                        (e) =>
                            !(
                                e.textContent.trim() ||
                                e.getAttribute('aria-label') ||
                                e.getAttribute('aria-labelledby')
                            ),
                    )
                    .map((e) => e.outerHTML),
            );
            same(nameless, []);
            same(
                await page.evaluate(
                    () =>
                        [...document.querySelectorAll('#app table')].filter((t) => !t.caption)
                            .length,
                ),
                0,
            );
            same(
                await page.evaluate(
                    () =>
                        [...document.querySelectorAll('input, select')].filter(
                            (c) => !c.labels.length,
                        ).length,
                ),
                0,
            );
            same(await count(page, 'h1'), 1);
            same(await count(page, '#app main'), 1);
        },
    );
    await check('no colour stands alone', async () => {
        const bare = await page.evaluate(
            () =>
                [...document.querySelectorAll('.letter, .mark, .sign')].filter(
                    (e) => !e.textContent.trim(),
                ).length,
        );
        same(bare, 0);
    });
    await page.context().close();
}

const contrastOf = (page, selector) =>
    page.evaluate((one) => {
        const light = (color) => {
            const [r, g, b] = color
                .match(/[\d.]+/g)
                .slice(0, 3)
                .map((c) => c / 255)
                .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        return [...document.querySelectorAll(one)]
            .filter((e) => e.textContent.trim() && e.offsetParent)
            .map((element) => {
                let behind = element;
                while (
                    behind.parentElement &&
                    /rgba\(.*, 0\)$/.test(getComputedStyle(behind).backgroundColor)
                )
                    behind = behind.parentElement;
                const [a, b] = [
                    light(getComputedStyle(element).color),
                    light(getComputedStyle(behind).backgroundColor),
                ].sort((x, y) => y - x);
                return [
                    Math.round(((a + 0.05) / (b + 0.05)) * 10) / 10,
                    element.textContent.slice(0, 20),
                ];
            })
            .sort((x, y) => x[0] - y[0])[0];
    }, selector);

async function checkLooks() {
    for (const colorScheme of ['light', 'dark']) {
        const page = await open('demo', {colorScheme});
        await check(
            `${colorScheme}: what is read stands out (WCAG 2.2 AA, 4.5 to 1)`,
            async () => {
                for (const selector of [
                    'p',
                    'label',
                    'th',
                    'td',
                    '.letter',
                    '.verdict',
                    '.small',
                    'mark',
                    '.plain-button',
                    'a:not(.skip)',
                ]) {
                    const worst = await contrastOf(page, selector);
                    if (worst && worst[0] < 4.5) throw new Error(`${selector} ${worst}`);
                }
            },
        );
        await page.screenshot({path: path.join(folder, `${colorScheme}.png`), fullPage: true});
        await page.context().close();
    }
    const narrow = await open('demo', {viewport: {width: 360, height: 740}});
    await check('a narrow screen has nothing beside it', async () =>
        same(await narrow.evaluate(() => document.documentElement.scrollWidth), 360),
    );
    await narrow.screenshot({path: path.join(folder, 'narrow.png'), fullPage: true});
    await narrow.context().close();
    const plain = await open('demo', {javaScriptEnabled: false});
    await check('without JavaScript there is a plain table', async () => {
        same(await plain.locator('noscript table tbody tr').count(), 10);
        same(await plain.locator('noscript table').isVisible(), true);
        same(await plain.locator('#app').isVisible(), false);
    });
    await plain.context().close();
}

async function checkPrint() {
    const page = await open('many');
    await check('paper has the rows and not the controls', async () => {
        await page.selectOption('#f-authority', 'Council 007');
        const rows = manyRows().filter((row) => row.authority === 'Council 007').length;
        await page.waitForFunction(
            (n) => document.getElementById('count').textContent.startsWith(`${n} of`),
            rows,
        );
        const pdf = await page.pdf({format: 'A4'});
        same(pdf.subarray(0, 5).toString(), '%PDF-');
        writeFileSync(path.join(folder, 'print.pdf'), pdf);
        await page.emulateMedia({media: 'print'});
        await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
        same(rows > 50, true, 'more than a page of the table');
        same(await drawn(page), rows);
        same(await page.locator('nav[aria-label=Sections]').isVisible(), false);
        same(await page.locator('.pager').count(), 0);
        await page.evaluate(() => dispatchEvent(new Event('afterprint')));
        same(await drawn(page), 50);
    });
    same(page.trouble, []);
    await page.context().close();
}

async function checkMany() {
    const before = Date.now();
    const page = await open('many');
    const took = page.loaded - before,
        drew = Date.now() - before;
    await check('10,000 rows are all there, drawn a portion at a time', async () => {
        same(await textOf(page, '#count'), 'All 10,000 judgements');
        same(await drawn(page), 50);
        await page.click('.pager button >> nth=1');
        same(await textOf(page, '#table caption'), 'Rows 51 to 100 of 10,000');
        same(await hashOf(page), 'page=2');
        same(await count(page, '#grid tbody tr'), 40);
        await page.click('#grid .more button');
        same(await count(page, '#grid tbody tr'), 80);
    });
    const start = Date.now();
    await page.fill('#f-q', 'council 011');
    await page.waitForFunction(
        () => !document.getElementById('count').textContent.startsWith('All'),
    );
    console.log(
        `# 10,000 rows: loaded in ${took} ms, drawn in ${drew} ms, searched in ${Date.now() - start} ms (150 of them waiting for more keys)`,
    );
    await check('10,000 rows: nothing was asked for, nothing complained', () =>
        same(page.trouble, []),
    );
    await page.context().close();
}

async function checkHostile() {
    const page = await open('hostile');
    const rows = hostileRows();
    await check('hostile rows are drawn', async () =>
        same(await textOf(page, '#count'), `All ${rows.length} judgements`),
    );
    await check('every hostile row opens, inert', async () => {
        const openers = page.locator('#table .open');
        same(await openers.count(), rows.length);
        await openers.first().click();
        for (let i = 0; i < rows.length; i++) {
            await page.evaluate(() => {
                document.querySelector('dialog details').open = true;
            });
            if (i < SCRIPTS.length)
                same(
                    await page.evaluate(() =>
                        document
                            .querySelector('dialog blockquote')
                            .textContent.replace(/‹U\+(....)›/g, (_, hex) =>
                                String.fromCharCode(parseInt(hex, 16)),
                            ),
                    ),
                    rows[i].sentence,
                    'sentence',
                );
            const links = await page
                .locator('dialog a')
                .evaluateAll((all) => all.map((a) => a.getAttribute('href')));
            for (const link of links)
                same(
                    /^https?:\/\/[^@]*$/i.test(link) || /^(?![/\\])[^:\\]*$/.test(link),
                    true,
                    link,
                );
            if (i < rows.length - 1) await page.click('dialog .steps button >> nth=1');
        }
        await page.keyboard.press('Escape');
    });
    await check('no address of another scheme is a link', async () => {
        for (const [i, url] of ADDRESSES.entries()) {
            await page.evaluate((id) => {
                location.hash = `row=${id}`;
            }, `u${i}`);
            await page.waitForSelector('dialog[open]');
            await page.waitForFunction((id) => location.hash === `#row=${id}`, `u${i}`);
            same(await count(page, 'dialog dd a'), 0, url.slice(0, 40));
        }
        await page.keyboard.press('Escape');
    });
    await check('hostile text made no element and ran nothing', async () => {
        same(await page.evaluate(() => window.pwned), undefined);
        same(
            await page.evaluate(
                () =>
                    document.querySelectorAll(
                        'img, iframe, object, embed, body script:not(#data)',
                    ).length,
            ),
            1,
        );
        same(await count(page, 'meta[http-equiv]'), 1);
        same(
            await page.evaluate(
                () =>
                    [...document.querySelectorAll('*')]
                        .flatMap((e) => [...e.attributes])
                        .filter((a) => /^on/.test(a.name)).length,
            ),
            0,
        );
    });
    await check('no mark that turns the text, no control, is obeyed', async () => {
        const text = await page.evaluate(() => document.getElementById('app').innerText);
        same(/[\u202a-\u202e\u2066-\u2069\u0001-\u0008\u001b\u007f]/.test(text), false);
        same(text.includes('‹U+202E›'), true);
    });
    await check('hostile rows: nothing was asked for, nothing complained', () =>
        same(page.trouble, []),
    );
    await check('what would be loaded or run is refused by the policy', async () => {
        const refused = await page.evaluate(
            () =>
                new Promise((resolve) => {
                    const list = [];
                    addEventListener('securitypolicyviolation', (event) => {
                        list.push(event.effectiveDirective);
                        if (list.length === 2) resolve(list.sort());
                    });
                    document.body.append(
                        Object.assign(document.createElement('img'), {
                            src: 'https://example.org/x.png',
                        }),
                    );
                    const style = document.createElement('style');
                    style.textContent = 'body { display: none }';
                    document.body.append(style);
                    setTimeout(() => resolve(list), 3000);
                }),
        );
        same(refused, ['img-src', 'style-src-elem']);
        same(
            await page.evaluate(() => {
                try {
                    document.body.innerHTML = '<b>x</b>';
                    return 'taken';
                } catch (error) {
                    return error.name;
                }
            }),
            'TypeError',
        );
    });
    await page.context().close();
    const plain = await open('hostile', {javaScriptEnabled: false});
    await check('hostile text in the plain table is inert', async () => {
        same(await plain.locator('noscript tbody tr').count(), rows.length);
        same(
            await plain
                .locator('noscript img, noscript iframe, noscript svg, noscript script')
                .count(),
            0,
        );
        same(plain.trouble, []);
    });
    await plain.context().close();
}

async function checkAll(modules) {
    const {chromium} = createRequire(path.join(path.resolve(modules), 'x.js'))('playwright-core');
    browser = await chromium.launch({
        executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
        args: process.getuid() === 0 ? ['--no-sandbox'] : [],
    });
    try {
        for (const part of [
            checkFilters,
            checkDetail,
            checkCharts,
            checkKeyboard,
            checkLooks,
            checkPrint,
            checkMany,
            checkHostile,
        ])
            await check(`${part.name} runs to its end`, part);
    } finally {
        await browser.close();
    }
    process.exitCode = wrong ? 1 : 0;
}

const [what, name, modules] = process.argv.slice(2);
if (what === 'rows' && ROWS[name]) {
    process.stdout.write(
        ROWS[name]()
            .map((row) => `${JSON.stringify(row)}\n`)
            .join(''),
    );
} else if (what === 'check' && existsSync(name)) {
    folder = path.resolve(name);
    await checkAll(modules);
} else {
    console.error('usage: page.mjs rows demo|many|hostile | page.mjs check FOLDER MODULES');
    process.exitCode = 2;
}
