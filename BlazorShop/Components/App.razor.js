// What every page does, with or without a circuit. Nothing here is needed to use the shop: without scripts the page says the same.

// The circuit of a page speaks the page's language, also when it is connected again after the cookie changed in another tab.
window.Blazor?.start({
    circuit: { configureSignalR: hub => hub.withUrl(new URL(`_blazor?language=${document.documentElement.lang}`, document.baseURI).href) },
});

const locale = document.documentElement.lang === 'en' ? 'en-GB' : document.documentElement.lang || 'en-GB';

/* ---- times: the server writes the shop's, the reader reads their own ---- */

const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const seconds = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

function written(time) {
    const at = new Date(time.dateTime);
    switch (time.dataset.time) {
        case 'day': return day.format(at);
        case 'clock': return date.format(at) === date.format(new Date()) ? clock.format(at) : `${date.format(at)}, ${clock.format(at)}`;
        case 'second': return `${date.format(at)}, ${seconds.format(at)}`;
        default: return `${date.format(at)}, ${clock.format(at)}`;
    }
}

function showTimes() {
    for (const time of document.querySelectorAll('time[data-time]')) {
        const text = written(time);
        // The text node stays the one the server knows: a circuit may write into it again.
        if (time.firstChild?.nodeType === Node.TEXT_NODE && time.firstChild.data !== text) {
            time.firstChild.data = text;
        }
    }
}

/* ---- focus: the heading after a navigation without a page load, the first field that needs it after a refused form ---- */

let path = location.pathname;
let heading = document.querySelector('h1');
let posted = false;
let refusedForm = null;

function focusHeading() {
    const h1 = document.querySelector('h1');
    if (h1) {
        heading = h1;
        h1.tabIndex = -1;
        h1.focus({ preventScroll: true });
    }
}

const visible = element => element.getClientRects().length > 0;

function firstToMend(root) {
    const fields = [...root.querySelectorAll('input, select, textarea')].filter(f => f.type !== 'hidden' && !f.disabled && visible(f));
    return fields.find(f => f.getAttribute('aria-invalid') === 'true' || f.classList.contains('invalid'))
        // Refused as a whole, such as a login: the field that is empty now, else the first.
        ?? (root.querySelector('[role=alert]') ? fields.find(f => f.value === '') ?? fields[0] : undefined);
}

/** A page that came as the answer to a form it refuses. */
function focusRefused() {
    for (const form of document.querySelectorAll('main form')) {
        if (form.querySelector('[aria-invalid=true], .invalid, [role=alert]')) {
            firstToMend(form)?.focus();
            return true;
        }
    }
    return false;
}

function navigated() {
    const moved = path !== location.pathname || !posted;
    path = location.pathname;
    posted = false;
    if (!focusRefused() && moved) {
        focusHeading();
    }
    showTimes();
}

document.addEventListener('submit', event => {
    posted = event.target.method === 'post';
    refusedForm = event.target;
}, true);

// A circuit changes the page without telling.
new MutationObserver(changes => {
    showTimes();
    if (changes.some(c => c.type === 'attributes') && refusedForm?.isConnected) {
        const field = refusedForm.querySelector('[aria-invalid=true]');
        if (field) {
            refusedForm = null;
            field.focus();
        }
    }
    if (path !== location.pathname) {
        const h1 = document.querySelector('h1');
        if (h1 && h1 !== heading) {
            path = location.pathname;
            focusHeading();
        }
    }
}).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ['aria-invalid'] });

window.Blazor?.addEventListener('enhancedload', navigated);

/* ---- small comforts ---- */

// A changed quantity of a cart is sent as it is changed.
document.addEventListener('change', event => {
    const form = event.target.closest?.('form[data-submit-on-change]');
    // A form that leaves checking to the server gets its sentence from there.
    if (form && (form.noValidate || form.checkValidity())) {
        form.requestSubmit();
    }
});

// The menu of a small screen. Without scripts all of it is shown.
document.addEventListener('click', event => {
    const button = event.target.closest?.('.menu-button');
    if (button) {
        const open = button.closest('header').toggleAttribute('data-open');
        button.setAttribute('aria-expanded', String(open));
    }
});

/* ---- the login of an open page is over: say so, and come back with the new one ---- */

const loginBar = document.getElementById('login-ended');

// A connection made again brings the cookie that this browser has by now; the circuit, and what stands in its fields, stays.
// Blazor offers no public way to close a connection and keep its circuit: Blazor.disconnect ends the circuit, Blazor.pauseCircuit loses
// what was typed. Where a later version has not even the internal one, the page is loaded again: it goes on, with its fields empty.
function goOn() {
    const close = Blazor._internal?.forceCloseConnection;
    if (close) {
        close();
    } else {
        location.reload();
    }
}

globalThis.shopLogin = {
    ended: () => { loginBar.hidden = false; },
    goesOn: () => { loginBar.hidden = true; },
};

document.getElementById('login-ended-continue')?.addEventListener('click', goOn);
document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && loginBar && !loginBar.hidden) {
        goOn();
    }
});

showTimes();
focusRefused();
